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
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from openletter import __version__
from openletter.cli import base, calling
from openletter.cli.base import Call
from openletter.errors import OpenletterError, UsageError

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
    given = list(sys.argv[1:] if argv is None else argv)
    words = calling.ordered(given, COMMANDS)
    _speak_utf8()
    try:
        parsed = _parsed(words)
        _look_again(given, parsed)
        code: int = _module(parsed.command).run(Call.of(parsed))
        return code
    except OpenletterError as error:
        _tell(error, calling.wants_json(words), calling.project(words))
        if isinstance(error, calling.WrongUsage):
            raise SystemExit(error.exit_code) from None
        return error.exit_code
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1


def _parsed(words: list[str]) -> argparse.Namespace:
    """The arguments of one command. argparse takes a list that follows upon options for something unknown
    where a first word went before them (`approve LETTER --by NAME ENTRY …`): `rest` names the list."""
    first = words[0]
    if first not in COMMANDS and _is_letter(first, calling.project(words)):
        raise UsageError(f"“{first}” is a letter, and no command", hint=f"openletter publish {first}")
    whole = parser(first)
    parsed, rest = whole.parse_known_args(words)
    into = getattr(parsed, "rest", "")
    if rest and (not into or any(word.startswith("-") for word in rest)):
        what = f"unrecognized arguments: {' '.join(rest)}"
        raise calling.WrongUsage(whole.format_usage(), f"{whole.prog} {parsed.command}", what)
    if rest:
        getattr(parsed, into).extend(rest)
    return parsed


def _look_again(given: Sequence[str], parsed: argparse.Namespace) -> None:
    """Says where options belong that stand before a command, where only that command has them."""
    meant = [
        word
        for word in getattr(parsed, "letters", ())
        if word in COMMANDS and given[:1] != [parsed.command] and not _is_letter(word, parsed.project)
    ]
    if meant:
        raise UsageError(
            f"“{meant[0]}” is a command, and stands after options",
            hint=f"put its options after it: {calling.command()} {meant[0]} {given[0]} …",
        )


def _is_letter(word: str, project: Path) -> bool:
    """Whether a word names a letter of a project."""
    if not word or word.startswith(("-", "/", ".")) or not word.isprintable():
        return False
    return os.path.isfile(project / "source" / f"{word}.md")


def parser(only: str = "") -> argparse.ArgumentParser:
    """The parser of all commands; with `only`, the arguments of that command alone are filled in."""
    whole = calling.Parser(
        prog=calling.command(), description="One letter in many languages.", epilog=_epilog()
    )
    whole.add_argument("--version", action="version", version=f"openletter {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about[:1].upper() + about[1:] + ".")
        if only in ("", name):
            _module(name).arguments(command)
        base.common(command)
    return whole


def _epilog() -> str:
    """What a checkout has besides."""
    if not calling.from_checkout():
        return ""
    return f"Also: {calling.command()} test, which installs the test tools and runs the tests."


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


def _tell(error: OpenletterError, as_json: bool, project: Path) -> None:
    if isinstance(error, calling.WrongUsage):
        print(f"{error.usage}{error.program}: error: {error.what}", file=sys.stderr)
    else:
        base.complain(error, project)
    if as_json:
        where = error.where
        told = {
            "code": error.code,
            "what": error.what,
            "hint": calling.runnable(error.hint, project),
            "file": where.file if where else "",
            "line": where.line if where else 0,
        }
        print(json.dumps({"error": told}, ensure_ascii=False))
