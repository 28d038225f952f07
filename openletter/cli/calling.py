"""How the program was called: its words in order, and commands in messages that can be run as they stand."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
import tomllib
from collections.abc import Container, Sequence
from pathlib import Path
from typing import NoReturn

from openletter.errors import UsageError

DEFAULT = "publish"
"""The command that is meant when none is given."""

_HELP = ("-h", "--help", "--version")
_NAMED = re.compile(
    r"(?<![\w./-])(?<!-m )(?:openletter|python3 build\.py)"
    r" (init|new|preview|publish|extract|localize|draft|memory|models|review|terms|check)\b"
)
"""A command of this program in a message. Messages name it as it is installed, or as a checkout has it."""
_EXTRA = re.compile(r"pip install 'openletter\[(\w+)\]'")


class WrongUsage(UsageError):
    """Words that the parser does not take. `usage` is what stands before the message."""

    def __init__(self, usage: str, program: str, what: str) -> None:
        super().__init__(what, hint=f"{program} --help", code="usage")
        self.usage = usage
        self.program = program


class Parser(argparse.ArgumentParser):
    """A parser that raises WrongUsage and leaves it to `main` how that is told."""

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(self.format_usage(), self.prog, message)


def ordered(words: Sequence[str], commands: Container[str]) -> list[str]:
    """The words with the command first: options that every command has may stand before it.

    >>> ordered(["--json", "--project", "d", "check", "--strict"], {"check"})
    ['check', '--json', '--project', 'd', '--strict']
    >>> ordered(["--json"], {"check"})
    ['publish', '--json']
    """
    at = leading(words)
    word = words[at] if at < len(words) else ""
    if word in _HELP:
        return [word]
    if word in commands:
        return [word, *words[:at], *words[at + 1 :]]
    named = word and not word.startswith("-") and not at
    return list(words) if named else [DEFAULT, *words]


def leading(words: Sequence[str]) -> int:
    """How many words at the beginning are options that every command has, and their values."""
    at = 0
    while at < len(words):
        if words[at] == "--project":
            at += 2
        elif words[at] in ("--json", "--quiet") or words[at].startswith("--project="):
            at += 1
        else:
            break
    return min(at, len(words))


def wants_json(words: Sequence[str]) -> bool:
    """Whether words that may be wrong ask for JSON; the parser takes `--js`, too."""
    options = words[: words.index("--")] if "--" in words else words
    return any("--json".startswith(word) and len(word) > len("--j") for word in options)


def project(words: Sequence[str]) -> Path:
    """The project that words name, before they are parsed."""
    found = Path()
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--project" and following:
            found = Path(following)
        elif word.startswith("--project="):
            found = Path(word.partition("=")[2])
    return found


def command() -> str:
    """How this program was called, for messages that name a next command."""
    called = sys.argv[0] if sys.argv else ""
    if called.replace("\\", "/").endswith(("openletter/__main__.py", "openletter/cli/__main__.py")):
        return "python3 -m openletter"
    if not from_checkout():
        return "openletter"
    here = os.path.abspath(called) == os.path.abspath("build.py")
    return f"{'py' if os.name == 'nt' else 'python3'} {'build.py' if here else quoted(called)}"


def from_checkout() -> bool:
    """Whether `build.py` was called."""
    return os.path.basename(sys.argv[0] if sys.argv else "") == "build.py"


def checkout() -> Path | None:
    """The folder of the checkout that this package is in; None where it was installed from a wheel."""
    root = Path(__file__).resolve().parents[2]
    return root if all((root / name).is_file() for name in ("build.py", "pyproject.toml")) else None


def runnable(text: str, at: Path | None = None) -> str:
    """A message in which every command of this program stands as it can be run here, for the project `at`."""
    elsewhere = at is not None and not _same(at, Path()) and "--project" not in text
    option = f" --project {quoted(str(at))}" if elsewhere else ""
    text = _NAMED.sub(lambda found: f"{command()}{option} {found[1]}", text)
    return _EXTRA.sub(lambda found: brings(found[1]), text)


def brings(extra: str) -> str:
    """What installs an extra of the package: in a checkout, the packages that it lists."""
    root = checkout()
    if root is None:
        return f"pip install 'openletter[{extra}]'"
    found = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    packages = " ".join(quoted(one) for one in found[extra])
    return f"{quoted(sys.executable)} -m pip install {packages}"


def quoted(text: str) -> str:
    """A word for a shell, in quotation marks where it needs them.

    >>> quoted("letters/2014"), quoted("my letters"), quoted("a$b")
    ('letters/2014', '"my letters"', "'a$b'")
    """
    plain, special = ("/._-:\\", "") if os.name == "nt" else ("/._-:", '"$`\\')
    if text and all(c.isalnum() or c in plain for c in text):
        return text
    return shlex.quote(text) if any(c in special for c in text) else f'"{text}"'


def _same(one: Path, other: Path) -> bool:
    return os.path.abspath(one) == os.path.abspath(other)
