"""`openletter review adopt`: whose the texts are that the journal does not know."""

from __future__ import annotations

import argparse
from pathlib import Path

from openletter import journal
from openletter.cli import base
from openletter.cli.review import deciding
from openletter.review import intake, reading
from openletter.review.adopt import approved, by_hand
from openletter.review.choose import Decision


def arguments(command: argparse.ArgumentParser) -> None:
    deciding.arguments(command, "whose the texts are: a name or a pseudonym, always the same")
    command.add_argument(
        "--approved-in",
        type=Path,
        metavar="FILE",
        help="an XLIFF 1.1 or 1.2 file, as Weblate exports it: NAME stands behind what it marks as approved",
    )


def run(call: base.Call) -> int:
    given = call.arguments
    by = journal.check_name(given.by)
    path = given.approved_in
    submission = reading.read(intake.read(path), intake.shown(str(path))) if path else None

    def decide(desk: deciding.Desk) -> Decision:
        unsure = desk.beside.unsure
        if submission:
            known = submission.resolved(list(desk.standings))
            return approved(desk.choices, desk.standings, by, desk.named, known, unsure)
        return by_hand(desk.choices, desk.standings, by, desk.named, unsure)

    return deciding.run(call, decide, "adopted")
