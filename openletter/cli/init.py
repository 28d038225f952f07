"""`openletter init`: begins a project."""

from __future__ import annotations

import argparse
from pathlib import Path

from openletter import journal, start
from openletter.cli import base
from openletter.cli.calling import quoted


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="FOLDER", help="where to; made where it is missing")


def run(call: base.Call) -> int:
    folder: Path = call.arguments.folder
    made = start.project(folder, journal.today())
    call.print_json({"project": str(folder), "files": made})
    for path in made:
        call.print(f"made {folder / path}")
    at, command = f"--project {quoted(str(folder))}", base.command()
    call.print(
        "\nNow:\n"
        f"  1. open {folder / 'source' / 'letter.md'} in any text editor, and write\n"
        f"  2. {command} preview {at}   shows it in the browser while you write\n"
        f"  3. {command} publish {at}   makes the web page, the EPUB and the PDF, in {folder / 'output'}"
    )
    return 0
