"""`openletter preview`: letters in the browser while they are written."""

from __future__ import annotations

import argparse
import contextlib

from openletter.cli import base
from openletter.cli.publish import formats
from openletter.preview.build import Builder


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, default=8000, metavar="N", help="where to listen (8000)")
    command.add_argument(
        "--format", type=formats, default=("html",), metavar="html,epub,pdf", help="formats (html)"
    )
    command.add_argument("--open", action="store_true", help="open the browser, too")


def run(call: base.Call) -> int:
    from openletter.preview.server import serve

    def ready(address: str) -> None:
        call.print_json({"address": address})
        call.print(f"{address} shows the letters, and follows every change; Ctrl-C ends it")
        if call.arguments.open:
            import webbrowser

            webbrowser.open(address)

    with contextlib.suppress(KeyboardInterrupt):
        serve(Builder(call.project, call.arguments.format), call.arguments.port, ready)
    return 0
