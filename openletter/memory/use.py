"""What the memory is used for: drafts of messages that it has, and notes for reviewers of those like them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openletter import checks, draft
from openletter.checks import Context
from openletter.memory.index import Hit, Memory
from openletter.model import Event, Key, Segment, Severity, Standing, State
from openletter.review.packet import Match


@dataclass(frozen=True, slots=True)
class Filled:
    """What the memory gave: events to apply, and every message that needs no engine any more."""

    events: tuple[Event, ...]
    keys: frozenset[Key]


def fill(memory: Memory, wanted: Iterable[tuple[Segment, Standing]], context: Context) -> Filled:
    """Drafts of the messages that the memory has just so (see `openletter.draft.wanted`).

    They are drafts, however many people stood behind them elsewhere: here nobody has read them yet. `origin`
    says where they stand. A text that a check refuses is not taken; the next best is.
    """
    events: list[Event] = []
    keys: set[Key] = set()
    for segment, standing in wanted:
        hit = next(
            (hit for hit in memory.exact(segment.msgid, segment.msgctxt) if _fits(segment, hit, context)),
            None,
        )
        if hit is None:
            continue
        keys.add(segment.key)
        if hit.text != standing.msgstr:
            events.append(draft.event(segment, hit.text, f"memory: {hit.unit.origin}", standing.event))
    return Filled(tuple(events), frozenset(keys))


def _fits(segment: Segment, hit: Hit, context: Context) -> bool:
    found = checks.check(segment, hit.text, context, segment.places[0])
    return not any(finding.severity is Severity.REFUSE for finding in found)


def matches(
    memory: Memory, segments: Sequence[Segment], standings: Mapping[Key, Standing], most: int = 3
) -> dict[Key, tuple[Match, ...]]:
    """For each message that nobody stands behind: what the memory has that is like it, with its source."""
    found = {}
    for segment in segments:
        standing = standings[segment.key]
        if standing.state >= State.TRANSLATED:
            continue
        hits = memory.fuzzy(segment.msgid, segment.msgctxt, most)
        some = tuple(
            Match(hit.unit.source, hit.text, hit.score) for hit in hits if hit.text != standing.msgstr
        )
        if some:
            found[segment.key] = some
    return found
