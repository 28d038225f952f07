"""`openletter review adopt`: whose the texts are that the journal does not know."""

from __future__ import annotations

import argparse
from pathlib import Path

from openletter import journal
from openletter.cli import base
from openletter.cli.review import deciding, telling
from openletter.errors import SubmissionError
from openletter.model import Place
from openletter.review import intake, reading
from openletter.review.adopt import approved, by_hand
from openletter.review.choose import Decision
from openletter.review.letters import wrong_language


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
    submission = _approvals(given.approved_in, telling.one_language(call)) if given.approved_in else None

    def decide(desk: deciding.Desk) -> Decision:
        unsure, edited = desk.beside.unsure, desk.beside.edited
        if submission:
            known = submission.resolved(list(desk.standings))
            return approved(desk.choices, desk.standings, by, desk.named, known, unsure, edited)
        return by_hand(desk.choices, desk.standings, by, desk.named, unsure, edited)

    return deciding.run(call, decide, "adopted")


def _approvals(path: Path, lang: str) -> reading.Submission:
    """A file that says what was approved. Raises SubmissionError for one that cannot, or not in `lang`."""
    submission = reading.read(intake.read(path), intake.shown(str(path)))
    if submission.format != "xliff-1.2":
        raise SubmissionError(
            "a file of this kind marks no approvals: only XLIFF 1.1 and 1.2 do",
            hint="download the translation from Weblate as XLIFF 1.1, or hand this file in: "
            "openletter review submit",
            where=Place(submission.path),
            code="no-approvals",
        )
    said = submission.lang
    if said and said != reading.language(lang):
        raise wrong_language(
            submission, f"the file says that it is in “{said}”, but it was handed in as “{lang}”"
        )
    return submission
