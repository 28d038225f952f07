"""Who approves what: the texts that a person stands behind without having written them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from openletter.errors import UsageError
from openletter.model import Event, Key, Kind, Standing, State
from openletter.review.choose import Choice, Decision
from openletter.states import ALONE, person


def approvals(
    choices: Iterable[Choice],
    standings: Mapping[Key, Standing],
    by: str,
    named: bool,
    alone: str = "",
    unsure: Collection[Key] = (),
) -> Decision:
    """The approvals that `by` gives.

    Of an entry that was named, it is the text that waits, if what holds is reviewed or nothing does; else the
    text that holds. Of all entries, when none was named, it is the text that holds, and where none does, the
    one that waits; but none of `unsure`, which are marked so in the catalog. `alone` is the reason of a
    publisher without a second person. Raises UsageError where it cannot be told which text of a named entry
    is meant.
    """
    chosen = Decision()
    for choice in choices:
        standing = standings[choice.segment.key]
        if standing.msgstr and standing.key in unsure and not named:
            chosen.unsure += 1
            continue
        text, why = _text(choice, standing, by, named, bool(alone))
        if not text:
            if named or why:
                chosen.left.append((choice, why or "there is no text that could be approved"))
            continue
        chosen.events.append(
            Event(
                *("", "", Kind.APPROVE, by, *choice.segment.key, text, ""),
                origin=ALONE if alone else "",
                why=alone,
            )
        )
    return chosen


def _text(choice: Choice, standing: Standing, by: str, named: bool, alone: bool) -> tuple[str, str]:
    """The text to approve, or why there is none."""
    if choice.event:
        waiting = [choice.event]
    elif choice.current:
        waiting = []
    else:
        waiting = [event for event in standing.pending if event.msgstr != standing.msgstr]
    if not waiting or (not named and standing.msgstr):
        return standing.msgstr, ""
    waiting = [one for one in waiting if one.key == standing.key]
    if not waiting:
        return "", _FORMER
    others = [one for one in waiting if alone or one.kind not in _OWN or person(one.by) != person(by)]
    texts = {one.msgstr: one.id for one in others}
    if standing.msgstr and standing.state is not State.REVIEWED and not choice.event:
        texts[standing.msgstr] = standing.event
    if not texts:
        return "", "it waits for another person than the one who handed it in"
    if len(texts) == 1:
        return next(iter(texts)), ""
    if not named:
        return "", "several texts wait"
    ids = ", ".join(sorted(one[:8] for one in texts.values() if one))
    raise UsageError(
        f"entry {choice.number} has several texts that could be meant",
        hint=f"name the one that is right by its id: {ids}; openletter review history shows them",
    )


_FORMER = (
    "it was written for the words that the original had before: bring it up to the new words in a new export,"
    " and hand that in"
)

_OWN = (Kind.PROPOSE, Kind.HOLD)
"""What nobody can approve who put it forward."""


Own = Mapping[Key, Sequence[Event]]
"""The texts and approvals of one person, by the key of their message."""


def own_words(events: Iterable[Event], by: str) -> Own:
    """What `by` put forward or approved, and has not taken back."""
    mine = [event for event in events if person(event.by) == person(by)]
    gone = {event.was for event in mine if event.kind is Kind.REJECT}
    own: dict[Key, list[Event]] = {}
    for event in mine:
        if event.kind not in (Kind.DRAFT, Kind.REJECT) and event.id not in gone:
            own.setdefault(event.key, []).append(event)
    return own


def rejections(
    choices: Iterable[Choice],
    standings: Mapping[Key, Standing],
    by: str,
    why: str,
    own: Own = MappingProxyType({}),
) -> list[Event]:
    """What waits of the chosen entries, as rejected by a person.

    Where a text was named by its id, and it or an approval of it is the person's own, it is what the person
    has said for that text, which is in `own`. A number never takes an own text back: said twice, it would
    take away the text that stands once nothing waits. What others said stands.
    """
    found: dict[str, Event] = {}
    for choice in choices:
        standing = standings[choice.segment.key]
        mine = own.get(choice.segment.key, ())
        if choice.event and choice.event not in mine:
            found[choice.event.id] = choice.event
        elif standing.pending and not (choice.event or choice.current):
            found |= {event.id: event for event in standing.pending}
        elif choice.event or any(event.id == standing.event for event in mine if choice.current):
            text = choice.event.msgstr if choice.event else standing.msgstr
            found |= {event.id: event for event in mine if event.msgstr == text}
    return [
        Event("", "", Kind.REJECT, by, *event.key, event.msgstr, event.digest, was=event.id, why=why)
        for event in found.values()
    ]
