"""`openletter review submit`: what came back from a reviewer."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openletter import journal
from openletter.cli import base
from openletter.cli.review import telling
from openletter.model import Finding
from openletter.review.intake import shown
from openletter.review.letters import Letters
from openletter.review.submit import Answer, Sender, submit, worst
from openletter.review.words import Words
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "files", nargs="+", metavar="FILE", help="PO or XLIFF, as it came back from a reviewer"
    )
    command.add_argument(
        "--by",
        required=True,
        metavar="NAME",
        help="whoever reviewed it: a name or a pseudonym, always the same; no mail address",
    )
    command.add_argument("--letter", default="", metavar="L", help="the letter (as the file says)")
    base.languages(command)
    command.set_defaults(rest="files")
    command.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")


def run(call: base.Call) -> int:
    given, say = call.arguments, telling.words()
    lang = telling.one_language(call) if given.lang else ""
    sender = Sender(journal.check_name(given.by), given.letter, lang, given.dry_run)
    letters = Letters(call.project, call.settings)
    if given.letter:
        letters.get(given.letter)
    store = Store(call.project, call.settings.people)
    answers = [submit(Path(path), sender, letters, store, say) for path in given.files]
    telling.mended(store, call, say)
    for answer in answers:
        _tell(call, answer, say)
    call.print_json({"files": [_json(answer, call, say) for answer in answers]})
    return worst(answers)


def _tell(call: base.Call, answer: Answer, say: Words) -> None:
    if answer.error:
        telling.error(answer.error, call, say)
        call.print(f"{shown(answer.file)}: {say.say('nothing was taken')}")
        return
    telling.findings(answer.refused, call, say, "refused")
    telling.findings(answer.held, call, say, "held")
    telling.findings(answer.warned, call, say, "to be looked at")
    counts = {
        "taken": answer.taken,
        "refused": len(_entries(answer.refused)),
        "held": len(_entries(answer.held)),
    }
    if answer.ignored:
        counts["blank or unsure, left alone"] = answer.ignored
    told = ", ".join(f"{say.say(what)} {count}" for what, count in counts.items())
    file = shown(answer.file)
    trial = f" ({say.say('a trial: nothing was changed')})" if call.arguments.dry_run else ""
    call.print(f"{file}: {answer.letter}, {answer.lang}: {told}{trial}")
    if answer.held:
        call.print(say.say("what is held is kept, and published once another person has approved it"))


def _entries(found: Iterable[Finding]) -> set[tuple[int, str]]:
    """The entries that findings are about; one may have several."""
    return {(one.where.line, one.msgid) for one in found}


def _json(answer: Answer, call: base.Call, say: Words) -> dict[str, Any]:
    error = answer.error
    return {
        "file": answer.file,
        "letter": answer.letter,
        "lang": answer.lang,
        "taken": answer.taken,
        "refused": [_finding(one, call, say) for one in answer.refused],
        "held": [_finding(one, call, say) for one in answer.held],
        "warned": [_finding(one, call, say) for one in answer.warned],
        "error": error
        and {
            "code": error.code or "error",
            "line": error.where.line if error.where else 0,
            "what": say.say(error.what),
            "hint": call.runnable(say.say(error.hint)),
        },
    }


def _finding(one: Finding, call: base.Call, say: Words) -> dict[str, str | int]:
    return {
        "line": one.where.line,
        "code": one.code,
        "msgid": one.msgid,
        "what": say.say(one.what),
        "hint": call.runnable(say.say(one.hint)),
    }
