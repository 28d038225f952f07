"""`openletter terms`: the termbase, from other programs and for them."""

from __future__ import annotations

import argparse
from pathlib import Path

from openletter import files, tbx, termbase
from openletter.cli import base
from openletter.errors import DamagedError, UsageError
from openletter.model import Place

TABLE = f"{termbase.FOLDER}/terms.tsv"


def arguments(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    about = f"take terms of a TBX file into {TABLE}; what stands there is not changed"
    taking = actions.add_parser("import", help=about, description=about[:1].upper() + about[1:] + ".")
    taking.add_argument("file", type=Path, metavar="FILE", help="a TBX file")
    about = "write the termbase to a TBX file"
    giving = actions.add_parser("export", help=about, description=about[:1].upper() + about[1:] + ".")
    giving.add_argument("file", type=Path, metavar="FILE", help="the file to write: FILE.tbx")
    for action in actions.choices.values():
        base.common(action, below=True)


def run(call: base.Call) -> int:
    return {"import": _import, "export": _export}[call.arguments.action](call)


def _import(call: base.Call) -> int:
    path: Path = call.arguments.file
    try:
        concepts = tbx.read(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror}", where=Place(str(path))) from error
    found = termbase.merged(_table(call.project), concepts)
    if found.added or found.filled:
        with files.lock(call.project):
            found = termbase.merged(_table(call.project), concepts)
            files.write_atomic(call.project / TABLE, found.text.encode())
    call.print(
        f"{TABLE}: {found.added} terms added, {found.filled} fields filled, {len(found.differ)} differ"
    )
    for line, what in found.differ:
        call.print(f"  {path}:{line}: {what}")
    call.print_json(
        {
            "file": str(path),
            "concepts": len(concepts),
            "added": found.added,
            "filled": found.filled,
            "differ": [{"line": line, "what": what} for line, what in found.differ],
        }
    )
    return 0


def _table(project: Path) -> str:
    try:
        return (project / TABLE).read_text("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise DamagedError("the table is not in UTF-8", where=Place(TABLE)) from error


def _export(call: base.Call) -> int:
    path: Path = call.arguments.file
    if path.suffix.lower() != ".tbx":
        raise UsageError(f"“{path.name}” is no TBX file", hint="give it a name that ends with .tbx")
    concepts = termbase.concepts(call.project)
    files.write_atomic(path, tbx.write(concepts, termbase.HEAD[0]))
    call.print(f"{path}: {len(concepts)} concepts")
    call.print_json({"file": str(path), "concepts": len(concepts)})
    return 0
