"""What a reviewer sees of a letter: which passages, in which state, what remains to be done. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from openletter.model import Event, Key, Segment, Standing, State
from openletter.page.desk import Room, passage_id
from openletter.page.kept import FLAG, Aside, Remark, Typed
from openletter.page.people import Visitor
from openletter.page.pieces import Piece, pieces
from openletter.page.shape import Part, part
from openletter.states import person

WINDOW = 40
"""Passages on one page; the outline is that of the whole letter."""


@dataclass(frozen=True)
class Around:
    """What belongs to a visitor in a room, beside the texts."""

    visitor: Visitor
    typed: Mapping[Key, Typed]
    remarks: Mapping[Key, Sequence[Remark]]
    skipped: Mapping[Key, str]
    asides: Sequence[Aside] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage as a list shows it."""

    id: str
    number: int
    """From 1, in the order of the letter."""
    segment: Segment
    standing: Standing
    part: Part
    text: str
    """What holds, or the words kept for a person."""
    mine: bool
    """Whether the visitor stands behind it."""
    wants: bool
    """Whether there is something for the visitor to do here."""
    flags: int
    comments: int
    unsent: bool
    skipped: bool

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def source(self) -> list[Piece]:
        return pieces(self.segment.msgid)

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.text)

    @property
    def waiting(self) -> tuple[Event, ...]:
        """Texts that wait for a person, each once, without the one that holds."""
        found = {one.msgstr: one for one in self.standing.pending if one.msgstr != self.standing.msgstr}
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline."""

    id: str
    number: int
    level: int
    words: list[Piece]
    open: int
    """Passages from here to the next heading in which the visitor has something to do."""


def passages(room: Room, around: Around) -> list[Passage]:
    """All passages of a letter, in its order."""
    shape = room.read.shape
    return [
        _passage(number, one, room, around, part(shape, one.key))
        for number, one in enumerate(room.read.segments, 1)
    ]


def _passage(number: int, one: Segment, room: Room, around: Around, what: Part) -> Passage:
    standing = room.standings[one.key]
    me = around.visitor.person
    mine = any(person(name) == me for name in standing.people)
    remarks = around.remarks.get(one.key, ())
    skipped = around.skipped.get(one.key)
    return Passage(
        id=passage_id(one.key),
        number=number,
        segment=one,
        standing=standing,
        part=what,
        text=room.shown(one),
        mine=mine,
        wants=_wants(standing, mine, around.visitor),
        flags=sum(each.kind == FLAG and not each.settled for each in remarks),
        comments=sum(each.kind != FLAG and not each.settled for each in remarks),
        unsent=one.key in around.typed,
        skipped=skipped is not None and skipped == room.base(one),
    )


def _wants(standing: Standing, mine: bool, visitor: Visitor) -> bool:
    """Whether a visitor can bring a passage further."""
    me = visitor.person
    if visitor.approves and any(person(one.by) != me for one in standing.pending):
        return True
    if standing.state <= State.DRAFT:
        return True
    return visitor.approves and standing.state is State.TRANSLATED and not mine


Filter = Callable[[Passage], bool]

FILTERS: Mapping[str, Filter] = {
    "all": lambda one: True,
    "open": lambda one: one.wants and not one.skipped,
    "missing": lambda one: one.state is State.MISSING,
    "stale": lambda one: one.state is State.STALE,
    "draft": lambda one: one.state is State.DRAFT,
    "translated": lambda one: one.state is State.TRANSLATED,
    "reviewed": lambda one: one.state is State.REVIEWED,
    "waiting": lambda one: bool(one.waiting),
    "flagged": lambda one: one.flags > 0,
    "discussed": lambda one: one.comments > 0,
    "unsent": lambda one: one.unsent,
    "skipped": lambda one: one.skipped,
}
"""What can be shown of a letter, in the order in which it is offered."""


def chosen(all_: Sequence[Passage], show: str, query: str) -> list[Passage]:
    """Those that a filter and a search leave."""
    keep = FILTERS[show]
    words = query.casefold().split()
    return [
        one
        for one in all_
        if keep(one) and all(word in f"{one.segment.msgid}\n{one.text}".casefold() for word in words)
    ]


def window(found: Sequence[Passage], at: int) -> tuple[int, int]:
    """Which of the passages stand on the page that holds the number `at`: from, to (exclusive)."""
    place = next((index for index, one in enumerate(found) if one.number >= at), max(len(found) - 1, 0))
    start = place // WINDOW * WINDOW
    return start, min(start + WINDOW, len(found))


def following(all_: Sequence[Passage], after: int) -> Passage | None:
    """The next passage with something to do, after the number `after`, and then from the beginning."""
    later = [one for one in all_ if one.wants and not one.skipped and one.number != after]
    return next((one for one in later if one.number > after), later[0] if later else None)


def outline(all_: Sequence[Passage]) -> list[Heading]:
    """The headings of a letter, each with what remains to be done below it."""
    found: list[Passage] = []
    counts: list[int] = []
    for one in all_:
        if one.part.kind in ("heading", "title") or not found:
            found.append(one)
            counts.append(0)
        counts[-1] += one.wants
    return [
        Heading(one.id, one.number, max(one.part.level, 1), pieces(one.segment.msgid), count)
        for one, count in zip(found, counts, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a letter is, in one language."""

    counts: Mapping[State, int]
    total: int
    waiting: int
    wants: int

    @property
    def reviewed(self) -> int:
        return self.counts[State.REVIEWED]


def progress(all_: Sequence[Passage]) -> Progress:
    counts = Counter(one.state for one in all_)
    return Progress(
        {state: counts[state] for state in State},
        len(all_),
        sum(bool(one.waiting) for one in all_),
        sum(one.wants for one in all_),
    )
