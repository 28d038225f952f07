"""`openletter review reject`: a person decides against texts that wait."""

from __future__ import annotations

import argparse

from openletter import journal
from openletter.cli import base
from openletter.cli.review import deciding
from openletter.errors import UsageError
from openletter.review.approve import rejections
from openletter.review.choose import Decision


def arguments(command: argparse.ArgumentParser) -> None:
    deciding.arguments(command, "whoever decides: a name or a pseudonym, always the same")
    command.add_argument("--why", default="", metavar="REASON", help="the reason, for the journal")


def run(call: base.Call) -> int:
    given = call.arguments
    if not given.entries:
        raise UsageError("what is rejected must be named", hint="give the number of the entry, such as 3")
    by, why = journal.check_name(given.by), " ".join(given.why.split())

    def decide(desk: deciding.Desk) -> Decision:
        events = rejections(desk.choices, desk.standings, by, why)
        keys = {event.key for event in events}
        left = [one for one in desk.choices if one.segment.key not in keys]
        return Decision(events, [(one, "nothing of this entry waits") for one in left])

    return deciding.run(call, decide, "rejected")
