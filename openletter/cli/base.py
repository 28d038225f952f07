"""What every command is given, and how it speaks."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openletter import settings
from openletter.cli.calling import command as command
from openletter.cli.calling import runnable
from openletter.errors import OpenletterError, UsageError
from openletter.model import Finding
from openletter.settings import Settings

_BEYOND_ASCII = re.compile(r"[^\x20-\x7e]+")


def _escaped(found: re.Match[str]) -> str:
    if found[0].isprintable():
        return found[0]
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in found[0])


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a command: the project, its settings, the arguments."""

    project: Path
    settings: Settings
    arguments: argparse.Namespace
    json: bool
    quiet: bool

    @classmethod
    def of(cls, parsed: argparse.Namespace) -> Call:
        project = parsed.project
        if not project.is_dir():
            raise UsageError(f"there is no folder {project}", hint="name the project's folder with --project")
        return cls(project, settings.load(project), parsed, parsed.json, parsed.quiet)

    def print(self, text: str) -> None:
        """A line for a person; nothing with --json or --quiet."""
        if not (self.json or self.quiet):
            print(text)

    def print_json(self, value: Mapping[str, Any]) -> None:
        """Nothing but the object. What cannot be seen, or turns text around, is escaped, as JSON allows."""
        if self.json:
            text = json.dumps(value, ensure_ascii=False)
            print(text if text.isprintable() else _BEYOND_ASCII.sub(_escaped, text))

    def tell(self, findings: Iterable[Finding]) -> None:
        """Findings, to standard error."""
        for one in findings:
            print(f"{one.where}: {one.what}", file=sys.stderr)
            if one.hint:
                print(f"  try: {self.runnable(one.hint)}", file=sys.stderr)

    def runnable(self, text: str) -> str:
        """A message with commands that can be run as they stand; see `calling`."""
        return runnable(text, self.project)

    def progress(self, done: int, total: int, what: str) -> None:
        """One line that counts up, only on a terminal."""
        if not self.quiet and sys.stderr.isatty():
            end = "\r\033[K" if done >= total else ""
            print(f"\r\033[K{done}/{total} {what}", end=end, file=sys.stderr, flush=True)


def common(command: argparse.ArgumentParser, below: bool = False) -> None:
    """The options of every command. `below`: for a command of a command, to which both may be given."""

    def default(value: Any) -> Any:
        return argparse.SUPPRESS if below else value

    command.add_argument(
        "--project", type=Path, default=default(Path()), metavar="DIR", help="the project (here)"
    )
    command.add_argument(
        "--json", action="store_true", default=default(False), help="print one JSON object, and nothing else"
    )
    command.add_argument(
        "--quiet", action="store_true", default=default(False), help="print nothing but errors"
    )


def letters(command: argparse.ArgumentParser) -> None:
    command.add_argument("letters", nargs="*", metavar="LETTER", help="a letter under source/ (all)")


def languages(command: argparse.ArgumentParser, **options: Any) -> None:
    command.add_argument(
        "--lang", type=_languages, default=(), metavar="ar,fr", help="languages (all)", **options
    )


def _languages(value: str) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(settings.language(one.strip()) for one in value.split(",") if one.strip()))
    except UsageError as error:
        raise argparse.ArgumentTypeError(f"{error.what}: {error.hint}") from error


def complain(error: OpenletterError, project: Path = Path()) -> None:
    """An error that does not end the command."""
    print(runnable(str(error), project), file=sys.stderr)
