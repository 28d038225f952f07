"""Every page and state of the review page, by name, each with the way to it in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import page_stage

from openletter.page import people
from openletter.page.desk import Outcome

Go = Callable[[Any, page_stage.Stage], None]
NAME = "Nour"


def at(source: str) -> Go:
    """The passage that begins so, open."""
    return lambda tab, stage: tab.goto(f"{stage.home}/review/ar/letter?at={stage.at(source)}#open")


def path(given: str) -> Go:
    return lambda tab, stage: tab.goto(stage.home + given)


def sent(source: str, text: str, button: str = "send") -> Go:
    """What comes of sending a text that the checks do not take as it is."""

    def go(tab: Any, stage: page_stage.Stage) -> None:
        at(source)(tab, stage)
        tab.fill("#text", text)
        with tab.expect_navigation():
            tab.click(f"button[value={button}]")

    return go


def history(tab: Any, stage: page_stage.Stage) -> None:
    tab.goto(f"{stage.home}/history/ar/letter?at={stage.at('The next')}")


def invited(tab: Any, stage: page_stage.Stage) -> None:
    token = stage.site.people.invite("Leïla", people.Role.REVIEWER, ["ar"])
    tab.context.clear_cookies(name=stage.site.config.cookie)
    tab.goto(f"{stage.home}/join/{token}")


def invite(*fields: str) -> Go:
    """A publisher invites Leïla, with some of the fields filled in."""

    def go(tab: Any, stage: page_stage.Stage) -> None:
        tab.goto(f"{stage.home}/people")
        tab.fill("#name", "Leïla")
        for name in fields:
            tab.check(f"[name={name}]")
        with tab.expect_navigation():
            tab.click("form.card button.main")

    return go


def stranger(given: str) -> Go:
    def go(tab: Any, stage: page_stage.Stage) -> None:
        tab.context.clear_cookies(name=stage.site.config.cookie)
        tab.goto(stage.home + given)

    return go


def ended(tab: Any, stage: page_stage.Stage) -> None:
    """An invitation that is none; the page asks itself once more before it says so."""
    stranger("/join/nothing")(tab, stage)
    tab.wait_for_url("**/join?again=1")


def misnamed(tab: Any, stage: page_stage.Stage) -> None:
    """A name that no journal may hold."""
    stranger("/")(tab, stage)
    tab.fill("#name", "nour@example.org")
    with tab.expect_navigation():
        tab.click("button.main")


def told(tab: Any, stage: page_stage.Stage) -> None:
    """What is said after a text was sent, above the next passage."""
    for row in stage.site.database.rows("SELECT digest FROM session WHERE name = ?", (NAME,)):
        stage.site.told[row["digest"]] = (stage.at("On water"), Outcome(taken=True, kept=True))
    tab.goto(f"{stage.home}/review/ar/letter?at={stage.at('On 5')}#told")


def only_here(tab: Any, stage: page_stage.Stage) -> None:
    """Somebody leaves, and the server does not take what is left in the browser."""
    at("On water")(tab, stage)
    tab.evaluate("openletterWords.keep('0', {live: '/live/ar/none', text: 'عن الماء'})")
    tab.click(".who summary")
    tab.click("form.leave button")
    tab.locator("#only-here").wait_for()


ALONE: Mapping[str, Go] = {
    "start": path("/"),
    "letter": path("/review/ar/letter"),
    "passage with tags": at("On 5"),
    "stale": at("We ask"),
    "held": at("The next"),
    "conflict": at("Why now"),
    "comments": at("The river"),
    "left for later": at("Yours"),
    "refused by a check": sent("The next", "تُعقد الجلسة المقبلة في 12 كانون الثاني/يناير."),
    "needs a second person": sent(
        "The next", "لا تُعقد الجلسة المقبلة في <strong1>12 كانون الثاني/يناير</strong1>."
    ),
    "sent": told,
    "left in the browser": only_here,
    "nothing to send": sent("On water", " "),
    "nothing found": path("/review/ar/letter?q=zzzz"),
    "filtered": path("/review/ar/letter?show=missing"),
    "history": history,
    "help": path("/help"),
    "no such page": path("/review/ar/other"),
    "no such address": path("/nowhere"),
    "welcome": stranger("/"),
    "a name that cannot be": misnamed,
}
"""On the publisher's own machine."""

TEAM: Mapping[str, Go] = {
    "people": path("/people"),
    "invited somebody": invite("lang-ar"),
    "no language chosen": invite(),
    "invitation": invited,
    "invitation ended": ended,
    "stranger": stranger("/"),
    "session ended": stranger("/review/ar/letter"),
}
"""For a team: the pages that differ."""


@contextmanager
def tab(chrome: Any, stage: page_stage.Stage, speaks: str, **options: Any) -> Iterator[Any]:
    """A tab of somebody with a session, who reads the page in the language `speaks`."""
    context = chrome.new_context(locale=speaks, viewport={"width": 1280, "height": 900}, **options)
    context.set_default_timeout(10_000)
    context.add_cookies([stage.cookie(NAME, speaks)])
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def alone(folder: Path) -> Iterator[page_stage.Stage]:
    with page_stage.stage(page_stage.project(folder / "alone")) as stage:
        page_stage.furnish(stage, NAME, "ar")
        yield stage


@contextmanager
def team(folder: Path) -> Iterator[page_stage.Stage]:
    with page_stage.stage(page_stage.project(folder / "team"), origin="team") as stage:
        ticks = count()
        stage.site.people._now = lambda: page_stage.NOW + next(ticks)  # so that invitations have an order
        yield stage


def reset(stage: page_stage.Stage) -> None:
    """Takes back what going to the states has left beside the journal."""
    for table in ("typed", "aside", "invitation"):
        stage.site.database.write(f"DELETE FROM {table}")
    if not stage.site.config.team:
        page_stage.furnish_typed(stage, NAME, "ar")
