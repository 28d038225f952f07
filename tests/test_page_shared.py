"""A browser that several people use: nobody finds what somebody else has typed, and nobody loses it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page_stage
import page_states
import pytest

from openletter.page.people import Role

WORDS = "كلمات ليلى وحدها"
LIVE = "**/live/**"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[page_stage.Stage]:
    with page_states.team(tmp_path) as found:
        yield found


@pytest.fixture
def tab(chrome: Any) -> Iterator[Any]:
    """A tab of the one browser that all share."""
    context = chrome.new_context(locale="en")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def come_in(tab: Any, stage: page_stage.Stage, token: str) -> None:
    tab.goto(f"{stage.home}/join/{token}")
    with tab.expect_navigation():
        tab.click("form[action='/join'] button")


def invite(stage: page_stage.Stage, name: str) -> str:
    return stage.site.people.invite(name, Role.REVIEWER, ["ar", "fr"])


def open_(tab: Any, stage: page_stage.Stage, source: str = "Why now") -> Any:
    page_states.at(source)(tab, stage)
    tab.wait_for_timeout(300)
    return tab.locator("#text")


def kept(tab: Any) -> dict[str, str]:
    """What lies in the browser."""
    return dict(tab.evaluate("Object.entries({...localStorage}).filter(([name]) => !name.includes('keys'))"))


def typed(stage: page_stage.Stage, name: str) -> list[str]:
    rows = stage.site.database.rows("SELECT text FROM typed WHERE person = ?", (name.casefold(),))
    return [row["text"] for row in rows]


def in_a_tunnel(tab: Any, stage: page_stage.Stage, text: str, source: str = "Why now") -> None:
    """Types words that do not come to the server until `out_of_it`."""
    field = open_(tab, stage, source)
    tab.context.route(LIVE, lambda route: route.abort("internetdisconnected"))
    field.fill(text)
    tab.locator("#saved:not(:empty)").wait_for()
    tab.goto("about:blank")


def out_of_it(tab: Any) -> None:
    tab.context.unroute(LIVE)


def until(tab: Any, what: Any) -> None:
    for _ in range(60):
        if what():
            return
        tab.wait_for_timeout(100)
    pytest.fail("it did not come to pass")


def test_the_next_person_finds_nothing_and_the_first_finds_all(tab: Any, stage: page_stage.Stage) -> None:
    leila, omar = invite(stage, "Leïla"), invite(stage, "Omar")
    come_in(tab, stage, leila)
    in_a_tunnel(tab, stage, WORDS)
    come_in(tab, stage, omar)
    out_of_it(tab)
    assert open_(tab, stage).input_value() != WORDS
    assert WORDS not in tab.content()
    tab.wait_for_timeout(1200)
    found = kept(tab)
    assert len(found) == 1, "the words wait for their owner"
    assert not any(
        word in name + value for name, value in found.items() for word in [*WORDS.split(), "Leïla"]
    )
    assert tab.evaluate("openletterWords.places()") == []
    assert typed(stage, "Omar") == []
    stage.site.database.write(
        "DELETE FROM typed"
    )  # what the page sent while it went: the words are here alone
    come_in(tab, stage, leila)
    tab.goto(f"{stage.home}/help")
    until(tab, lambda: typed(stage, "Leïla") == [WORDS])
    until(tab, lambda: kept(tab) == {})
    assert open_(tab, stage).input_value() == WORDS


def test_each_has_words_for_the_same_passage(tab: Any, stage: page_stage.Stage) -> None:
    people = {name: invite(stage, name) for name in ("Leïla", "Omar")}
    for name, token in people.items():
        come_in(tab, stage, token)
        in_a_tunnel(tab, stage, f"{WORDS} {name}")
        come_in(tab, stage, invite(stage, "Chen"))
        out_of_it(tab)
    assert len(kept(tab)) == 2
    stage.site.database.write("DELETE FROM typed")
    for name, token in people.items():
        come_in(tab, stage, token)
        field = open_(tab, stage)
        # they are unsealed after the page is there
        until(tab, lambda field=field, name=name: field.input_value() == f"{WORDS} {name}")
        until(tab, lambda name=name: typed(stage, name) == [f"{WORDS} {name}"])


def test_a_page_that_is_still_open_writes_for_nobody_else(tab: Any, stage: page_stage.Stage) -> None:
    come_in(tab, stage, invite(stage, "Leïla"))
    field = open_(tab, stage)
    other = tab.context.new_page()
    come_in(other, stage, invite(stage, "Omar"))
    field.fill(WORDS)
    tab.locator("#saved:not(:empty)").wait_for()
    assert typed(stage, "Omar") == typed(stage, "Leïla") == []
    assert WORDS not in str(kept(other))
    with tab.expect_navigation():
        tab.click("button[value=send]")
    assert all(one.msgstr != WORDS for one in stage.site.desk.store.events("letter", "ar"))


def test_who_comes_in_ends_the_session_before(tab: Any, stage: page_stage.Stage) -> None:
    come_in(tab, stage, invite(stage, "Leïla"))
    come_in(tab, stage, invite(stage, "Omar"))
    names = [row["name"] for row in stage.site.database.rows("SELECT name FROM session")]
    assert names == ["Omar"]


def leave(tab: Any) -> None:
    tab.click(".who summary")
    tab.click("form.leave button")


def test_leaving_takes_the_words_to_the_server(tab: Any, stage: page_stage.Stage) -> None:
    come_in(tab, stage, invite(stage, "Leïla"))
    in_a_tunnel(tab, stage, WORDS)
    field = open_(tab, stage, "On water")
    out_of_it(tab)
    field.press_sequentially("x")
    with tab.expect_navigation():
        leave(tab)
    assert sorted(typed(stage, "Leïla")) == sorted([WORDS, "x"])
    assert kept(tab) == {}
    assert tab.locator(".who").count() == 0
    tab.go_back()
    tab.wait_for_load_state()
    assert tab.locator("#text, .who").count() == 0, "Back leads to nothing of hers"


def test_leaving_offers_what_the_server_does_not_take(
    tab: Any, stage: page_stage.Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openletter.page.kept.MOST", 0)
    come_in(tab, stage, invite(stage, "Leïla"))
    open_(tab, stage).fill(WORDS)
    tab.locator("#saved:not(:empty)").wait_for()
    leave(tab)
    tab.locator("#only-here-words").wait_for()
    assert tab.locator("#only-here-words").input_value() == WORDS
    assert tab.evaluate("document.activeElement.closest('dialog') !== null")
    tab.click("#only-here button[value=stay]")
    assert len(kept(tab)) == 1
    tab.click("form.leave button")
    tab.locator("#only-here-words").wait_for()
    with tab.expect_navigation():
        tab.click("#only-here button[value=leave]")
    assert kept(tab) == {}
    assert tab.locator(".who").count() == 0


def test_what_was_sent_is_not_handed_in_again(tab: Any, stage: page_stage.Stage) -> None:
    come_in(tab, stage, invite(stage, "Leïla"))
    open_(tab, stage, "On water").fill("عن الماء")
    with tab.expect_navigation():
        tab.click("button[value=send]")
    tab.locator("#told").wait_for()
    tab.wait_for_timeout(800)
    assert kept(tab) == {}
    assert typed(stage, "Leïla") == []


def test_what_lay_there_unsealed_goes(tab: Any, stage: page_stage.Stage) -> None:
    tab.goto(f"{stage.home}/help")
    old, long_ago = "openletter /live/ar/letter  Why now", "openletter words 0123456789abcdef 00"
    tab.evaluate(
        "names => names.forEach(one => localStorage.setItem(one, '0 a b'))", [old, long_ago, "of others"]
    )
    tab.reload()
    assert list(kept(tab)) == ["of others"]
