"""The one passage that is open: everything that helps to judge it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openletter import markup, signals
from openletter.checks.base import shown
from openletter.checks.terms import standing
from openletter.model import Event, Finding, State
from openletter.page.ask import Ask
from openletter.page.desk import Outcome, Room
from openletter.page.kept import Remark, Typed
from openletter.page.passage import Around, Passage
from openletter.page.pieces import Chip, Piece, changed, chips, pieces
from openletter.states import person


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that waits for a person."""

    event: Event
    pieces: Sequence[Piece]
    """As a change of the text that holds, if there is one."""
    own: bool
    """Whether the visitor put it forward, and somebody else must decide."""
    findings: Outcome
    """What the checks say of it."""
    former: bool
    """Whether it is for words that the original had before, so that it cannot be approved."""


@dataclass(frozen=True, slots=True)
class Help:
    """A text that can be taken over with one key. `kind`: `term`, `quotation`, `memory`."""

    kind: str
    source: str
    target: str
    about: str = ""
    """The document of a quotation; where in the project a text of the memory stands."""
    score: int = 0
    """Likeness of the sources in per cent, for the memory."""


@dataclass(frozen=True, slots=True)
class Opened:
    passage: Passage
    text: str
    """What stands in the field: what was typed, else the text that is there."""
    base: str
    """The digest of the text that the visitor began from."""
    version: int
    typed: Typed | None
    conflict: Sequence[Piece] | None
    """What the text has become since the visitor began to type, as a change; None where it is the same."""
    chips: Sequence[Chip]
    meanings: Mapping[str, str]
    """The name of each tag → what it stands for."""
    stale: Sequence[Piece] | None
    """How the source has changed since its translation, word by word."""
    waiting: Sequence[Waiting]
    help: Sequence[Help]
    remarks: Sequence[Remark]
    findings: Outcome
    """What the checks say of the text in the field."""
    catalog: Sequence[Finding]
    """Why the text that stands in the catalog is not published, if so."""
    undo: Event | None
    suspect: Sequence[str]
    """What is suspect in a machine's draft, the gravest first."""


def opened(ask: Ask, room: Room, around: Around, one: Passage) -> Opened:
    """`one` with what helps; reads the termbase and the journal."""
    desk, key = ask.site.desk, one.segment.key
    typed = around.typed.get(key)
    if typed and typed.text == one.text and typed.base == room.base(one.segment):
        typed = None
    text = typed.text if typed else one.text
    base = typed.base if typed else room.base(one.segment)
    entry = room.entries.get(key)
    previous = entry.previous if entry and one.state is State.STALE else None
    voice = ask.site.speaks(ask.visitor, ask.accepts)
    tags = chips(one.segment, room.lang, room.read.notes.get(key, ()))
    return Opened(
        passage=one,
        text=text,
        base=base,
        version=typed.version if typed else 0,
        typed=typed,
        conflict=changed(text, one.text) if typed and base != room.base(one.segment) else None,
        chips=tags,
        meanings={chip.name: chip.meaning for chip in tags},
        stale=changed(previous[1], one.segment.msgid) if previous else None,
        waiting=[_waiting(ask, room, event, one, around) for event in one.waiting],
        help=_help(ask, room, one),
        remarks=around.remarks.get(key, ()),
        findings=desk.look(room, key, text, voice.findings),
        catalog=one.standing.findings,
        undo=desk.last_of(room, key, around.visitor.name),
        suspect=_suspect(ask, room, one),
    )


def _waiting(ask: Ask, room: Room, event: Event, one: Passage, around: Around) -> Waiting:
    shown = changed(one.text, event.msgstr) if one.text else pieces(event.msgstr)
    findings = ask.site.desk.look(
        room, event.key, event.msgstr, ask.site.speaks(ask.visitor, ask.accepts).findings
    )
    own = person(event.by) == around.visitor.person
    return Waiting(event, shown, own, findings, event.key != one.segment.key)


def _help(ask: Ask, room: Room, one: Passage) -> list[Help]:
    """Terms and quotations of the project that occur in the source."""
    voice = ask.site.speaks(ask.visitor, ask.accepts)
    context = ask.site.desk.context(room, voice.findings)
    source = one.segment.msgid.casefold()
    found = [
        Help("term", term.source, form.strip())
        for term in standing(markup.plain(one.segment.msgid), context.terms, context.source_lang)
        for form in term.target.split("|")
    ]
    found += [
        Help("quotation", quotation.source, quotation.official, quotation.document)
        for quotation in context.quotations
        if quotation.source and quotation.source.casefold() in source
    ]
    if one.state <= State.DRAFT:
        found += [
            Help("memory", hit.unit.source, hit.text, f"{hit.score} % · {hit.unit.origin}", hit.score)
            for hit in ask.site.helper.like(one.segment, room.read.letter.document.lang, room.lang)
            if hit.text != one.text
        ]
    return found


def _suspect(ask: Ask, room: Room, one: Passage) -> list[str]:
    if one.state is not State.DRAFT:
        return []
    context = ask.site.desk.context(room, ask.site.speaks(ask.visitor, ask.accepts).findings)
    low = signals.lows(room.standings.values())
    return [
        context.say(each.what).format(**{name: shown(value) for name, value in each.values.items()})
        for each in signals.of_draft(one.segment, one.standing, context, low)
    ]
