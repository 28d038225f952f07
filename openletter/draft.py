"""Machine drafts for what a catalog lacks: put forward as events, never as anybody's text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openletter import checks, journal, segment, signals
from openletter.checks import Context
from openletter.model import Event, Key, Kind, Place, Segment, Severity, Standing, State

NO_REASONS: Mapping[Key, str] = {}
NO_CONFIDENCE: Mapping[Key, float | None] = {}


@dataclass(frozen=True, slots=True)
class Left:
    """A message that got no draft, and why."""

    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class Drafts:
    """What drafting one letter in one language gave: events to apply, and what is left for a person."""

    events: tuple[Event, ...] = ()
    left: tuple[Left, ...] = field(default=())


def wanted(
    segments: Sequence[Segment], standings: Mapping[Key, Standing], redo: bool = False
) -> Iterator[tuple[Segment, Standing]]:
    """The messages to draft: missing and stale ones, with `redo` those that only a machine stands behind."""
    for one in segments:
        standing = standings[one.key]
        if standing.state in (State.MISSING, State.STALE) or (redo and standing.state is State.DRAFT):
            yield one, standing


def drafts(
    segments: Sequence[Segment],
    standings: Mapping[Key, Standing],
    texts: Mapping[Key, str],
    origin: str,
    context: Context,
    redo: bool = False,
    reasons: Mapping[Key, str] = NO_REASONS,
    confidence: Mapping[Key, float | None] = NO_CONFIDENCE,
) -> Drafts:
    """Events for the texts of an engine named `origin` (“argos en_fr 1.9”).

    A text that a check refuses, such as one without a tag, is left out with the reason; `reasons` says why
    there is no text for others, `confidence` how sure the engine was.
    """
    events: list[Event] = []
    left: list[Left] = []
    for one, standing in wanted(segments, standings, redo):
        text = texts.get(one.key, "")
        why = _refused(one, text, context) if text else reasons.get(one.key, "the engine gave no text")
        if why:
            left.append(Left(one.places[0], why))
        elif text != standing.msgstr:
            events.append(event(one, text, origin, standing.event, confidence.get(one.key)))
    return Drafts(tuple(events), tuple(left))


def event(one: Segment, text: str, origin: str, was: str = "", confidence: float | None = None) -> Event:
    """The event of one machine draft; `why` says how sure the engine was, where it told."""
    return Event(
        id=journal.new_id(),
        at=journal.today(),
        kind=Kind.DRAFT,
        by="",
        msgctxt=one.msgctxt,
        msgid=one.msgid,
        msgstr=text,
        digest=segment.digest(one, text),
        was=was,
        origin=origin,
        why="" if confidence is None else signals.written(confidence),
    )


def _refused(one: Segment, text: str, context: Context) -> str:
    found = checks.check(one, text, context, one.places[0])
    return "; ".join(finding.what for finding in found if finding.severity is Severity.REFUSE)
