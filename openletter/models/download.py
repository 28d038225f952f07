"""Files over HTTP: resumed where they broke off, with time-outs, and nothing but HTTP."""

from __future__ import annotations

import contextlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openletter import __version__
from openletter.errors import MissingToolError, OpenletterError
from openletter.models.unpack import MOST

TIMEOUT = 30.0
"""Seconds without a byte, after which a connection counts as broken."""
TRIES = 5
"""Tries in a row that may bring nothing new."""
_BLOCK = 2**18

Progress = Callable[[int, int], None]
"""(bytes so far, bytes in all or 0 where the server does not say)."""


class Broken(Exception):
    """A connection failed; what was received so far is kept."""


class _HttpOnly(urllib.request.HTTPRedirectHandler):
    """Redirects to HTTP addresses alone, and from an encrypted one to encrypted ones."""

    def redirect_request(
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        allowed = ("https://",) if req.full_url.startswith("https://") else ("https://", "http://")
        if not newurl.startswith(allowed):
            raise urllib.error.HTTPError(newurl, code, "redirected to another protocol", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _open(url: str, headers: Mapping[str, str], timeout: float) -> Any:
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _HttpOnly(),
    ):
        opener.add_handler(handler)
    headers = {"User-Agent": f"openletter/{__version__}", "Accept-Encoding": "identity", **headers}
    if not url.startswith(("http://", "https://")):
        raise OpenletterError(f"“{url[:80]}” is no address of the web", code="model-address")
    response = opener.open(urllib.request.Request(url, headers=headers), timeout=timeout)
    if response is None:
        raise Broken("no answer")
    return response


@contextlib.contextmanager
def _breaking() -> Any:
    """Every way in which a connection fails, as Broken; what the server refuses, as an error."""
    try:
        yield
    except urllib.error.HTTPError as error:
        if error.code in (408, 425, 429) or error.code >= 500:
            raise Broken(f"the server answers {error.code} {error.reason}") from error
        raise OpenletterError(
            f"the server answers {error.code} {error.reason} for {error.url}",
            hint="look whether the address is still right; a file that you have can be imported: "
            "python3 build.py models import FILE.argosmodel",
            code="model-address",
        ) from error
    except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise Broken(str(reason) or type(error).__name__) from error


def offline(what: str, url: str, why: object) -> MissingToolError:
    """The one error for a network that is not there."""
    return MissingToolError(
        f"{what} cannot be reached: {why}\n  {url}",
        hint="check the connection (behind a proxy, set HTTPS_PROXY) and run the same command again; or "
        "fetch the .argosmodel files on another machine and run: python3 build.py models import FILE …",
        code="offline",
    )


def text(url: str, what: str, most: int, timeout: float = TIMEOUT) -> bytes:
    """A small file as a whole. Raises MissingToolError offline, OpenletterError for a wrong address."""
    why: object = ""
    for _ in range(2):
        try:
            with _breaking(), _open(url, {}, timeout) as response:
                data: bytes = response.read(most + 1)
                if len(data) > most:
                    raise OpenletterError(f"{what} is larger than {most} bytes", code="model-index")
                return data
        except Broken as error:
            why = error
    raise offline(what, url, why)


@dataclass(slots=True)
class _Partial:
    """A file of which a part is there, and what the server called the version that it is part of."""

    path: Path

    @property
    def note(self) -> Path:
        return self.path.with_name(self.path.name + ".json")

    def resume(self, url: str) -> tuple[int, str]:
        """How many bytes can be kept, and the server's name for their version."""
        try:
            note = json.loads(self.note.read_text("utf-8"))
            if note["url"] == url and note["version"]:
                return self.path.stat().st_size, str(note["version"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return 0, ""

    def begin(self, url: str, version: str) -> None:
        self.note.write_text(json.dumps({"url": url, "version": version}), "utf-8")

    def forget(self) -> None:
        for path in (self.note, self.path):
            path.unlink(missing_ok=True)


def file(url: str, path: Path, progress: Progress, most: int = MOST, timeout: float = TIMEOUT) -> None:
    """Fetches `url` into `path`, going on where an earlier call broke off.

    Raises MissingToolError where the network fails (what came stays, for the next call), OpenletterError for
    a wrong address or a file that is too large.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = _Partial(path)
    tries = 0
    while True:
        before = path.stat().st_size if path.exists() else 0
        try:
            _more(url, partial, progress, most, timeout)
        except Broken as error:
            grew = path.exists() and path.stat().st_size > before
            tries = 0 if grew else tries + 1
            if tries >= TRIES:
                raise offline("the model", url, error) from error
        else:
            partial.note.unlink(missing_ok=True)
            return


def _more(url: str, partial: _Partial, progress: Progress, most: int, timeout: float) -> None:
    """One connection's worth of a file. Raises Broken when it ends before the file does."""
    have, version = partial.resume(url)
    headers = {"Range": f"bytes={have}-", "If-Range": version} if have else {}
    with _breaking(), _open(url, headers, timeout) as response:
        start = _start(response, have)
        total = int(response.headers.get("Content-Length") or 0)
        total = total + start if total else 0
        if total > most:
            partial.forget()
            raise OpenletterError(f"the file has {total} bytes, more than {most}", code="model-too-large")
        if not start:
            partial.forget()
            etag = response.headers.get("ETag") or ""
            strong = "" if etag.startswith("W/") else etag
            partial.begin(url, strong or response.headers.get("Last-Modified") or "")
        with partial.path.open("r+b" if start else "wb") as out:
            out.truncate(start)
            out.seek(start)
            _receive(response, out, start, total, progress, most)


def _start(response: Any, have: int) -> int:
    """Where the answer begins: it may be a part that follows on, or the whole."""
    if response.status != 206:
        return 0
    begins = str(response.headers.get("Content-Range", "")).removeprefix("bytes ").partition("-")[0]
    if begins != str(have):
        raise Broken("the server sent another part than was asked for")
    return have


def _receive(response: Any, out: Any, start: int, total: int, progress: Progress, most: int) -> None:
    done = start
    while True:
        block = response.read1(_BLOCK)
        if not block:
            break
        done += len(block)
        if done > most:
            raise OpenletterError(f"the file has more than {most} bytes", code="model-too-large")
        out.write(block)
        progress(done, total)
    if total and done < total:
        raise Broken(f"the connection ended after {done} of {total} bytes")
