"""One request as the handlers see it: who asks, for what, with which fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from openletter.page.guard import BODY
from openletter.page.people import Visitor
from openletter.page.site import Site

FIELDS = 40


class Refused(Exception):
    """A request that cannot be served; `why` is a message for a person."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


@dataclass(frozen=True, slots=True)
class Ask:
    site: Site
    path: Mapping[str, str]
    """The variable parts of the address."""
    query: Mapping[str, str]
    form: Mapping[str, str]
    posted: bool
    cookie: str
    joining: str
    """The token of the invitation that this browser came with."""
    visitor: Visitor | None
    accepts: str
    """The languages that the browser asks for."""

    @property
    def who(self) -> Visitor:
        """The visitor. Raises Refused where there is none."""
        if self.visitor is None:
            raise Refused(403, "Your session has ended, or you have none.")
        return self.visitor

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A template as the answer."""
        text = self.site.render(template, self.visitor, self.accepts, ask=self, **values)
        return HTMLResponse(text, status)


def go(address: str) -> Response:
    """A redirect after a form, or to a cleaner address."""
    return RedirectResponse(address, 303)


async def form(request: Request) -> dict[str, str]:
    """The fields of a form. Raises Refused for what is too large or is no form in UTF-8."""
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > BODY:
            raise Refused(413, "The form is too large.")
    return fields(bytes(data).decode("latin-1"))


def fields(encoded: str) -> dict[str, str]:
    """Fields as browsers encode them; of several with one name, the last. Raises Refused.

    >>> fields("a=1&b=%C3%A9")
    {'a': '1', 'b': 'é'}
    """
    try:
        pairs = parse_qsl(
            encoded, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=FIELDS
        )
    except ValueError as error:
        raise Refused(400, "The form cannot be read.") from error
    return dict(pairs)
