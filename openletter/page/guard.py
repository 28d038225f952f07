"""What every request passes before anything looks at it, and what every answer carries.

The page answers only under its own names (no DNS rebinding), takes forms only from itself (no forged
requests), bounds sizes and rates, and tells browsers to load nothing from elsewhere. It keeps no address and
no agent.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from openletter.page.config import Config

BODY = 512 * 1024
"""Bytes of a form: 64 KiB of text in any script, percent-encoded, and what goes with it."""
ADDRESS = 16 * 1024
FORM = "application/x-www-form-urlencoded"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # "no-referrer" would make browsers send forms with the origin "null"
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cache-control": "no-store",
}


class Rates:
    """A bucket for each session, one for all who have none. `now` gives seconds."""

    def __init__(
        self, each: float = 20, burst: float = 120, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._each, self._burst, self._now = each, burst, now
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, who: str, cost: float = 1) -> bool:
        """Whether a request is within the rate."""
        now = self._now()
        left, at = self._buckets.pop(who, (self._burst, now))
        left = min(self._burst, left + (now - at) * self._each)
        allowed = left >= cost
        self._buckets[who] = (left - cost if allowed else left, now)
        while len(self._buckets) > 10_000:
            self._buckets.popitem(last=False)
        return allowed


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, config: Config) -> None:
        self._app = app
        self._config = config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            status, text = refusal
            await PlainTextResponse(f"{text}\n", status, {"connection": "close"})(
                scope, receive, self._with_headers(scope, send)
            )
            return
        await self._app(scope, receive, self._with_headers(scope, send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the sentence for a request that goes no further."""
        headers = Headers(scope=scope)
        if [host.lower() for host in headers.getlist("host")] not in [[one] for one in self._config.hosts]:
            return 421, "this page is not served under that name"
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "the page takes GET, HEAD and POST"
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > ADDRESS:
            return 414, "the address is too long"
        if scope["method"] == "POST":
            return self._refusal_of_form(headers)
        return None

    def _refusal_of_form(self, headers: Headers) -> tuple[int, str] | None:
        origins = headers.getlist("origin")
        if len(origins) != 1 or origins[0].lower() not in self._config.origins:
            return 403, "the form was not sent from this page"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "the form was not sent from this page"
        if headers.get("content-type", "").split(";")[0].strip().lower() != FORM:
            return 415, f"the page takes {FORM}"
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length[:12]) > BODY:
            return 413, "the form is too large"
        return None

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self._config.secure:
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        return answer
