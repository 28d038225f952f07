"""`openletter review approve`: a person stands behind texts that are there."""

from __future__ import annotations

import argparse

from openletter import journal
from openletter.cli import base
from openletter.cli.review import deciding
from openletter.errors import UsageError
from openletter.review.approve import approvals
from openletter.review.choose import Decision


def arguments(command: argparse.ArgumentParser) -> None:
    deciding.arguments(command, "whoever approves: a name or a pseudonym, always the same")
    command.add_argument(
        "--alone",
        metavar="REASON",
        help="for a publisher without a second person: makes texts translated, never reviewed",
    )


def run(call: base.Call) -> int:
    given = call.arguments
    alone = " ".join((given.alone or "").split())
    if given.alone is not None and not alone:
        raise UsageError(
            "a reason is needed: why nobody else can read the text",
            hint='--alone "nobody else here reads French"',
        )
    by = journal.check_name(given.by)

    def decide(desk: deciding.Desk) -> Decision:
        return approvals(desk.choices, desk.standings, by, desk.named, alone, desk.beside.unsure)

    return deciding.run(call, decide, "approved")
