"""The types that flow from stage to stage. All are frozen; none of them does any work.

Source of the design: `docs/architecture.md`. Everything here may be imported from everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

Node = Any
"""A node of pandoc's JSON tree: a dict with "t" and, mostly, "c". Never changed in place."""

Key = tuple[str, str]
"""What names an entry of a catalog: (msgctxt, msgid), msgctxt "" where there is none."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file, and a line in it counted from 1 (0 where no line is known)."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Severity(StrEnum):
    """How grave a finding is. `refuse` and `hold` come from checks of a translation."""

    REFUSE = "refuse"
    HOLD = "hold"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check or a judge saw. `code` never changes once published."""

    code: str
    severity: Severity
    where: Place
    what: str
    """One sentence, for the person who can mend it."""
    hint: str = ""
    """What to do."""
    judge: str = "openletter"
    rule: str = ""
    """The judge's own name for the rule."""
    msgid: str = ""


class State(IntEnum):
    """How far a text was reviewed, lowest first. Derived by `openletter.states`, never declared."""

    MISSING = 0
    STALE = 1
    DRAFT = 2
    TRANSLATED = 3
    REVIEWED = 4

    @property
    def label(self) -> str:
        """The name used in settings and JSON.

        >>> State.DRAFT.label
        'draft'
        """
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Tag:
    """What one numbered tag of a msgid stands for.

    `name` is kind and number (`link1`); `standalone` tags have no words of their own (`note1`).
    `meaning` is the part of the source that a translation must not alter: a link's address, a code's
    text, foreign words with their language, an image's address. It enters the digest.
    """

    name: str
    kind: str
    standalone: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One message: a block of inlines of the source, as plain text with tags, and all its places.

    Blocks with equal text and context are one segment. `tags` lists, for each place in order, what the
    tags stand for there.
    """

    msgctxt: str
    msgid: str
    places: tuple[Place, ...]
    tags: tuple[tuple[Tag, ...], ...]

    @property
    def key(self) -> Key:
        return self.msgctxt, self.msgid


@dataclass(frozen=True, slots=True)
class Document:
    """A letter as read. `blocks` and `meta` are pandoc's, with positions (see `openletter.tree`)."""

    letter: str
    """Path under `source/` without `.md`, with forward slashes."""
    path: str
    lang: str
    blocks: tuple[Node, ...]
    meta: Mapping[str, Node]
    sha256: str
    """Of the source file's bytes, in hexadecimal."""
    findings: tuple[Finding, ...] = ()
    meta_lines: Mapping[str, int] = field(default_factory=dict)
    """Line of each key of the metadata."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a PO file. Texts are decoded; `line` is where its first keyword or comment stands."""

    msgctxt: str
    msgid: str
    msgstr: str
    line: int = 0
    flags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    """Translator comments (`# `), a line each."""
    extracted: tuple[str, ...] = ()
    """Extracted comments (`#. `), a line each."""
    references: tuple[str, ...] = ()
    previous: Key | None = None
    """`#| msgctxt` and `#| msgid`."""
    obsolete: bool = False
    msgstr_line: int = 0
    plural: bool = False
    """Whether it had `msgid_plural`; openletter uses no plural entries."""

    @property
    def key(self) -> Key:
        return self.msgctxt, self.msgid

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags


@dataclass(frozen=True, slots=True)
class Catalog:
    """A PO file: the header's fields in order, and its entries in order, obsolete ones last."""

    header: Mapping[str, str]
    entries: tuple[Entry, ...]
    path: str = ""


class Kind(StrEnum):
    """The kinds of journal events."""

    DRAFT = "draft"
    TEXT = "text"
    APPROVE = "approve"
    PROPOSE = "propose"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a journal: something that a person or an engine put forward. Never changed."""

    id: str
    at: str
    """UTC day, YYYY-MM-DD."""
    kind: Kind
    by: str
    """A person's name or pseudonym; empty for a machine's draft."""
    msgctxt: str
    msgid: str
    msgstr: str
    digest: str
    was: str = ""
    """The id of the event whose text this one replaces; empty for none."""
    origin: str = ""
    """`from` in the file: the engine, or the kind of submission."""
    why: str = ""
    v: int = 1

    @property
    def key(self) -> Key:
        return self.msgctxt, self.msgid


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for one segment in one language now: the state, the text, who stands behind it."""

    key: Key
    state: State
    msgstr: str
    """The words that may be printed ("" for missing and stale)."""
    people: tuple[str, ...] = ()
    pending: tuple[Event, ...] = ()
    """Proposals and holds that wait for a person."""
    origin: str = ""
    findings: tuple[Finding, ...] = ()
    event: str = ""
    """The id of the event whose text this is; empty for one that was edited into the catalog by hand."""
    why: str = ""
    """What that event says of itself: with a machine's draft, how sure the engine was."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """What one language needs beside its words, from CLDR and the package's own catalog.

    `lang` is the project's code (`zh`), `tag` the BCP 47 tag that is published (`zh-Hans`).
    `words` maps each English message of the editions to its translation; plural messages map to all
    their forms, chosen by `plural` (see `openletter.conventions`).
    """

    lang: str
    tag: str
    direction: str
    """`ltr` or `rtl`."""
    autonym: str
    script: str
    """ISO 15924."""
    region: str
    """For PDF, which wants one where a script needs it: `CN` for zh; else empty."""
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another edition of the same letter, for the language switcher and the index."""

    lang: str
    tag: str
    direction: str
    autonym: str
    href: str
    """Relative address of its HTML page from this edition's page; empty for this edition itself."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A letter in one language, ready for the writers.

    `blocks` is a clean pandoc tree (no positions, no soft breaks between wide characters), notes in
    place as pandoc's Note. The H1 is not in `blocks`: `title` is. Headings in `blocks` start at 2.
    `title`, `subtitle` are inlines; `description`, `place` plain text.
    `counts` gives how many segments are in each state; it is empty for the source language.
    """

    letter: str
    lang: str
    conventions: Conventions
    title: tuple[Node, ...]
    title_text: str
    subtitle: tuple[Node, ...]
    description: str
    place: str
    date: str
    """ISO 8601, as far as the letter gives one (`2014-12-09`, `2014-12`, `2014`), or empty."""
    date_text: str
    """The date in the locale's long form."""
    identifier: str
    """A URI, stable for this edition."""
    rights: str
    organisations: tuple[str, ...]
    blocks: tuple[Node, ...]
    source_lang: str
    counts: Mapping[State, int]
    siblings: tuple[Sibling, ...]
    epoch: int
    """Seconds since 1970 that stand for every clock in the artifacts."""
    formats: tuple[str, ...] = ("html", "epub", "pdf")
    """The formats in which this edition is published, for links from one to the others."""
    base: str = ""
    """The address of the output on the web, with a slash at its end; empty for none."""
    version: int = 1
    """Counts the editions whose words readers have seen; earlier ones stay reachable."""

    @property
    def state(self) -> State:
        """The lowest state that occurs; `reviewed` for the source language."""
        return min((s for s, n in self.counts.items() if n), default=State.REVIEWED)

    @property
    def is_source(self) -> bool:
        return self.lang == self.source_lang


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that an edition brings along: an image, by its address in the tree, with its bytes."""

    href: str
    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Task:
    """One artifact to make: what, where, and the digest of everything that goes in."""

    letter: str
    lang: str
    format: str
    path: str
    """Relative to the output folder, with forward slashes."""
    digest: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file, as the manifest records it."""

    path: str
    letter: str
    lang: str
    format: str
    sha256: str
    size: int
    states: Mapping[str, int]
    source_sha256: str
    catalog_sha256: str
    digest: str
    """Of the task's inputs."""
    outdated: bool = False
    """Whether it is older than its letter: the edition was withheld since, or the letter is gone."""
    title: str = ""
    description: str = ""
    date: str = ""
    """ISO 8601, as far as the letter gives one, or empty."""
    assets: Mapping[str, str] = field(default_factory=dict)
    """Paths of the letter's images, relative to the project → SHA-256."""
    beside: tuple[str, ...] = ()
    """Paths of the fonts and images that it needs, relative to the output folder."""
    identifier: str = ""
    words: str = ""
    """Digest of what a reader reads in the edition."""
    version: int = 1
    former: tuple[str, ...] = ()
    """Paths of the earlier versions of its edition, in all formats."""
    journal_sha256: str = ""
    """Of the journal that its states follow from; like `catalog_sha256` empty for the original."""
    card: str = ""
    """Path of the picture that is shown beside a link to it; empty for none."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer made: the artifact's bytes, and files beside it (fonts, images).

    `beside` maps paths relative to the output folder to bytes; equal paths always have equal bytes,
    because their names carry a digest of what is in them.
    """

    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the termbase for one language."""

    source: str
    target: str
    """One accepted form, or several divided by `|`."""
    translate: bool = True


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage that a letter quotes and whose official wording in one language is known."""

    document: str
    source: str
    """The passage as the source quotes it, or its beginning."""
    official: str
