"""What happens to a page that is used after its time: sent twice, gone back to, or its session ended."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import page_states
import pytest

from openletter.page.people import Role

AR = "لماذا الآن وليس غدًا"


def made(stage: Any) -> list[tuple[str, str, str]]:
    return [(one.kind, one.by, one.msgstr) for one in stage.site.desk.store.events("letter", "ar")]


def test_a_double_click_sends_once(chrome: Any, tmp_path: Path) -> None:
    with page_states.alone(tmp_path) as stage, page_states.tab(chrome, stage, "en") as tab:
        before = len(made(stage))
        page_states.at("On water")(tab, stage)
        tab.fill("#text", "عن الماء")
        tab.dblclick("button[value=send]")
        tab.locator(".told").wait_for()
        assert [one for one in made(stage)[before:] if one[1] == "Nour"] == [("text", "Nour", "عن الماء")]
        assert stage.site.database.rows("SELECT text FROM typed WHERE text = 'عن الماء'") == []


def test_back_after_a_text_was_sent(chrome: Any, tmp_path: Path) -> None:
    """Whatever Back shows, sending it again writes nothing twice, and a further change counts."""
    with page_states.alone(tmp_path) as stage, page_states.tab(chrome, stage, "en") as tab:
        before = len(made(stage))
        page_states.at("On water")(tab, stage)
        tab.fill("#text", "عن الماء")
        with tab.expect_navigation():
            tab.click("button[value=send]")
        tab.go_back()
        tab.locator("#text").wait_for()
        assert tab.input_value("#text") == "عن الماء"
        with tab.expect_navigation():
            tab.click("button[value=send]")
        assert len(made(stage)) == before + 1
        tab.go_back()
        tab.locator("#text").wait_for()
        tab.fill("#text", "عن المياه")
        with tab.expect_navigation():
            tab.click("button[value=send]")
        assert [text for _, by, text in made(stage)[before:] if by == "Nour"] == ["عن الماء", "عن المياه"]


def _let_in(chrome: Any, stage: Any) -> tuple[Any, str]:
    token = stage.site.people.invite("Leïla", Role.REVIEWER, ["ar"])
    tab = chrome.new_context(locale="en").new_page()
    tab.goto(f"{stage.home}/join/{token}")
    tab.click("form[action='/join'] button")
    page_states.at("Why now")(tab, stage)
    return tab, stage.site.people.invited(token).id


@pytest.mark.parametrize("how", ["withdrawn", "ended"])
def test_typed_when_the_invitation_is_gone(how: str, chrome: Any, tmp_path: Path) -> None:
    """The words stay to be copied, the page says why once and stops asking; sent, they come back."""
    with page_states.team(tmp_path) as stage:
        tab, id_ = _let_in(chrome, stage)
        tab.fill("#text", f"{AR} 1")
        tab.locator("#saved:not(:empty)").wait_for()
        tab.wait_for_timeout(700)  # what the checks say of it is said
        if how == "withdrawn":
            assert stage.site.people.revoke(id_)
        else:
            stage.site.people._now = lambda: 10.0**10
        asked: list[str] = []
        tab.on("request", lambda one: asked.append(one.url))
        tab.evaluate(
            """heard.textContent = ""; window.said = [];
            new MutationObserver(() => said.push(heard.textContent)).observe(heard, {
            childList: true, characterData: true, subtree: true})"""
        )
        tab.fill("#text", f"{AR} 2")
        tab.locator("#heard:not(:empty)").wait_for(state="attached")
        tab.wait_for_timeout(5500)
        assert len([one for one in asked if "/live/" in one]) == 1
        assert len(tab.evaluate("said")) == 1
        assert tab.input_value("#text") == f"{AR} 2"
        assert re.search("session|جلس", tab.inner_text("#saved"))
        with tab.expect_navigation():
            tab.click("button[value=send]")
        assert tab.input_value("#text") == f"{AR} 2"
        assert tab.get_attribute("#text", "readonly") is not None
        rows = stage.site.database.rows("SELECT text FROM typed WHERE person = 'leïla'")
        assert [row["text"] for row in rows] == [f"{AR} 1"]  # what was kept in time waits for a new link
        assert all(by != "Leïla" for _, by, _ in made(stage))
        tab.context.close()
