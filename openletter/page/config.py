"""How the page is served: for one person on this machine, or for a team behind a proxy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from openletter.errors import UsageError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Config:
    """Where the page is reached, and by whom.

    `origin` is the address that a team's browsers use (`https://review.example.org`), "" on loopback alone:
    there, whoever reaches the page is the publisher.
    """

    port: int
    origin: str = ""

    @property
    def team(self) -> bool:
        return bool(self.origin)

    @property
    def secure(self) -> bool:
        """Whether browsers come over TLS, so that cookies must never go without it."""
        return self.origin.startswith("https://")

    @property
    def home(self) -> str:
        """The address to tell a person."""
        return self.origin or f"http://127.0.0.1:{self.port}"

    @property
    def cookie(self) -> str:
        """The name of the cookie of a session; with TLS, one that only this very host can set."""
        return "__Host-openletter" if self.secure else f"openletter-{self.port}"

    @property
    def joining(self) -> str:
        """The name of the cookie that holds an invitation until somebody comes in."""
        return "__Host-openletter-joining" if self.secure else f"openletter-joining-{self.port}"

    @cached_property
    def origins(self) -> frozenset[str]:
        """The origins from which a form may be sent."""
        if self.origin:
            return frozenset((self.origin,))
        return frozenset(f"http://{host}:{self.port}" for host in LOOPBACK)

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The names under which the page answers; any other is somebody's trick with DNS."""
        return frozenset(urlsplit(one).netloc for one in self.origins)


def origin(given: str) -> str:
    """An origin as browsers write it. Raises UsageError for what is none, or goes without TLS.

    >>> origin("https://Review.example.org/")
    'https://review.example.org'
    """
    parts = urlsplit(given)
    host = (parts.hostname or "").lower()
    local = host in ("127.0.0.1", "localhost", "::1")
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if not (host and plain and (parts.scheme == "https" or (parts.scheme == "http" and local))):
        raise UsageError(
            f"“{given}” is not an address at which a team can reach the page",
            hint="give the https address of your proxy without a path, such as https://review.example.org",
        )
    netloc = parts.netloc.lower()
    for scheme, port in (("https", ":443"), ("http", ":80")):
        if parts.scheme == scheme:
            netloc = netloc.removesuffix(port)
    return f"{parts.scheme}://{netloc}"
