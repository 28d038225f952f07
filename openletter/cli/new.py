"""`openletter new`: begins a letter."""

from __future__ import annotations

import argparse

from openletter import journal, settings, start
from openletter.cli import base
from openletter.errors import UsageError


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("title", metavar="TITLE", help="its title, in quotation marks")
    command.add_argument("--lang", default="en", metavar="en", help="the language it is written in (en)")


def run(call: base.Call) -> int:
    lang = settings.language(call.arguments.lang)
    if lang not in call.settings.languages:
        known = ", ".join(call.settings.languages)
        raise UsageError(
            f"this project does not publish in {lang}",
            hint=f"add it to “languages” in openletter.toml; there are {known}",
        )
    path = start.letter(call.project, call.arguments.title, lang, journal.today())
    call.print_json({"letter": path})
    see = call.runnable("openletter preview")
    call.print(f"made {call.project / path}: write there, and see it with: {see}")
    return 0
