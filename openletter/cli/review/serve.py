"""`openletter review serve`: the page on which anyone can review."""

from __future__ import annotations

import argparse
import importlib.util

from openletter import journal
from openletter.cli import base
from openletter.errors import MissingToolError

PORT = 8686
NEEDS = ("starlette", "uvicorn", "jinja2")


def arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--port", type=int, default=PORT, metavar="N", help=f"the port on this machine ({PORT}; 0: any)"
    )
    command.add_argument(
        "--origin",
        default="",
        metavar="URL",
        help="for a team: the https address of the proxy in front of this page; people then come in by an "
        "invitation alone",
    )
    command.add_argument(
        "--publisher", default="", metavar="NAME", help="with --origin: print an invitation for a publisher"
    )


def run(call: base.Call) -> int:
    missing = [name for name in NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingToolError(
            f"the page needs {', '.join(missing)}", hint=f"python3 -m pip install {' '.join(missing)}"
        )
    from openletter.page import config, people, serve, site

    given = call.arguments
    origin = config.origin(given.origin) if given.origin else ""
    publisher = journal.check_name(given.publisher) if given.publisher else ""

    def ready(page: site.Site) -> None:
        call.print(f"The page is at {page.config.home}/ – stop it with Ctrl-C")
        if publisher:
            token = page.people.invite(publisher, people.Role.PUBLISHER, ())
            call.print(f"An invitation for {publisher}: {page.config.home}/join/{token}")
        call.print_json({"address": f"{page.config.home}/"})

    serve.serve(call.project, call.settings, given.port, origin, ready)
    return 0
