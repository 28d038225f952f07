"""How far the translations of a letter are: states, who did what, what waits for whom. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openletter import states
from openletter.model import Event, Finding, Key, Kind, Segment, Standing, State
from openletter.review.fallen import Fallen
from openletter.signals import Suspect


@dataclass(frozen=True, slots=True)
class Waiting:
    """A text that waits for a person other than `by`."""

    number: int
    segment: Segment
    event: Event

    @property
    def what(self) -> str:
        return _WHAT.get(self.event.kind, "the losing text of a conflict")


_WHAT = {Kind.HOLD: "held by a check", Kind.PROPOSE: "a proposal"}


@dataclass(frozen=True, slots=True)
class Unfit:
    """A text that is not printed, with one reason."""

    number: int
    segment: Segment
    finding: Finding


@dataclass(frozen=True, slots=True)
class Status:
    """One letter in one language."""

    letter: str
    lang: str
    counts: Mapping[State, int]
    """Of all five states; they sum to the segments."""
    held: int
    waiting: tuple[Waiting, ...]
    second: Mapping[tuple[str, ...], int]
    """People who stand behind a translated text → how many such texts wait for somebody else."""
    people: Mapping[str, int]
    """Everybody who stands behind a text that holds → how many."""
    fell: tuple[Fallen, ...]
    suspects: tuple[Suspect, ...] = ()
    """Drafts in which something is suspect, the worst first."""
    unfit: tuple[Unfit, ...] = ()
    """Texts that a check refuses or would hold, such as were edited into the catalog by hand."""
    work: Mapping[State, int] = field(default_factory=dict)
    """What is to be done for anybody: as `counts`, without missing texts for which one waits already."""

    @property
    def share(self) -> float:
        """How far it is: 0 for nothing there, 1 for all reviewed."""
        whole = sum(self.counts.values()) or 1
        return sum(state * count for state, count in self.counts.items()) / (State.REVIEWED * whole)

    def json(self) -> dict[str, int]:
        return {**{state.label: self.counts[state] for state in State}, "held": self.held}


def status(
    letter: str,
    lang: str,
    segments: Sequence[Segment],
    standings: Mapping[Key, Standing],
    fell: Sequence[Fallen] = (),
    suspects: Sequence[Suspect] = (),
) -> Status:
    found = [standings[one.key] for one in segments]
    counts = Counter(one.state for one in found)
    waiting = tuple(
        Waiting(number, segment, event)
        for number, segment in enumerate(segments, 1)
        for event in standings[segment.key].pending
    )
    return Status(
        letter,
        lang,
        {state: counts[state] for state in State},
        len(waiting),
        waiting,
        Counter(one.people for one in found if one.state is State.TRANSLATED),
        Counter(name for one in found for name in one.people),
        tuple(fell),
        tuple(suspects),
        tuple(
            Unfit(number, segment, finding)
            for number, segment in enumerate(segments, 1)
            for finding in states.unfit(standings[segment.key])
        ),
        Counter(one.state for one in found if one.state is not State.MISSING or not one.pending),
    )


def worst_first(found: Sequence[Status]) -> list[Status]:
    """In the order in which they need work."""
    return sorted(found, key=lambda one: (one.share, -one.held, one.letter, one.lang))
