"""The preview's server: on loopback alone, with a script in each page that loads it again after a build."""

from __future__ import annotations

import html
import json
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any
from urllib.parse import unquote, urlsplit

from openletter.errors import PortError
from openletter.model import Finding
from openletter.preview.build import Builder

HOST = "127.0.0.1"
STATE, SCRIPT = "/.preview/state", "/.preview/reload.js"
WAIT = 25.0
"""How long a page's question for the next build stays open, in seconds."""


def server(builder: Builder, port: int) -> ThreadingHTTPServer:
    """A server for the pages of a builder; port 0 takes any that is free. Raises PortError."""
    try:
        made = ThreadingHTTPServer((HOST, port), partial(Handler, builder))
    except (OSError, OverflowError) as error:
        raise PortError(port, error) from error
    made.daemon_threads = True
    return made


class Handler(SimpleHTTPRequestHandler):
    """Files of the preview folder; pages with the script and what was found."""

    protocol_version = "HTTP/1.1"
    timeout = 60

    def __init__(self, builder: Builder, *arguments: Any) -> None:
        self.builder = builder
        super().__init__(*arguments, directory=str(builder.folder))

    def do_GET(self) -> None:
        if not self._is_local():
            self._send(403, "text/plain", b"this server is for this machine alone\n")
            return
        path = unquote(urlsplit(self.path).path)
        if path == STATE:
            number = self.builder.wait(self._seen(), WAIT)
            self._send(200, "application/json", json.dumps({"number": number}).encode())
        elif path == SCRIPT:
            self._send(200, "text/javascript", _script())
        elif path == "/" or path.endswith((".html", "/")):
            self._page(path + "index.html" if path.endswith("/") else path)
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        if self._is_local():
            super().do_HEAD()
        else:
            self._send(403, "text/plain", b"")

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nobody reads a line for each request."""

    def list_directory(self, path: Any) -> None:
        self._send(404, "text/html", self._with_panel(b"<!DOCTYPE html><title>Nothing here</title>"))

    def _is_local(self) -> bool:
        """Whether the browser asked for this machine by its own name: a page elsewhere that had its name
        point here (DNS rebinding) could read drafts."""
        name = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        return name in (HOST, "localhost")

    def _seen(self) -> int:
        query = urlsplit(self.path).query
        return int(query) if query.isdecimal() and len(query) < 10 else -1

    def _page(self, path: str) -> None:
        self.path = path
        file = self.translate_path(path)
        try:
            with open(file, "rb") as opened:
                self._send(200, "text/html", self._with_panel(opened.read()))
        except OSError:
            self._send(404, "text/html", self._with_panel(_NOTHING))

    def _with_panel(self, page: bytes) -> bytes:
        added = panel(self.builder.number, self.builder.findings()).encode()
        before, end, after = page.rpartition(b"</body>")
        return before + added + end + after if end else page + added

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


_NOTHING = (
    b'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Preview</title></head>'
    b"<body><p>There is no such page yet.</p></body></html>"
)


def panel(number: int, findings: Sequence[Finding]) -> str:
    """What is added to a page: the script, and what there is to mend."""
    script = f'<script src="{SCRIPT}" data-number="{number}" defer></script>\n'
    if not findings:
        return script
    items = "".join(_item(one) for one in findings)
    return (
        '<aside id="openletter-preview" lang="en" dir="ltr" role="status" aria-label="Preview" '
        'style="position:sticky;inset-block-end:0;max-height:40vh;overflow:auto;padding:0.6rem 1rem;'
        'background:#fff4ce;color:#201a00;border-top:3px solid #9a6700;font:15px/1.4 system-ui,sans-serif">'
        f"<strong>To mend ({len(findings)})</strong><ul>{items}</ul></aside>\n{script}"
    )


def _item(one: Finding) -> str:
    hint = f"<br><small>{html.escape(one.hint)}</small>" if one.hint else ""
    where = f"<code>{html.escape(str(one.where))}</code>: " if one.where.file else ""
    return f"<li>{where}{html.escape(one.what)}{hint}</li>"


def _script() -> bytes:
    return resources.files("openletter.preview").joinpath("reload.js").read_bytes()


def serve(builder: Builder, port: int, ready: Any) -> None:
    """Serves until it is interrupted. `ready` is told the address once the first build is there."""
    stop = threading.Event()
    made = server(builder, port)
    watching = threading.Thread(target=builder.watch, args=(stop,), daemon=True)
    watching.start()
    try:
        builder.wait(0, 600)
        ready(f"http://{HOST}:{made.server_address[1]}/")
        made.serve_forever()
    finally:
        stop.set()
        made.server_close()
        watching.join(10)
