"""Writes docs/cli.md from the command line's own parser: `python3 tools/cli_reference.py`.

A test fails when the page is not what the parser says. Run it with a Python that has the dependencies
(`.venv/bin/python`, on Windows `.venv\\Scripts\\python`).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cli.md"
HEAD = """\
# Command line

<!-- Made by tools/cli_reference.py from the parser itself; change the words there. -->

`python3 build.py COMMAND …` in a checkout (on Windows `py build.py COMMAND …`) is the same as
`openletter COMMAND …` where the package is installed. Without a command, `publish` is meant.

Progress goes to standard error, and only to a terminal. Every command ends with one of these codes:

| code | meaning |
|---|---|
| 0 | done |
| 1 | something was found: refused, held, withheld, failing a check; or a file cannot be read |
| 2 | wrong usage, or a wrong setting |
| 3 | something is missing on this machine; the message names the command that brings it |
| 4 | the project's own catalog or journal is damaged |
"""


def page() -> str:
    """The whole page."""
    from openletter.cli import parser

    return "\n".join([HEAD, *sections(parser(), "")]).rstrip() + "\n"


def sections(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    """A section per command, those of a command with commands of its own under their whole name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, command in action.choices.items():
                yield from section(command, f"{name} {word}".strip())


def section(command: argparse.ArgumentParser, name: str) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{command.description or ''}\n".lstrip()
    shown = [a for a in command._actions if a.help != argparse.SUPPRESS and a.dest != "help"]
    rows = [a for a in shown if not isinstance(a, argparse._SubParsersAction)]
    if rows:
        yield "| | |\n|---|---|"
        yield from map(row, rows)
        yield ""
    yield from sections(command, name)


def row(action: argparse.Action) -> str:
    """`--lang ar,fr`, and what it does."""
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if action.choices and not action.metavar:
        metavar = "{" + ",".join(map(str, action.choices)) + "}"
    value = "" if action.nargs == 0 else metavar
    many = {"*": f"[{value} …]", "+": f"{value} …", "?": f"[{value}]"}
    value = many.get(str(action.nargs), value)
    words = [f"`{option} {value}`".replace(" `", "`") for option in action.option_strings] or [f"`{value}`"]
    needed = " (required)" if action.required and action.option_strings else ""
    left, right = ", ".join(words), (action.help or "") + needed
    return f"| {left.replace('|', chr(92) + '|')} | {right.replace('|', chr(92) + '|')} |"


def main() -> int:
    sys.path.insert(0, str(ROOT))
    PAGE.write_text(page(), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
