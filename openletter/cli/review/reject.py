"""`openletter review reject`: a person decides against texts that wait, or takes back an own one."""

from __future__ import annotations

import argparse

from openletter import journal
from openletter.cli import base
from openletter.cli.review import deciding
from openletter.errors import UsageError
from openletter.model import Event
from openletter.review.approve import rejections
from openletter.review.choose import Choice, Decision


def arguments(command: argparse.ArgumentParser) -> None:
    deciding.arguments(command, "whoever decides: a name or a pseudonym, always the same")
    command.add_argument("--why", default="", metavar="REASON", help="the reason, for the journal")


def run(call: base.Call) -> int:
    given = call.arguments
    if not given.entries:
        raise UsageError("what is rejected must be named", hint="give the number of the entry, such as 3")
    by, why = journal.check_name(given.by), " ".join(given.why.split())

    def decide(desk: deciding.Desk) -> Decision:
        made: dict[str, Event] = {}
        decision = Decision()
        for choice in desk.choices:
            events = rejections([choice], desk.standings, by, why, desk.own)
            made |= {event.was: event for event in events}
            if not events:
                decision.left.append((choice, _why(choice, desk)))
        decision.events = list(made.values())
        return decision

    return deciding.run(call, decide, "rejected", back=by)


def _why(choice: Choice, desk: deciding.Desk) -> str:
    standing = desk.standings[choice.segment.key]
    if any(event.msgstr == standing.msgstr for event in desk.own.get(standing.key, ())):
        return "nothing of this entry waits; to take back what you said, name it by its id (review history)"
    return "nothing of this entry waits, and no text of yours holds"
