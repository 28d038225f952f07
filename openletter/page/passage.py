"""What a reviewer sees of a letter: which passages, in which state, what remains to be done. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

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
    """One passage as a list shows it to a visitor."""

    id: str
    number: int
    """From 1, in the order of the letter."""
    segment: Segment
    standing: Standing
    part: Part
    text: str
    """What holds, or the words kept for a person."""
    waiting: tuple[Event, ...] = ()
    """Texts that wait for a person, each once, without the one that holds."""
    mine: bool = False
    """Whether the visitor stands behind it."""
    wants: bool = False
    """Whether there is something for the visitor to do here."""
    flags: int = 0
    comments: int = 0
    unsent: bool = False
    skipped: bool = False
    shows: tuple[str, ...] = ()
    """The filters that let it through."""

    @property
    def state(self) -> State:
        return self.standing.state

    @property
    def face(self) -> Hashable:
        """All that a list shows of it; what has the same face looks the same."""
        return (
            *(self.segment.key, self.number, self.part, self.state, self.text, len(self.waiting)),
            *(self.mine, self.flags, self.comments, self.unsent, self.skipped),
        )

    @property
    def source(self) -> list[Piece]:
        return pieces(self.segment.msgid)

    @property
    def pieces(self) -> list[Piece]:
        return pieces(self.text)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline."""

    id: str
    number: int
    level: int
    text: str
    """The message of the heading."""
    open: int
    """Passages from here to the next heading in which the visitor has something to do."""

    @property
    def words(self) -> list[Piece]:
        return pieces(self.text)

    @property
    def face(self) -> Hashable:
        return self.id, self.number, self.level, self.text, self.open


FILTERS: Mapping[str, Callable[[Passage], bool]] = {
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


@dataclass(frozen=True)
class Board:
    """The passages of a room as a stranger would see them, who approves or does not.

    What belongs to one visitor is put over it (`passages`), so that a request costs what is that visitor's.
    """

    room: Room
    plain: Mapping[bool, Sequence[Passage]]
    people: Mapping[str, frozenset[int]]
    """Whoever stands behind something, or proposed it → the places of those passages."""


def board(room: Room, last: Board | None = None) -> Board:
    """The board of a room; passages in which nothing has changed are taken from the `last` one."""
    segments = room.read.segments
    if last and last.room.read is room.read:
        before = last.plain[True]
        changed = [
            place
            for place, (old, one) in enumerate(zip(before, segments, strict=True))
            if old.standing is not room.standings[one.key] or old.text != room.shown(one)
        ]
        plain = {approves: [*last.plain[approves]] for approves in (True, False)}
        people = {name: set(places.difference(changed)) for name, places in last.people.items()}
    else:
        changed, plain, people = [*range(len(segments))], {True: [], False: []}, {}
    for approves, all_ in plain.items():
        for place in changed:
            all_[place : place + 1] = [_plain(place + 1, segments[place], room, approves)]
    for place in changed:
        standing = room.standings[segments[place].key]
        for name in (*standing.people, *(event.by for event in standing.pending)):
            people.setdefault(person(name), set()).add(place)
    return Board(room, plain, {name: frozenset(places) for name, places in people.items()})


def _plain(number: int, one: Segment, room: Room, approves: bool) -> Passage:
    standing = room.standings[one.key]
    waiting = {each.msgstr: each for each in standing.pending if each.msgstr != standing.msgstr}
    return _shown(
        Passage(
            id=passage_id(one.key),
            number=number,
            segment=one,
            standing=standing,
            part=part(room.read.shape, one.key),
            text=room.shown(one),
            waiting=tuple(waiting.values()),
            wants=_wants(standing, "", approves),
        )
    )


def passages(on: Board, around: Around) -> list[Passage]:
    """All passages of a letter, in its order, as a visitor sees them."""
    all_ = list(on.plain[around.visitor.approves])
    keys = {*around.typed, *around.remarks, *around.skipped}
    places = {on.room.read.places[key] for key in keys if key in on.room.read.places}
    for place in places | on.people.get(around.visitor.person, frozenset()):
        all_[place] = _own(all_[place], on.room, around)
    return all_


def _own(one: Passage, room: Room, around: Around) -> Passage:
    key, standing, me = one.segment.key, one.standing, around.visitor.person
    remarks = around.remarks.get(key, ())
    skipped = around.skipped.get(key)
    return _shown(
        replace(
            one,
            mine=any(person(name) == me for name in standing.people),
            wants=_wants(standing, me, around.visitor.approves),
            flags=sum(each.kind == FLAG and not each.settled for each in remarks),
            comments=sum(each.kind != FLAG and not each.settled for each in remarks),
            unsent=key in around.typed,
            skipped=skipped is not None and skipped == room.base(one.segment),
        )
    )


def _shown(one: Passage) -> Passage:
    return replace(one, shows=tuple(name for name, keep in FILTERS.items() if keep(one)))


def _wants(standing: Standing, me: str, approves: bool) -> bool:
    """Whether somebody can bring a passage further."""
    if approves and any(person(one.by) != me for one in standing.pending):
        return True
    if standing.state <= State.DRAFT:
        return True
    mine = any(person(name) == me for name in standing.people)
    return approves and standing.state is State.TRANSLATED and not mine


def counts(all_: Sequence[Passage]) -> Mapping[str, int]:
    """How many passages each filter lets through."""
    found = Counter(name for one in all_ for name in one.shows)
    return {name: found[name] for name in FILTERS}


def chosen(all_: Sequence[Passage], show: str, query: str) -> list[Passage]:
    """Those that a filter and a search leave."""
    words = query.casefold().split()
    found = [one for one in all_ if show in one.shows]
    if not words:
        return found
    return [one for one in found if _holds(f"{one.segment.msgid}\n{one.text}".casefold(), words)]


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def window(found: Sequence[Passage], at: int) -> tuple[int, int]:
    """Which of the passages stand on the page that holds the number `at`: from, to (exclusive)."""
    place = next((index for index, one in enumerate(found) if one.number >= at), max(len(found) - 1, 0))
    start = place // WINDOW * WINDOW
    return start, min(start + WINDOW, len(found))


def runs(all_: Sequence[Passage]) -> list[tuple[State, int, int]]:
    """Neighbours in one state: the state, where they begin (from 0), and how many they are."""
    found, start = [], 0
    for state, group in groupby(all_, key=lambda one: one.standing.state):
        length = sum(1 for _ in group)
        found.append((state, start, length))
        start += length
    return found


def following(all_: Sequence[Passage], after: int) -> Passage | None:
    """The next passage with something to do, after the number `after`, and then from the beginning."""
    turned = chain(all_[after:], all_[: max(after - 1, 0)])
    return next((one for one in turned if one.wants and not one.skipped), None)


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
        Heading(one.id, one.number, max(one.part.level, 1), one.segment.msgid, count)
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
    counts = Counter(int(one.standing.state) for one in all_)  # an int is hashed sooner than its name
    return Progress(
        {state: counts[int(state)] for state in State},
        len(all_),
        sum(bool(one.waiting) for one in all_),
        sum(one.wants for one in all_),
    )
