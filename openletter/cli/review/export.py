"""`openletter review export`: a file for a reviewer."""

from __future__ import annotations

import argparse
from pathlib import Path

from openletter import files, source
from openletter.cli import base
from openletter.errors import UsageError
from openletter.review import export
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("letter", metavar="LETTER", help="a letter under source/")
    base.languages(command, required=True)
    command.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help="the file to write: FILE.po or FILE.xlf"
    )
    command.add_argument(
        "--xliff", choices=["1.2", "2.1"], default="1.2", help="the version of XLIFF for FILE.xlf (1.2)"
    )


def run(call: base.Call) -> int:
    given = call.arguments
    write = export.writer(given.to.name, given.xliff)
    if len(given.lang) != 1:
        raise UsageError("a file for a reviewer is of one language", hint="--lang fr")
    (letter,), (lang,) = source.letters(call.project, [given.letter]), given.lang
    document = source.read(call.project, letter)
    whole = export.packet_of(call.project, Store(call.project, call.settings.people), document, lang)
    files.write_atomic(given.to, write(whole))
    call.print(f"{given.to}: {len(whole.items)} messages of {letter}, {lang}")
    call.print_json({"file": str(given.to), "letter": letter, "lang": lang, "messages": len(whole.items)})
    return 0
