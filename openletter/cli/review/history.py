"""`openletter review history`: everything that was ever put forward for an entry."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from openletter import segment, source
from openletter.cli import base
from openletter.cli.review import telling
from openletter.model import Event, Key, Standing
from openletter.review.choose import Choice, choose, everything
from openletter.review.intake import shown
from openletter.review.words import Words
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("letter", metavar="LETTER", help="a letter under source/")
    command.add_argument(
        "entries",
        nargs="*",
        metavar="ENTRY",
        help="its number, the beginning of its source text, or the id of a text that waits (all)",
    )
    base.languages(command, required=True)
    command.set_defaults(rest="entries")


def run(call: base.Call) -> int:
    given, say = call.arguments, telling.words()
    lang = telling.one_language(call)
    (letter,) = source.letters(call.project, [given.letter])
    segments = segment.segments(source.read(call.project, letter))
    store = Store(call.project, call.settings.people)
    standings = store.standings(letter, lang, segments)
    chosen = choose(given.entries, segments, standings) if given.entries else everything(segments)
    events: dict[Key, list[Event]] = {}
    for event in sorted(store.events(letter, lang), key=lambda event: event.at):
        events.setdefault(event.key, []).append(event)
    former = store.beside(letter, lang, segments).former
    entries = []
    for choice in chosen:
        key = choice.segment.key
        whole = events.get(former[key], []) if key in former else []
        whole = whole + events.get(key, [])
        _tell(call, choice, standings, whole, say)
        entries.append(_json(choice, standings, whole))
    call.print_json({"letter": letter, "lang": lang, "entries": entries})
    return 0


def _tell(
    call: base.Call, choice: Choice, standings: Mapping[Key, Standing], events: list[Event], say: Words
) -> None:
    standing = standings[choice.segment.key]
    context = f" ({choice.segment.msgctxt})" if choice.segment.msgctxt else ""
    call.print(f"{choice.number}. {shown(choice.segment.msgid)}{context}")
    behind = f" ({', '.join(map(shown, standing.people))})" if standing.people else ""
    call.print(f"   {say.say(standing.state.label)}{behind}: {shown(standing.msgstr) or '–'}")
    waiting = {event.id for event in standing.pending}
    for event in events:
        by = shown(event.by or event.origin) or say.say("nobody known")
        why = f" ({shown(event.why)})" if event.why else ""
        mark = f"  ← {say.say('waits')}" if event.id in waiting else ""
        if event.key != choice.segment.key:
            mark += f"  ({say.say('for the words that the original had before')})"
        kind = say.say(_KINDS.get(event.kind.value, event.kind.value))
        call.print(f"   {event.at}  {event.id[:8]}  {by}: {kind}{why}: {shown(event.msgstr)}{mark}")
    call.print("")


_KINDS = {
    "draft": "machine draft",
    "text": "text",
    "approve": "approved",
    "propose": "a proposal",
    "hold": "held",
    "reject": "rejected",
}


def _json(choice: Choice, standings: Mapping[Key, Standing], events: list[Event]) -> dict[str, Any]:
    standing = standings[choice.segment.key]
    waiting = {event.id for event in standing.pending}
    return {
        "number": choice.number,
        "msgctxt": choice.segment.msgctxt,
        "msgid": choice.segment.msgid,
        "state": standing.state.label,
        "people": list(standing.people),
        "msgstr": standing.msgstr,
        "events": [
            {
                "id": event.id,
                "at": event.at,
                "kind": event.kind.value,
                "by": event.by,
                "from": event.origin,
                "why": event.why,
                "msgid": event.msgid,
                "msgstr": event.msgstr,
                "waits": event.id in waiting,
            }
            for event in events
        ],
    }
