"""Which entries of a letter a person means: by number, by words, or by the id of what waits. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from openletter.errors import UsageError
from openletter.model import Event, Key, Segment, Standing

_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry, and the text of it that was named, if one was."""

    number: int
    """Counted from 1, in the order of the letter."""
    segment: Segment
    event: Event | None = None
    current: bool = False
    """Whether the text that holds was named, by its id."""


@dataclass(slots=True)
class Decision:
    """What somebody decides on the chosen entries, and why nothing is decided on the rest."""

    events: list[Event] = field(default_factory=list)
    left: list[tuple[Choice, str]] = field(default_factory=list)
    unsure: int = 0
    """Entries that nobody named, and that were left because somebody marked their text as unsure."""
    note: str = ""
    """What is to be said of the whole."""


def everything(segments: Sequence[Segment]) -> list[Choice]:
    return [Choice(number, segment) for number, segment in enumerate(segments, 1)]


def choose(
    named: Iterable[str],
    segments: Sequence[Segment],
    standings: Mapping[Key, Standing],
    own: Mapping[Key, Sequence[Event]] = MappingProxyType({}),
) -> list[Choice]:
    """The entries that are named, each by its number (`3` or `#3`), by its source text, by the id of a text
    that holds, waits or is in `own`, or by the beginning of one of these.

    Raises UsageError for what names none, or several.
    """
    all_ = everything(segments)
    found: dict[tuple[int, str], Choice] = {}
    for name in named:
        for choice in _named(name, all_, standings, own):
            found[choice.number, choice.event.id if choice.event else ""] = choice
    return list(found.values())


def _named(
    name: str,
    all_: Sequence[Choice],
    standings: Mapping[Key, Standing],
    own: Mapping[Key, Sequence[Event]],
) -> list[Choice]:
    number = re.fullmatch(r"#?([0-9]{1,9})", name)
    if number and 1 <= int(number[1]) <= len(all_):
        return [all_[int(number[1]) - 1]]
    exact = [one for one in all_ if one.segment.msgid == name]
    if exact:
        return exact
    if len(name) >= _SHORTEST:
        by_id = [found for one in all_ for found in _of_id(name, one, standings[one.segment.key], own)]
        beginning = [one for one in all_ if one.segment.msgid.startswith(name)]
        for found in (by_id, beginning):
            if len(found) == 1:
                return found
            if found:
                raise UsageError(
                    f"“{name[:60]}” names {len(found)} entries", hint="give more of it, or the entry's number"
                )
    raise UsageError(
        f"“{name[:60]}” names no entry",
        hint="give its number, or the beginning of its source text: openletter review history shows both",
    )


def _of_id(
    name: str, one: Choice, standing: Standing, own: Mapping[Key, Sequence[Event]]
) -> Iterator[Choice]:
    """The texts of an entry whose id begins so."""
    events = {event.id: event for event in (*own.get(standing.key, ()), *standing.pending)}
    events.pop(standing.event, None)
    yield from (Choice(one.number, one.segment, events[id_]) for id_ in events if id_.startswith(name))
    if standing.event.startswith(name):
        yield Choice(one.number, one.segment, current=True)
