"""What approve, reject and adopt have in common: entries are chosen, and something is decided on them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from openletter import files, segment, source
from openletter.cli import base
from openletter.cli.review import telling
from openletter.model import Event, Key, Segment, Standing, State
from openletter.review.choose import Choice, choose, everything
from openletter.review.words import Words
from openletter.store import Store

Left = tuple[Choice, str]
"""An entry on which nothing was decided, and why."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What there is to decide on."""

    segments: Sequence[Segment]
    standings: Mapping[Key, Standing]
    choices: Sequence[Choice]
    named: bool
    """Whether the entries were named; else they are all there are."""


Decide = Callable[[Desk], tuple[list[Event], list[Left]]]


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


def run(call: base.Call, decide: Decide, done: str) -> int:
    """Decides, journals, and tells. 1 where something that was named, or that waits, was left."""
    given, say = call.arguments, telling.words()
    lang = telling.one_language(call)
    (letter,) = source.letters(call.project, [given.letter])
    segments = segment.segments(source.read(call.project, letter))
    store = Store(call.project, call.settings.people)
    with files.lock(call.project):
        before = store.standings(letter, lang, segments)
        chosen = choose(given.entries, segments, before) if given.entries else everything(segments)
        events, left = decide(Desk(segments, before, chosen, bool(given.entries)))
        taken = store.apply(letter, lang, segments, events)
        after = store.standings(letter, lang, segments)
    telling.mended(store, say)
    _tell(call, say, events, left, before, after, done)
    call.print_json(
        {
            "letter": letter,
            "lang": lang,
            done: [{"msgctxt": one.msgctxt, "msgid": one.msgid} for one in events],
            "journalled": len(taken),
            "left": [
                {"number": one.number, "msgid": one.segment.msgid, "what": say.say(why)} for one, why in left
            ],
        }
    )
    return 1 if left else 0


def _tell(
    call: base.Call,
    say: Words,
    events: Sequence[Event],
    left: Sequence[Left],
    before: Mapping[Key, Standing],
    after: Mapping[Key, Standing],
    done: str,
) -> None:
    for choice, why in left:
        place = f"{say.say('entry')} {choice.number}"
        print(f"{place}: {say.say(why)}: {telling.passage(choice.segment.msgid)}", file=sys.stderr)

    def count(found: Mapping[Key, Standing], state: State) -> int:
        return sum(one.state is state for one in found.values())

    changes = [
        f"{say.say(state.label)} {count(before, state)} → {count(after, state)}"
        for state in State
        if count(before, state) != count(after, state)
    ]
    told = f"{say.say(done)} {len(events)}" + (f"; {', '.join(changes)}" if changes else "")
    call.print(told)
