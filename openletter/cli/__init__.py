"""The command line: `openletter`, the same as `python3 build.py`.

Each command is a module of this package and a row of `COMMANDS`. Errors are printed here and nowhere else.
"""

from __future__ import annotations

import argparse
import codecs
import importlib
import json
import os
import sys
from collections.abc import Mapping
from types import ModuleType

from openletter import __version__
from openletter.cli import base
from openletter.cli.base import Call
from openletter.errors import OpenletterError

COMMANDS: Mapping[str, str] = {
    "init": "begin a project: folders, settings with comments, and a sample letter",
    "new": "begin a letter",
    "preview": "show the letters in the browser while they are written",
    "publish": "make every edition: HTML, EPUB and PDF (the command when none is given)",
    "extract": "cut letters into messages, and bring every catalog up to date",
    "localize": "write a letter in another language as pandoc's JSON",
    "draft": "fill what a catalog lacks with machine drafts",
    "memory": "take in translation memories of other programs, and write one for them",
    "models": "fetch, import and verify the translation models that drafts are made with",
    "review": "give translations to reviewers, and take in what comes back",
    "terms": "take in terms of other programs, and write the termbase for them",
    "check": "look at catalogs, and at what is published, with every judge on this machine",
}
"""Each command, and what it does; the module of the same name has `arguments(parser)` and `run(call)`."""


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns its exit code (see `openletter.errors`)."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        arguments.insert(0, "publish")
    _speak_utf8()
    parsed = _parsed(arguments)
    try:
        code: int = _module(parsed.command).run(Call.of(parsed))
        return code
    except OpenletterError as error:
        _tell(error, parsed.json)
        return error.exit_code
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1


def _parsed(arguments: list[str]) -> argparse.Namespace:
    """The arguments of one command. argparse takes a list that follows upon options for something unknown
    where a first word went before them (`approve LETTER --by NAME ENTRY …`): `rest` names the list."""
    whole = parser(arguments[0])
    parsed, rest = whole.parse_known_args(arguments)
    into = getattr(parsed, "rest", "")
    if rest and (not into or any(word.startswith("-") for word in rest)):
        whole.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        getattr(parsed, into).extend(rest)
    return parsed


def parser(only: str = "") -> argparse.ArgumentParser:
    """The parser of all commands; with `only`, the arguments of that command alone are filled in."""
    whole = argparse.ArgumentParser(prog="openletter", description="One letter in many languages.")
    whole.add_argument("--version", action="version", version=f"openletter {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about[:1].upper() + about[1:] + ".")
        if only in ("", name):
            _module(name).arguments(command)
        base.common(command)
    return whole


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"openletter.cli.{name}")


def _speak_utf8() -> None:
    """Six scripts must be printable wherever this runs: in a locale without UTF-8 too."""
    codecs.register_error("openletter", _as_it_came)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="openletter")


def _as_it_came(error: UnicodeError) -> tuple[str | bytes, int]:
    """A path's bytes that the locale could not read go out as they came in; anything else is escaped."""
    if isinstance(error, UnicodeEncodeError):
        try:
            return os.fsencode(error.object[error.start : error.end]), error.end
        except UnicodeEncodeError:
            pass
    return codecs.backslashreplace_errors(error)


def _tell(error: OpenletterError, as_json: bool) -> None:
    print(error, file=sys.stderr)
    if as_json:
        where = error.where
        told = {
            "code": error.code,
            "what": error.what,
            "hint": error.hint,
            "file": where.file if where else "",
            "line": where.line if where else 0,
        }
        print(json.dumps({"error": told}, ensure_ascii=False))
