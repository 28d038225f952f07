"""What approve, reject and adopt have in common: entries are chosen, and something is decided on them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openletter import files, journal, segment, source
from openletter.cli import base
from openletter.cli.review import telling
from openletter.model import Event, Key, Segment, Standing, State
from openletter.review.approve import Own, own_words
from openletter.review.choose import Choice, Decision, choose, everything
from openletter.review.words import Words
from openletter.states import person
from openletter.store import Beside, Store


@dataclass(frozen=True, slots=True)
class Desk:
    """What there is to decide on."""

    segments: Sequence[Segment]
    standings: Mapping[Key, Standing]
    choices: Sequence[Choice]
    named: bool
    """Whether the entries were named; else they are all there are."""
    beside: Beside
    own: Own
    """What the person who decides wrote or approved, where that can be named."""


@dataclass(slots=True)
class _Outcome:
    """What became of a decision."""

    made: list[Event]
    """What was decided and is in the journal now."""
    left: list[tuple[Choice, str]]
    own: int = 0
    """Texts that the same person stood behind already."""
    unread: int = 0
    """Those of them that need another person."""
    unsure: int = 0
    """Texts that were left since they are marked as unsure, and were not named."""
    note: str = ""


Decide = Callable[[Desk], Decision]


def arguments(command: argparse.ArgumentParser, by: str) -> None:
    command.add_argument("letter", metavar="LETTER", help="a letter under source/")
    command.add_argument(
        "entries",
        nargs="*",
        metavar="ENTRY",
        help="its number, the beginning of its source text, or the id of a text that waits (all)",
    )
    base.languages(command, required=True)
    command.set_defaults(rest="entries")
    command.add_argument("--by", required=True, metavar="NAME", help=by)


def run(call: base.Call, decide: Decide, done: str, back: str = "") -> int:
    """Decides, journals, and tells. 1 where something that was named, or that waits, was left.

    `back` is a person whose own texts can be named, too, by their ids.
    """
    given, say = call.arguments, telling.words()
    lang = telling.one_language(call)
    (letter,) = source.letters(call.project, [given.letter])
    segments = segment.segments(source.read(call.project, letter))
    store = Store(call.project, call.settings.people)
    with files.lock(call.project):
        before = store.standings(letter, lang, segments)
        own = own_words(store.events(letter, lang), back) if back else {}
        chosen = choose(given.entries, segments, before, own) if given.entries else everything(segments)
        beside = store.beside(letter, lang, segments)
        decision = decide(Desk(segments, before, chosen, bool(given.entries), beside, own))
        events = [replace(event, id=journal.new_id()) for event in decision.events]
        taken = store.apply(letter, lang, segments, events)
        after = store.standings(letter, lang, segments)
    telling.mended(store, call, say)
    outcome = _outcome(events, taken, chosen, before, after)
    outcome.left[:0] = decision.left
    outcome.unsure, outcome.note = decision.unsure, decision.note
    _tell(call, say, outcome, before, after, done)
    call.print_json({"letter": letter, "lang": lang, **_json(outcome, say, done), "journalled": len(taken)})
    return 1 if outcome.left else 0


def _json(outcome: _Outcome, say: Words, done: str) -> dict[str, Any]:
    return {
        done: [{"msgctxt": one.msgctxt, "msgid": one.msgid} for one in outcome.made],
        "own": outcome.own,
        "unsure": outcome.unsure,
        "note": say.say(outcome.note) if outcome.note else "",
        "left": [
            {"number": one.number, "msgid": one.segment.msgid, "what": say.say(why)}
            for one, why in outcome.left
        ],
    }


def _outcome(
    events: Sequence[Event],
    taken: Sequence[Event],
    chosen: Sequence[Choice],
    before: Mapping[Key, Standing],
    after: Mapping[Key, Standing],
) -> _Outcome:
    """What of the events the journal took, and why not the rest."""
    ids = {event.id for event in taken}
    choices = {one.segment.key: one for one in chosen}
    made = {(event.key, event.msgstr): event for event in events if event.id in ids}
    outcome = _Outcome(list(made.values()), [])
    for event in events:
        if event.id in ids:
            continue
        standing = before[event.key]
        if event.msgstr == standing.msgstr and person(event.by) in map(person, standing.people):
            outcome.own += 1
            outcome.unread += after[event.key].state is not State.REVIEWED
        else:
            outcome.left.append((choices[event.key], "nothing was recorded, since nothing would change"))
    return outcome


def _tell(
    call: base.Call,
    say: Words,
    outcome: _Outcome,
    before: Mapping[Key, Standing],
    after: Mapping[Key, Standing],
    done: str,
) -> None:
    for choice, why in outcome.left:
        place = f"{say.say('entry')} {choice.number}"
        print(f"{place}: {say.say(why)}: {telling.passage(choice.segment.msgid)}", file=sys.stderr)

    def count(found: Mapping[Key, Standing], state: State) -> int:
        return sum(one.state is state for one in found.values())

    changes = [
        f"{say.say(state.label)} {count(before, state)} → {count(after, state)}"
        for state in State
        if count(before, state) != count(after, state)
    ]
    told = f"{say.say(done)} {len(outcome.made)}"
    call.print(told + (f"; {', '.join(changes)}" if changes else ""))
    if outcome.note:
        call.print(say.say(outcome.note))
    if outcome.unread:
        what = say.say("you stand behind these already, and another person has to read them")
        call.print(f"{what}: {outcome.unread}")
    if outcome.unsure:
        what = say.say("left alone, since they are marked as unsure; name those that are right")
        call.print(f"{what}: {outcome.unsure}")
