"""Whose a text is that stands in a catalog and of which the journal knows nothing. Pure.

Such a text was edited in by hand, or pushed by a tool such as Weblate. It counts as translated by nobody
known, until somebody stands behind it here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from openletter.model import Event, Key, Kind, Standing
from openletter.review.choose import Choice, Decision
from openletter.review.reading import Submission
from openletter.states import CATALOG, person, unfit


def by_hand(
    choices: Iterable[Choice],
    standings: Mapping[Key, Standing],
    by: str,
    named: bool,
    unsure: Collection[Key] = (),
    edited: Collection[Key] = (),
) -> Decision:
    """Every text that no line of the journal has, as the work of `by`.

    One of `unsure`, which are marked so in the catalog, only where it was named: the mark says that nobody
    stands behind it. One of `edited`, which the catalog has and the journal has not, is left with the reason
    where a check refuses it or would hold it: it is not printed either.
    """
    adopted = Decision()
    for choice in choices:
        standing = standings[choice.segment.key]
        why = _unfit(standing) if standing.key in edited else ""
        if why or (standing.msgstr and not standing.event):
            if standing.key in unsure and not named:
                adopted.unsure += 1
            elif why:
                adopted.left.append((choice, why))
            else:
                adopted.events.append(_event(standing, by, CATALOG))
        elif named:
            adopted.left.append((choice, _why(standing)))
    return adopted


def approved(
    choices: Iterable[Choice],
    standings: Mapping[Key, Standing],
    by: str,
    named: bool,
    submission: Submission,
    unsure: Collection[Key] = (),
    edited: Collection[Key] = (),
) -> Decision:
    """Every text that a file marks as approved (XLIFF 1, as Weblate exports it), as approved by `by`.

    Only a text that stands in the catalog word for word; another one has to be handed in. One that `by`
    stands behind already is passed over; `unsure` and `edited` as with `by_hand`.
    """
    marked = {entry.key: entry.text for entry in submission.entries if entry.approved}
    adopted = Decision()
    if not marked.keys() & standings.keys():
        adopted.note = "the file marks no passage of this letter as approved"
    for choice in choices:
        standing, text = standings[choice.segment.key], marked.get(choice.segment.key)
        if text is None or person(by) in map(person, standing.people):
            continue
        if text != standing.msgstr:
            why = _unfit(standing) if standing.key in edited else ""
            other = "the file has another text than the catalog: hand it in first"
            adopted.left.append((choice, why or other))
        elif standing.key in unsure and not named:
            adopted.unsure += 1
        else:
            adopted.events.append(_event(standing, by, submission.format))
    return adopted


def _unfit(standing: Standing) -> str:
    """Why the text that was edited into the catalog is not printed; "" where it is."""
    return next((f"the text in the catalog is not printed: {one.what}" for one in unfit(standing)), "")


def _event(standing: Standing, by: str, origin: str) -> Event:
    return Event("", "", Kind.TEXT, by, *standing.key, standing.msgstr, "", origin=origin)


def _why(standing: Standing) -> str:
    return (
        "the journal knows its text already" if standing.event else "there is no text that could be adopted"
    )
