"""What a reviewer is given: each message with its text, its state, and what helps to judge it.

What is said beside a message is said in the language of the translation, which the reviewer knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openletter import markup, po
from openletter.checks.terms import standing
from openletter.merge import comments
from openletter.model import Catalog, Entry, Key, Segment, Standing, State, Term
from openletter.review import words
from openletter.review.difference import difference
from openletter.segment import digest

BASE = "base: "
"""How the comment begins that gives the digest of the text at the time of the export."""

_STATES = {
    State.MISSING: "not yet translated",
    State.STALE: "the source has changed since this was translated: bring the translation up to it",
    State.DRAFT: "a draft that nobody stands behind: correct it, then take away the mark that it is unsure"
    " (“needs work”, “fuzzy”)",
    State.TRANSLATED: "translated, and waits for a second reader: read it, then take away the mark that it is"
    " unsure (“needs work”, “fuzzy”)",
    State.REVIEWED: "reviewed",
}
_UNFIT = "not published as it stands: read it against the source"


@dataclass(frozen=True, slots=True)
class Match:
    """A translation of a like source text, from the memory."""

    source: str
    target: str
    quality: int
    """Likeness of the sources in per cent."""


@dataclass(frozen=True, slots=True)
class Item:
    """One message of a packet. `text` is "" where there is nothing to start from."""

    segment: Segment
    state: State
    text: str
    base: str
    """The digest of `text`, so that what comes back can be told from what was there."""
    previous: Key | None = None
    """The source text that `text` translates, where it is stale."""
    proposals: tuple[str, ...] = ()
    """Texts that wait for a second person. Whose they are is not told."""
    terms: tuple[tuple[str, str], ...] = ()
    matches: tuple[Match, ...] = ()
    suspect: tuple[str, ...] = ()
    """What is suspect in a machine's draft (see `openletter.signals`), the gravest first."""

    @property
    def stands(self) -> bool:
        """Whether the text goes out as one that needs nobody more.

        A text that waits for a second reader does not: it would come back as read by whoever hands in the
        file, also where they have never looked at it.
        """
        return bool(self.text) and self.state is State.REVIEWED


@dataclass(frozen=True, slots=True)
class Packet:
    letter: str
    lang: str
    source_lang: str
    items: tuple[Item, ...]


def packet(
    letter: str,
    lang: str,
    source_lang: str,
    segments: Sequence[Segment],
    standings: Mapping[Key, Standing],
    catalog: Catalog,
    terms: Iterable[Term] = (),
    matches: Mapping[Key, Sequence[Match]] | None = None,
    suspect: Mapping[Key, Sequence[str]] | None = None,
) -> Packet:
    """A packet of every message of a letter, in the order of the letter.

    `catalog` is the one merged with `segments`: it has the words of what is stale or unfit, which no standing
    has. `matches` gives what the memory has for each message, `suspect` what is suspect in drafts.
    """
    entries = {entry.key: entry for entry in catalog.entries if not entry.obsolete}
    terms = tuple(terms)
    return Packet(
        letter,
        lang,
        source_lang,
        tuple(
            _item(
                segment,
                standings[segment.key],
                entries.get(segment.key),
                terms,
                source_lang,
                (matches or {}).get(segment.key, ()),
                (suspect or {}).get(segment.key, ()),
            )
            for segment in segments
        ),
    )


def _item(
    segment: Segment,
    standing: Standing,
    entry: Entry | None,
    terms: tuple[Term, ...],
    source_lang: str,
    matches: Sequence[Match],
    suspect: Sequence[str],
) -> Item:
    text = standing.msgstr or (entry.msgstr if entry else "")
    stale = standing.state is State.STALE and entry is not None
    return Item(
        segment,
        standing.state,
        text,
        digest(segment, text),
        entry.previous if stale and entry else None,
        tuple(dict.fromkeys(event.msgstr for event in standing.pending if event.msgstr != text)),
        _terms(segment.msgid, terms, source_lang),
        tuple(matches),
        tuple(suspect),
    )


def _terms(msgid: str, terms: tuple[Term, ...], source_lang: str) -> tuple[tuple[str, str], ...]:
    """The terms of a message with their renderings, in the order of the message."""
    found = standing(markup.plain(msgid), terms, source_lang)
    return tuple((row.source, " / ".join(part.strip() for part in row.target.split("|"))) for row in found)


def notes(item: Item, lang: str) -> tuple[str, ...]:
    """What a reviewer should know of a message beside its tags and places, a line each, in a language."""
    say = words.of(lang).say
    unfit = item.state is State.MISSING and item.text
    lines = [say("State: {0}").format(say(_UNFIT if unfit else _STATES[item.state]))]
    if item.previous:
        change = difference(item.previous[1], item.segment.msgid)
        lines += [say("Change of the source: {0}").format(change)] if change else []
    lines += [say("Look at it closely: {0}").format(say(what)) for what in item.suspect]
    lines += [say("Proposed, waits for a decision: {0}").format(text) for text in item.proposals]
    lines += [say("Term: {0} → {1}").format(source, target) for source, target in item.terms]
    return tuple(lines)


def memory(item: Item, lang: str) -> tuple[str, ...]:
    """The matches as lines, for formats that have no place of their own for them."""
    line = words.of(lang).say("Memory, {0} %: {1} → {2}")
    return tuple(line.format(one.quality, one.source, one.target) for one in item.matches)


def to_po(whole: Packet) -> bytes:
    """The packet as a PO file. What is still to be read is fuzzy."""
    return po.serialize(
        Catalog(po.header(whole.letter, whole.lang), tuple(_entry(item, whole.lang) for item in whole.items))
    )


def _entry(item: Item, lang: str) -> Entry:
    marks = comments.tags(item.segment, lang, words.of(lang).say)
    flags = ("fuzzy",) if item.text and not item.stands else ()
    lines = (*marks, *notes(item, lang), *memory(item, lang), BASE + item.base)
    return Entry(
        msgctxt=item.segment.msgctxt,
        msgid=item.segment.msgid,
        msgstr=item.text,
        flags=flags + (("ignore-xml-tags",) if marks else ()),
        extracted=tuple(line.replace("\n", " ") for line in lines),
        references=comments.references(item.segment),
        previous=item.previous,
    )
