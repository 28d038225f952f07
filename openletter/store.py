"""Catalogs and journals on the disk; the only writer of a msgstr.

The journal is written first, and is on the disk before a catalog changes. Whatever a crash or a merge of two
branches left a catalog with, what holds is computed from the journal each time, so that a catalog that is
behind is right again at the next writing; reading never shows it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath

from openletter import files, journal, markup, merge, po, states
from openletter.errors import DamagedError, SubmissionError, UsageError
from openletter.model import (
    Catalog,
    Entry,
    Event,
    Finding,
    Key,
    Kind,
    Place,
    Segment,
    Severity,
    Standing,
)

FOLDER = "locales"

_NO_PATH_ANYWHERE = re.compile(r"[\x00-\x1f\x7f\\]")
_NO_PATH = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_LANG = re.compile(r"[A-Za-z]{2,8}(?:[-_@][A-Za-z0-9]{1,8})*")


def checks_of(lang: str) -> states.Check:
    """The table of checks for a language, for texts that were edited into a catalog by hand."""

    def check(segment: Segment, msgstr: str, where: Place) -> list[Finding]:
        from openletter import checks  # they take long to load, and are seldom needed

        return checks.check(segment, msgstr, checks.Context(lang), where)

    return check


def tags_of(lang: str) -> states.Check:
    """The check of tags alone, for texts of the journal, which were checked when they came in.

    It is what keeps a journal that somebody wrote in from adding or dropping a link or a note.
    """

    def check(segment: Segment, msgstr: str, where: Place) -> list[Finding]:
        if markup.tags_stand(msgstr, segment.tags[0] if segment.tags else ()):
            return []
        from openletter.checks.base import Context, finding
        from openletter.checks.tags import tags

        context = Context(lang)
        problems = tags(segment, msgstr, context)
        return [finding(one, "tag", Severity.REFUSE, where, segment, context) for one in problems]

    return check


@dataclass(frozen=True, slots=True)
class Beside:
    """What a catalog has beside the texts that hold: marks, texts edited in, the source of old words."""

    unsure: frozenset[Key]
    """The entries whose text is marked as unsure (fuzzy), and is of this source."""
    edited: frozenset[Key]
    """The entries with a text that the journal has never seen."""
    former: Mapping[Key, Key]
    """For each entry with words of another source text, that one."""


@dataclass
class _Open:
    """One catalog with its journal, as they lie on the disk."""

    letter: str
    lang: str
    catalog: Catalog
    found: dict[Key, states.History]
    events: dict[Key, list[Event]] = field(default_factory=dict)

    def entries(self) -> dict[Key, Entry]:
        return {entry.key: entry for entry in self.catalog.entries if not entry.obsolete}


class Store:
    """The catalogs and journals of the project in folder `project`.

    `people` distinct people make a text reviewed. `told` gathers what was found and mended on the way.
    Letters are paths under `source/` without `.md`.
    """

    def __init__(
        self,
        project: Path,
        people: int = 2,
        checks: Callable[[str], states.Check] | None = checks_of,
        new_id: Callable[[], str] = journal.new_id,
        today: Callable[[], str] = journal.today,
    ) -> None:
        self.project = project
        self.people = people
        self.told: list[Finding] = []
        self._checks = checks
        self._new_id = new_id
        self._today = today

    # Where things lie

    def catalog_path(self, letter: str, lang: str) -> str:
        """Relative to the project, with forward slashes. Raises UsageError for what is no letter's name."""
        return f"{FOLDER}/{_safe_lang(lang)}/LC_MESSAGES/{_safe_letter(letter)}.po"

    def journal_path(self, letter: str, lang: str) -> str:
        return f"{FOLDER}/{_safe_lang(lang)}/reviews/{_safe_letter(letter)}.jsonl"

    def template_path(self, letter: str) -> str:
        return f"{FOLDER}/{_safe_letter(letter)}.pot"

    # Reading

    def catalog(self, letter: str, lang: str) -> Catalog:
        """The catalog as it lies there; without entries where there is none yet. Raises DamagedError."""
        path = self.catalog_path(letter, lang)
        empty = Catalog(po.header(letter, lang), (), path)
        data = self._read(path)
        if data is None:
            return empty
        try:
            return replace(po.parse(data, path, limits=po.OWN), header=empty.header)
        except SubmissionError as error:
            raise DamagedError(
                f"the catalog is damaged: {error.what}",
                where=error.where,
                hint=f"mend that line, or restore the catalog from its journal: "
                f"openletter review rebuild {letter} --lang {lang}",
                code=error.code,
            ) from error

    def events(self, letter: str, lang: str) -> tuple[Event, ...]:
        """Everything that was ever put forward. Raises DamagedError."""
        path = self.journal_path(letter, lang)
        return journal.read(self.project / path, path)

    def histories(self, letter: str, lang: str) -> dict[Key, states.History]:
        """What the events of each key amount to. Raises DamagedError."""
        return states.histories(self.events(letter, lang))

    def standings(self, letter: str, lang: str, segments: Sequence[Segment]) -> dict[Key, Standing]:
        """What holds for each segment of a letter now. Writes nothing."""
        return self._standings(self._opened(letter, lang), segments)

    def merged(self, letter: str, lang: str, segments: Sequence[Segment]) -> Catalog:
        """The catalog as the next writing would leave it. Writes nothing."""
        return self._merged(self._opened(letter, lang), segments)[0]

    def beside(self, letter: str, lang: str, segments: Sequence[Segment]) -> Beside:
        """What the catalog has beside the texts themselves. Writes nothing."""
        opened = self._opened(letter, lang)
        merged, _ = self._merged(opened, segments)
        wanted = {segment.key for segment in segments}
        entries = [one for one in merged.entries if not one.obsolete and one.msgstr and one.key in wanted]
        stale = {one.key: one.previous for one in entries if one.previous and states.is_stale(one)}
        return Beside(
            frozenset(one.key for one in entries if one.fuzzy and one.key not in stale),
            frozenset(
                one.key for one in entries if states.by_hand(one, opened.found.get(one.key, states.History()))
            ),
            stale,
        )

    def foresee(
        self, letter: str, lang: str, segments: Sequence[Segment], events: Iterable[Event]
    ) -> tuple[tuple[Event, ...], dict[Key, Standing]]:
        """What `apply` would journal now, and what would hold then. Writes nothing; raises like `apply`."""
        prepared = [self._prepared(event) for event in events]
        opened = self._opened(letter, lang)
        admitted = self._admit(opened, segments, prepared)
        opened.catalog = _without_fuzzy(opened.catalog, _decided(prepared))
        return tuple(admitted), self._standings(opened, segments)

    def fingerprint(self, letter: str, lang: str) -> str:
        """SHA-256 over the bytes from which the standings of a letter in one language follow."""
        digest = hashlib.sha256()
        for path in (self.catalog_path(letter, lang), self.journal_path(letter, lang)):
            data = self._read(path)
            digest.update(b"-" if data is None else b"%d:" % len(data) + data)
        return digest.hexdigest()

    # Writing

    def extract(
        self, letter: str, segments: Sequence[Segment], languages: Iterable[str]
    ) -> dict[str, dict[str, int]]:
        """Writes the template, and merges it into the catalog of each language.

        Returns how many entries are new, stale, obsolete, kept, by language. A file whose bytes would not
        change is not touched.
        """
        counts = {}
        with files.lock(self.project):
            self._write(self.template_path(letter), merge.template(segments, po.header(letter)))
            for lang in languages:
                opened = self._opened(letter, lang, mend=True)
                merged, found = self._merged(opened, segments)
                self._write(merged.path, merged)
                counts[lang] = asdict(found)
        return counts

    def apply(
        self, letter: str, lang: str, segments: Sequence[Segment], events: Iterable[Event]
    ) -> tuple[Event, ...]:
        """Journals events, then brings the catalog up to them. Returns those that the journal took.

        Each takes the form that `states.admit` gives it: a change to a reviewed text becomes a proposal; what
        is already so is left out. Empty `id`, `at`, `digest` and `was` are filled in. Raises SubmissionError
        for a text that no catalog may hold, UsageError for a name that no journal may, before anything is
        written.
        """
        return self._apply(letter, lang, segments, events)[0]

    def applied(
        self, letter: str, lang: str, segments: Sequence[Segment], events: Iterable[Event]
    ) -> tuple[tuple[Event, ...], dict[Key, Standing]]:
        """`apply`, with what holds then."""
        admitted, opened = self._apply(letter, lang, segments, events)
        return admitted, self._standings(opened, segments)

    def _apply(
        self, letter: str, lang: str, segments: Sequence[Segment], events: Iterable[Event]
    ) -> tuple[tuple[Event, ...], _Open]:
        """See `apply`; with the journal and the catalog as they lie on the disk now."""
        prepared = [self._prepared(event) for event in events]
        with files.lock(self.project):
            opened = self._opened(letter, lang, mend=True)
            admitted = self._admit(opened, segments, prepared)
            data = b"".join(map(journal.line, admitted))
            files.append(self.project / self.journal_path(letter, lang), data)
            opened.catalog = _without_fuzzy(opened.catalog, _decided(prepared))
            opened.catalog, _ = self._merged(opened, segments)
            self._write(opened.catalog.path, opened.catalog)
        return tuple(admitted), opened

    def rebuild(self, letter: str, lang: str, segments: Sequence[Segment]) -> Path | None:
        """Restores a catalog from its journal and the source alone.

        What was edited into it by hand is not in the journal, so that the old file is kept under
        `.openletter/`, beside those of earlier times; returns where, or None where nothing changed.
        """
        path = self.catalog_path(letter, lang)
        with files.lock(self.project):
            opened = self._opened(letter, lang, mend=True, catalog=Catalog(po.header(letter, lang), (), path))
            merged, _ = self._merged(opened, segments)
            before = self._read(path)
            kept = None
            if before is not None and before != po.serialize(merged):
                kept = _free(self.project / ".openletter" / "before-rebuild" / path, before)
                files.write_atomic(kept, before)
            self._write(path, merged)
        return kept

    # Steps

    def _standings(self, opened: _Open, segments: Sequence[Segment]) -> dict[Key, Standing]:
        path = opened.catalog.path
        merged, _ = self._merged(opened, segments)
        lines = {entry.key: entry.msgstr_line for entry in opened.catalog.entries}
        entries = {entry.key: entry for entry in merged.entries if not entry.obsolete}
        check, guard = self._check(opened.lang), self._guard(opened.lang)
        return {
            segment.key: states.standing(
                segment,
                opened.found,
                entries.get(segment.key),
                self.people,
                check,
                Place(path, lines.get(segment.key, 0)),
                guard,
            )
            for segment in segments
        }

    def _check(self, lang: str) -> states.Check | None:
        return self._checks(lang) if self._checks else None

    def _guard(self, lang: str) -> states.Check | None:
        return tags_of(lang) if self._checks is checks_of else self._check(lang)

    def _read(self, path: str) -> bytes | None:
        try:
            return (self.project / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DamagedError(
                f"the file cannot be read: {error.strerror}",
                where=Place(path),
                hint="look who may read it, and whether it is a file",
                code="cannot-read",
            ) from error

    def _bytes(self, catalog: Catalog) -> bytes:
        return po.serialize(catalog)

    def _write(self, path: str, catalog: Catalog) -> None:
        data = self._bytes(catalog)
        if data != self._read(path):
            files.write_atomic(self.project / path, data)

    def _opened(self, letter: str, lang: str, mend: bool = False, catalog: Catalog | None = None) -> _Open:
        if mend:
            self._mend(letter, lang)
        events = self.events(letter, lang)
        return _Open(
            letter, lang, catalog or self.catalog(letter, lang), states.histories(events), _by_key(events)
        )

    def _mend(self, letter: str, lang: str) -> None:
        """Clears away what a crash left behind. Only under the lock."""
        path = self.journal_path(letter, lang)
        for file in (path, self.catalog_path(letter, lang)):
            files.sweep((self.project / file).parent)
        torn = files.mend(self.project / path, journal.whole)
        if torn:
            self.told.append(
                Finding(
                    "torn-line",
                    Severity.WARNING,
                    Place(path),
                    f"the last line of the journal was cut off, at a time when it was not yet acknowledged; "
                    f"its {len(torn)} bytes are in {PurePosixPath(path).name}.torn beside it",
                    "hand in again what was being handed in when the machine stopped",
                )
            )

    def _merged(self, opened: _Open, segments: Sequence[Segment]) -> tuple[Catalog, merge.Counts]:
        return merge.merge(opened.catalog, segments, *self._decisions(opened))

    def _decisions(self, opened: _Open) -> tuple[dict[Key, str], dict[Key, str]]:
        """The text that holds for each key that the journal knows; the origin of each that is a draft."""
        known = states.settle(opened.found, opened.catalog.entries)
        drafts = {
            key: " ".join(one.current.origin.split())
            for key, one in opened.found.items()
            if one.current
            and one.current.kind is Kind.DRAFT
            and one.current.msgstr == known[key]
            and known[key] not in one.written
        }
        return known, drafts

    def _prepared(self, event: Event) -> Event:
        """An event with a clean text and name, an id and a day."""
        nameless = event.kind is Kind.DRAFT or (event.kind is Kind.TEXT and not event.by)
        return replace(
            event,
            id=event.id or self._new_id(),
            at=event.at or self._today(),
            by=event.by if nameless else journal.check_name(event.by),
            msgstr=po.clean_text(event.msgstr),
        )

    def _admit(self, opened: _Open, segments: Sequence[Segment], events: Iterable[Event]) -> list[Event]:
        by_key = {segment.key: segment for segment in segments}
        entries = opened.entries()
        check, guard = self._check(opened.lang), self._guard(opened.lang)
        admitted: list[Event] = []
        for event in events:
            key = event.key
            segment, entry = by_key.get(key), entries.get(key)
            taken = states.admit(event, segment, opened.found, entry, self.people, check, self._new_id, guard)
            if taken:
                admitted += taken
                opened.events.setdefault(key, []).extend(taken)
                opened.found[key] = states.history(opened.events[key])
        return admitted


def _by_key(events: Iterable[Event]) -> dict[Key, list[Event]]:
    found: dict[Key, list[Event]] = {}
    for event in events:
        found.setdefault(event.key, []).append(event)
    return found


def _decided(events: Iterable[Event]) -> set[Key]:
    """The keys whose text somebody writes or approves."""
    return {event.key for event in events if event.kind in (Kind.TEXT, Kind.APPROVE)}


def _without_fuzzy(catalog: Catalog, decided: set[Key]) -> Catalog:
    """The catalog without the mark of doubt on texts that somebody has just written or approved."""
    if not any(entry.fuzzy and entry.key in decided for entry in catalog.entries):
        return catalog
    return replace(
        catalog,
        entries=tuple(
            replace(entry, flags=tuple(flag for flag in entry.flags if flag != "fuzzy"))
            if entry.key in decided and entry.fuzzy and not states.is_stale(entry)
            else entry
            for entry in catalog.entries
        ),
    )


def _free(path: Path, data: bytes) -> Path:
    """The path, or one beside it with a number, that no other file has."""
    number, found = 1, path
    while found.exists() and found.read_bytes() != data:
        number += 1
        found = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return found


def _safe_letter(letter: str) -> str:
    """A letter's name, which may have come from the header of a submission, as a path that stays inside."""
    bad = _NO_PATH if os.name == "nt" else _NO_PATH_ANYWHERE
    if bad.search(letter) or any(not part or part.startswith(".") for part in letter.split("/")):
        raise UsageError(f"{letter[:80]!r} is no letter's name", hint="name it as it lies under source/")
    return letter


def _safe_lang(lang: str) -> str:
    if not _LANG.fullmatch(lang):
        raise UsageError(f"{lang[:40]!r} is no language's code", hint="such as fr or zh")
    return lang
