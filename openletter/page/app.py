"""The application: a table of addresses, and the way of a request to its handler and back."""

from __future__ import annotations

import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import anyio
from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from openletter.errors import OpenletterError
from openletter.page import actions, joining, views
from openletter.page.ask import Ask, Refused, fields, form
from openletter.page.guard import Guard
from openletter.page.kept import Full
from openletter.page.site import Site

Handler = Callable[[Ask], Response]

ROUTES: tuple[tuple[str, Handler | None, Handler | None], ...] = (
    ("/", views.start, None),
    ("/name", None, actions.name),
    ("/join", joining.welcome, joining.enter),
    ("/join/{token}", joining.arrive, None),
    ("/leave", None, actions.leave),
    ("/speak", None, actions.speak),
    ("/people", joining.people, joining.invite),
    ("/help", views.help_, None),
    ("/review/{lang}/{letter:path}", views.review, actions.review),
    ("/live/{lang}/{letter:path}", None, actions.live),
    ("/history/{lang}/{letter:path}", views.history, None),
    ("/preview/{id}/{path:path}", views.preview, None),
    ("/source.zip", views.program, None),
    ("/static/{digest}/{name}", views.static, None),
)
"""Address, what looks, what does. Whatever an address names is looked up in a table, never on the disk."""

OPEN = (views.start, views.help_, views.static, views.program, joining.arrive, joining.welcome)
"""What strangers may look at."""

THREADS = 4
"""Requests that are worked on at a time; more would only take turns on the interpreter."""


def create(site: Site) -> Starlette:
    """The ASGI application of a site."""
    server = _Server(site)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        site.close()

    routes = [
        Route(
            path, server.endpoint(look, do), methods=[*(["GET"] if look else []), *(["POST"] if do else [])]
        )
        for path, look, do in ROUTES
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: server.not_found},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # it would lead to whatever the address names
    app.add_middleware(Guard, config=site.config)
    return app


class _Server:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._threads: anyio.CapacityLimiter | None = None

    def endpoint(self, look: Handler | None, do: Handler | None) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            posted = request.method == "POST"
            handler = do if posted else look
            assert handler is not None
            ask: Ask | None = None
            try:
                ask = self._ask(request, {})
                if posted:
                    ask = self._ask(request, await form(request))
                return await self._run(handler, ask)
            except ClientDisconnect:
                return Response(status_code=400)
            except (Refused, OpenletterError) as error:
                return self._refuse(request, ask, error)
            except Exception as error:
                return _broken(error)

        return answer

    async def _run(self, handler: Handler, ask: Ask) -> Response:
        if self._threads is None:
            self._threads = anyio.CapacityLimiter(THREADS)
        return await to_thread.run_sync(self._answer, handler, ask, limiter=self._threads)

    def _answer(self, handler: Handler, ask: Ask) -> Response:
        ask = self._known(ask)
        who = ask.visitor.digest if ask.visitor else ""
        if handler is not views.static and not self._site.rates.take(who):
            raise Refused(429, "That was too much at once. Please wait a moment.")
        try:
            if ask.posted and not joining.genuine(ask, coming_in=handler is joining.enter):
                raise Refused(403, "Your session has ended, or the form is not from this page.")
            if ask.visitor is None and not ask.posted and handler not in OPEN:
                raise Refused(403, "Your session has ended, or you have none.")
            return handler(ask)
        except Full:
            return self._refusal(ask, Refused(409, "There are too many unsent words or comments here."))
        except (Refused, OpenletterError) as error:
            return self._refusal(ask, error)

    def _known(self, ask: Ask) -> Ask:
        visitor = self._site.people.visitor(ask.cookie, not self._site.config.team) if ask.cookie else None
        return replace(ask, visitor=visitor)

    def _ask(self, request: Request, sent: Mapping[str, str]) -> Ask:
        config = self._site.config
        return Ask(
            site=self._site,
            path=dict(request.path_params),
            query=fields(request.scope["query_string"].decode("latin-1")),
            form=sent,
            posted=request.method == "POST",
            cookie=request.cookies.get(config.cookie, "")[:200],
            joining=request.cookies.get(config.joining, "")[:200],
            visitor=None,
            accepts=request.headers.get("accept-language", "")[:400],
        )

    def _refusal(self, ask: Ask, error: Refused | OpenletterError) -> Response:
        """The page that says why something cannot be done, with the words that were typed, if any."""
        status = error.status if isinstance(error, Refused) else 500 if error.exit_code == 4 else 409
        voice = self._site.speaks(ask.visitor, ask.accepts)
        if isinstance(error, Refused):
            what, hint = voice.say(error.why), ""
        else:
            place = f"{error.where}: " if error.where and ask.visitor and ask.visitor.publishes else ""
            what, hint = place + voice.findings.say(error.what), voice.findings.say(error.hint)
        if "live" in ask.query:
            return JSONResponse({"error": what}, status)
        return ask.page("refused.html", status, what=what, hint=hint, text=ask.form.get("text", ""))

    def _refuse(self, request: Request, ask: Ask | None, error: Refused | OpenletterError) -> Response:
        if ask is None:
            return PlainTextResponse("the request cannot be read\n", 400)
        return self._refusal(ask, error)

    async def not_found(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        try:
            return self._refusal(self._ask(request, {}), Refused(status, "There is no such page."))
        except Refused:
            return PlainTextResponse("there is no such page\n", status)


def _broken(error: Exception) -> Response:
    """A fault of ours. Where in the code it was goes to standard error, and nothing of anybody's."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "openletter" in one.filename]
    places = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames))
    print(f"openletter: an internal error: {type(error).__name__}: {places}", file=sys.stderr, flush=True)
    return HTMLResponse(_FAULT, 500)


_FAULT = """\
<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error · openletter</title>
<main><h1>The page has a fault</h1>
<p>It was noted. What you typed before is kept; <a href="/">to the letters</a>.</p></main></html>
"""
