"""Runs the page until it is stopped."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from openletter.errors import PortError
from openletter.page.app import create
from openletter.page.config import Config
from openletter.page.site import Site
from openletter.settings import Settings

TURN = 0.001
"""Seconds for which a thread keeps the interpreter from others. Python's own 5 ms would let a short answer
wait as long as a long one, several times over: the loop and the workers hand each request back and forth."""


def listen(port: int) -> socket.socket:
    """A socket on the loopback interface alone; port 0 takes any that is free. Raises PortError."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(("127.0.0.1", port))
        found.listen(256)  # from now on browsers wait, and are not turned away
    except (OSError, OverflowError) as error:
        found.close()
        raise PortError(port, error) from error
    return found


def server(site: Site) -> uvicorn.Server:
    """A server for a site. It keeps no log of who came, and does not say what it is."""
    return uvicorn.Server(
        uvicorn.Config(
            create(site),
            access_log=False,
            log_level="error",
            server_header=False,
            proxy_headers=False,
            lifespan="on",
            limit_concurrency=500,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=5,
            h11_max_incomplete_event_size=64 * 1024,
            ws="none",
        )
    )


def serve(project: Path, settings: Settings, port: int, origin: str, ready: Callable[[Site], None]) -> None:
    """Serves a project. `ready` is told when browsers can come."""
    listening = listen(port)
    site = Site.of(project, settings, Config(listening.getsockname()[1], origin))
    sys.setswitchinterval(TURN)
    site.warm()
    ready(site)
    server(site).run([listening])
