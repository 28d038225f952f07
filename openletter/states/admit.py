"""What goes into the journal for something that a person or an engine puts forward now.

The rules that need to know what holds at this moment, under the lock: a change to a reviewed text by somebody
else is a proposal, a text handed in unchanged is an approval, a machine's draft never replaces a person's
words, and what would be written over although no journal has it goes into the journal first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from openletter.model import Entry, Event, Key, Kind, Segment, Standing, State
from openletter.segment import digest
from openletter.states.history import ALONE, History, person
from openletter.states.standing import Check, by_hand, standing

CATALOG = "catalog"
"""The origin of a text that was edited into a catalog by hand and is now written over, or approved."""

_NOTHING = History()


def admit(
    event: Event,
    segment: Segment | None,
    found: Mapping[Key, History],
    entry: Entry | None,
    people: int,
    check: Check | None,
    new_id: Callable[[], str],
    guard: Check | None = None,
) -> tuple[Event, ...]:
    """The events to journal: none, or `event` in the form that it takes, with what must come before it.

    `segment` is None where the source no longer has the message: then a text waits as a proposal. `event.was`
    may name the text that the person saw, which makes a conflict where another one holds by now.
    """
    history = found.get(event.key, _NOTHING)
    if event.kind is Kind.REJECT:
        return (event,) if event.was else ()
    if not event.msgstr:
        return ()
    if segment is None:
        return _without_source(event, history)
    now = standing(segment, found, entry, people, check, guard=guard)
    event = replace(event, digest=event.digest or digest(segment, event.msgstr))
    kind = _kind(event, now, history, people)
    if kind is None:
        return ()
    before: tuple[Event, ...] = ()
    current = history.current.id if history.current else ""
    if entry and by_hand(entry, history) and kind in (Kind.TEXT, Kind.APPROVE, Kind.DRAFT):
        text, stamp = entry.msgstr, digest(segment, entry.msgstr)
        found_there = Event(
            new_id(), event.at, Kind.TEXT, "", *event.key, text, stamp, current, origin=CATALOG
        )
        before, current = (found_there,), found_there.id
    event = replace(event, kind=kind)
    return (*before, replace(event, was=_base(event, history, current)))


def _base(event: Event, history: History, current: str) -> str:
    """The id of the text that an event replaces: what the person saw, where that does not hold any more."""
    if event.kind not in (Kind.TEXT, Kind.PROPOSE, Kind.HOLD):
        return current
    seen = history.texts.get(event.was)
    holds = history.texts.get(current)
    return event.was if seen is not None and holds is not None and seen != holds else current


def _without_source(event: Event, history: History) -> tuple[Event, ...]:
    if event.kind not in (Kind.TEXT, Kind.PROPOSE, Kind.HOLD) or _waits_already(event, history):
        return ()
    current = history.current.id if history.current else ""
    kind = Kind.HOLD if event.kind is Kind.HOLD else Kind.PROPOSE
    return (replace(event, kind=kind, was=current),)


def _kind(event: Event, now: Standing, history: History, people: int) -> Kind | None:
    """The kind that an event takes; None where there is nothing to journal."""
    if event.kind is Kind.DRAFT:
        free = now.state in (State.MISSING, State.STALE) or _is_machine_s(now, history)
        return Kind.DRAFT if free and event.msgstr != now.msgstr else None
    one = person(event.by)
    if event.msgstr == now.msgstr:
        stands = one in map(person, history.behind.get(event.digest, ()))
        return None if stands and event.origin != ALONE else Kind.APPROVE
    if event.kind is Kind.APPROVE:
        return Kind.APPROVE if _others_wait(event, history) or _lost_wait(event, history) else None
    if event.kind is Kind.TEXT and _others_wait(event, history, but=Kind.HOLD):
        return Kind.APPROVE
    kind = event.kind
    others = [name for name in now.people if person(name) != one]
    if kind is Kind.TEXT and now.state is State.REVIEWED and len(others) >= people:
        # it is reviewed without this person too, who may have approved it just to change it
        kind = Kind.PROPOSE
    return None if kind is not Kind.TEXT and _waits_already(event, history) else kind


def _is_machine_s(now: Standing, history: History) -> bool:
    current = history.current
    return now.state is State.DRAFT and bool(
        current and current.kind is Kind.DRAFT and now.event == current.id
    )


def _others_wait(event: Event, history: History, but: Kind | None = None) -> bool:
    """Whether the same text by somebody else waits for a person."""
    return any(
        waiting.msgstr == event.msgstr
        and waiting.kind is not but
        and (event.origin == ALONE or person(waiting.by) != person(event.by))
        for waiting in history.pending
    )


def _lost_wait(event: Event, history: History) -> bool:
    """Whether the text lost a conflict: whoever wrote it may take it up again."""
    return any(
        waiting.msgstr == event.msgstr and waiting.kind in (Kind.TEXT, Kind.APPROVE)
        for waiting in history.pending
    )


def _waits_already(event: Event, history: History) -> bool:
    return any(
        waiting.msgstr == event.msgstr and person(waiting.by) == person(event.by)
        for waiting in history.pending
    )
