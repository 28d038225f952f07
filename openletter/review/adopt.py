"""Whose a text is that stands in a catalog and of which the journal knows nothing. Pure.

Such a text was edited in by hand, or pushed by a tool such as Weblate. It counts as translated by nobody
known, until somebody stands behind it here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openletter.model import Event, Key, Kind, Standing
from openletter.review.choose import Choice
from openletter.review.reading import Submission
from openletter.states import person


@dataclass(slots=True)
class Adopted:
    """What somebody stands behind, and why the rest is left."""

    events: list[Event] = field(default_factory=list)
    left: list[tuple[Choice, str]] = field(default_factory=list)


def by_hand(choices: Iterable[Choice], standings: Mapping[Key, Standing], by: str, named: bool) -> Adopted:
    """Every text that no line of the journal has, as the work of `by`."""
    adopted = Adopted()
    for choice in choices:
        standing = standings[choice.segment.key]
        if standing.msgstr and not standing.event:
            adopted.events.append(_event(standing, by, "catalog"))
        elif named:
            adopted.left.append((choice, _why(standing)))
    return adopted


def approved(
    choices: Iterable[Choice], standings: Mapping[Key, Standing], by: str, submission: Submission
) -> Adopted:
    """Every text that a file marks as approved (XLIFF 1, as Weblate exports it), as approved by `by`.

    Only a text that stands in the catalog word for word; another one has to be handed in. One that `by`
    stands behind already is passed over.
    """
    marked = {entry.key: entry.text for entry in submission.entries if entry.approved}
    adopted = Adopted()
    for choice in choices:
        standing, text = standings[choice.segment.key], marked.get(choice.segment.key)
        if text is None or person(by) in map(person, standing.people):
            continue
        if text == standing.msgstr:
            adopted.events.append(_event(standing, by, submission.format))
        else:
            adopted.left.append((choice, "the file has another text than the catalog: hand it in first"))
    return adopted


def _event(standing: Standing, by: str, origin: str) -> Event:
    return Event("", "", Kind.TEXT, by, *standing.key, standing.msgstr, "", origin=origin)


def _why(standing: Standing) -> str:
    return (
        "the journal knows its text already" if standing.event else "there is no text that could be adopted"
    )
