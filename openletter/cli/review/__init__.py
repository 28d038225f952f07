"""`openletter review …`: what goes out to reviewers and comes back.

Each of its commands is a module of this package and a row of `COMMANDS`.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Mapping
from types import ModuleType

from openletter.cli import base

COMMANDS: Mapping[str, str] = {
    "status": "tell how far each translation is, and what waits for whom, worst first",
    "export": "write a letter's translation to a file for a reviewer: PO or XLIFF",
    "submit": "take in a file that came back from a reviewer: check every entry, and take what is good",
    "approve": "stand behind texts that are there: what holds, or what waits for a second person",
    "reject": "decide against texts that wait for a second person, or take back one of your own",
    "adopt": "say whose the texts are that were edited into a catalog by hand, or pushed by a tool",
    "history": "show everything that was ever put forward for an entry, and by whom",
    "rebuild": "restore catalogs from their journals and the source",
    "serve": "a page in the browser on which anyone can review, on this machine or for a team",
}
"""Each command, and what it does; the module of the same name has `arguments(parser)` and `run(call)`."""


def arguments(command: argparse.ArgumentParser) -> None:
    commands = command.add_subparsers(dest="review", required=True, metavar="COMMAND")
    for name, about in COMMANDS.items():
        one = commands.add_parser(name, help=about, description=about[:1].upper() + about[1:] + ".")
        _module(name).arguments(one)
        base.common(one, below=True)


def run(call: base.Call) -> int:
    code: int = _module(call.arguments.review).run(call)
    return code


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"openletter.cli.review.{name}")
