"""`openletter memory`: translation memories, from other programs and for them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openletter import files
from openletter.cli import base
from openletter.errors import UsageError
from openletter.memory import FOLDER, project, tmx, udhr
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    about = f"take in TMX files; they are kept under {FOLDER}/, without names, times and notes"
    taking = actions.add_parser("import", help=about, description=about[:1].upper() + about[1:] + ".")
    taking.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a TMX file")
    taking.add_argument("--as", dest="name", metavar="NAME", help="the name to keep it under (the file's)")
    taking.add_argument(
        "--udhr", action="store_true", help="take the Universal Declaration in the UN's six languages"
    )
    about = "write what people translated in this project to a TMX file"
    giving = actions.add_parser("export", help=about, description=about[:1].upper() + about[1:] + ".")
    giving.add_argument("file", type=Path, metavar="FILE", help="the file to write: FILE.tmx")
    base.letters(giving)
    base.languages(giving)
    giving.add_argument("--reviewed", action="store_true", help="only texts that are reviewed")
    for action in actions.choices.values():
        base.common(action, below=True)


def run(call: base.Call) -> int:
    return {"import": _import, "export": _export}[call.arguments.action](call)


def _import(call: base.Call) -> int:
    given = call.arguments
    if not given.files and not given.udhr:
        raise UsageError(
            "no file is named", hint="openletter memory import FILE.tmx, or openletter memory import --udhr"
        )
    if given.name and len(given.files) != 1:
        raise UsageError("--as names one file", hint="import one file at a time")
    done = []
    for path in given.files:
        memories = project.read_file(path)
        name = given.name or _name(path)
        kept = project.keep(call.project, name, memories.units, _source(memories.units))
        done.append(_told(call, kept, memories.units, memories.left, str(path)))
    if given.udhr:
        kept = project.keep(call.project, udhr.NAME, udhr.units())
        done.append(_told(call, kept, udhr.units(), (), ""))
    call.print_json({"files": done})
    return 0 if all(one["units"] for one in done) else 1


def _name(path: Path) -> str:
    return re.sub(r"[^\w-]+", "-", path.stem).strip("-_") or "memory"


def _source(units: Sequence[tmx.Texts]) -> str:
    """The language that goes first in the file that is kept: English where there is any."""
    return "en" if any("en" in unit for unit in units) else min(units[0], default="en") if units else "en"


def _told(
    call: base.Call, kept: Path, units: Sequence[tmx.Texts], left: Sequence[tmx.Left], path: str
) -> dict[str, Any]:
    languages = sorted({lang for unit in units for lang in unit})
    call.print(f"{kept.as_posix()}: {len(units)} units, {', '.join(languages)}; {len(left)} left")
    for one in left:
        call.print(f"  {path}:{one.line}: {one.why}")
    return {
        "file": path,
        "kept": kept.as_posix(),
        "units": len(units),
        "languages": languages,
        "left": [{"line": one.line, "why": one.why} for one in left],
    }


def _export(call: base.Call) -> int:
    given = call.arguments
    if given.file.suffix.lower() != ".tmx":
        raise UsageError(f"“{given.file.name}” is no TMX file", hint="give it a name that ends with .tmx")
    languages = given.lang or call.settings.languages
    store = Store(call.project, call.settings.people)
    found = project.export(call.project, store, languages, given.reviewed, given.letters)
    units = [unit for some in found.values() for unit in some]
    origin = next(iter(found)) if len(found) == 1 else "*all*"
    files.write_atomic(given.file, tmx.write(units, origin))
    call.print(f"{given.file}: {len(units)} units")
    call.print_json({"file": str(given.file), "units": len(units)})
    return 0
