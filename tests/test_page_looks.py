"""The review page as people meet it: judges, keyboard, what screen readers are given, narrow windows, words.

What a screen reader is given of each page stands in tests/golden/page/LANG/: read it when it changes.
"""

from __future__ import annotations

import re
import string
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import page_stage
import page_states
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from judged import need
from page_states import ALONE, TEAM

from openletter.audit import browser as chromium
from openletter.audit import nu, tools
from openletter.audit.own import access
from openletter.locale import page as catalogs
from openletter.locale.update import LOCALE
from openletter.page import words
from openletter.page.people import Role

GOLDEN = Path(__file__).parent / "golden" / "page"
LANGUAGES = words.LANGUAGES
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


# The words


def test_the_catalogs_are_current() -> None:
    for path, data in catalogs.current().items():
        now = path.read_bytes() if path.is_file() else b""
        assert now == data, f"{path.name}: python -m openletter.locale.page"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_is_translated_with_its_values(lang: str) -> None:
    for message in _messages(lang):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), f"{message.id} has no translation"
        wanted = _values(message.id[-1] if isinstance(message.id, tuple) else message.id)
        for number, form in enumerate(forms):
            # a form for one or two things may say the number in words, or say that there is nothing
            in_words = lang == "ar" and number < 3
            assert _values(form) == wanted or (in_words and _values(form) == wanted - {"n"}), form


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, "فقرة واحدة في انتظارك."),
        (2, "فقرتان في انتظارك."),
        (3, "3 فقرات في انتظارك."),
        (11, "11 فقرة في انتظارك."),
        (100, "100 فقرة في انتظارك."),
    ],
)
def test_arabic_counts(number: int, shown: str) -> None:
    said = words.voice("ar").plural("{n} passage waits for you.", "{n} passages wait for you.", number)
    assert said == shown


def test_the_catalogs_say_that_they_are_drafts() -> None:
    for lang in LANGUAGES:
        head = (LOCALE / lang / "LC_MESSAGES" / "page.po").read_text("utf-8")[:400]
        assert ("Machine draft: no person has reviewed" in head) is (lang != "en")


def _messages(lang: str) -> list[Message]:
    with (LOCALE / lang / "LC_MESSAGES" / "page.po").open("rb") as file:
        return [one for one in read_po(file) if one.id]


def _values(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


# In a browser


@dataclass
class Stages:
    chrome: Any
    alone: page_stage.Stage
    team: page_stage.Stage

    def states(self) -> Iterator[tuple[str, page_states.Go, page_stage.Stage]]:
        for name, go in ALONE.items():
            yield name, go, self.alone
        for name, go in TEAM.items():
            yield name, go, self.team


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    need("openletter-browser")
    folder = tmp_path_factory.mktemp("page")
    with (
        chromium.browser() as chrome,
        page_states.alone(folder) as alone,
        page_states.team(folder) as team,
    ):
        yield Stages(chrome, alone, team)


def visit(stages: Stages, lang: str, see: Callable[[str, Any], None], **options: Any) -> None:
    """Shows every state in a language."""
    for name, go, stage in stages.states():
        with page_states.tab(stages.chrome, stage, lang, **options) as tab:
            go(tab, stage)
            see(name, tab)
        page_states.reset(stage)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_and_nu_have_nothing_to_say(lang: str, stages: Stages, tmp_path: Path) -> None:
    need("axe")
    need("nu")
    script = tools.npm("axe-core", "axe.min.js")
    assert script is not None
    axe, said = script.read_text("utf-8"), []
    css = tmp_path / "page.css"
    css.write_bytes(stages.alone.site.static["page.css"].data)
    names = {css: css.name}
    for name, go, stage in stages.states():
        with page_states.tab(stages.chrome, stage, lang) as tab:
            answers: deque[Any] = deque(maxlen=1)
            tab.on("response", partial(_keep_pages, answers))
            go(tab, stage)
            said += [f"{name}, {one}" for one in _asked(axe, tab)]
            path = tmp_path / f"{name.replace(' ', '-')}.html"
            path.write_bytes(answers[-1].body())
            names[path] = path.name
        page_states.reset(stage)
    assert said + [f"{one.where}: {one.what}" for one in nu.check(names)] == []


def _asked(axe: str, tab: Any) -> Iterator[str]:
    """What axe says of a page; of its colours, also in the dark and in colours that the reader forces."""
    tab.evaluate(axe)
    for scheme, forced in (("light", "none"), ("dark", "none"), ("light", "active")):
        tab.emulate_media(color_scheme=scheme, forced_colors=forced)
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        if (scheme, forced) != ("light", "none"):
            options["runOnly"] = COLOURS
        for rule in tab.evaluate("options => axe.run(document, options)", options)["violations"]:
            elements = [node["html"][:200] for node in rule["nodes"][:3]]
            yield f"{scheme}, {forced}: {rule['id']}: {elements}"


def _keep_pages(answers: deque[Any], answer: Any) -> None:
    if answer.request.resource_type == "document":
        answers.append(answer)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_what_a_screen_reader_is_given(
    lang: str, stages: Stages, golden: Callable[[Path, str], None]
) -> None:
    found: dict[str, str] = {}
    visit(stages, lang, lambda name, tab: found.__setitem__(name, access.transcript(access.nodes(tab))))
    for name, text in found.items():
        shown = re.sub(r"127\.0\.0\.1:\d+/join/[\w-]+", "127.0.0.1/join/…", text)
        shown = re.sub(r"(\(ZIP[,،] )[\d.,]+", r"\g<1>…", shown)  # the size of this very source
        golden(GOLDEN / lang / f"{name.replace(' ', '-')}.txt", shown)


SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')].filter(one => {
  const box = one.getBoundingClientRect();
  if (!box.width || one.type === 'hidden' || one.matches('.skip')) return false;
  return Math.min(box.width, box.height) < 24;
}).map(one => one.outerHTML.slice(0, 120))"""
WIDE = """() => document.documentElement.scrollWidth > innerWidth
  ? [...document.querySelectorAll('main *')].filter(one => !one.closest('.unseen')
      && (one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1))
      .map(one => one.outerHTML.slice(0, 120)).slice(0, 3).concat('wide') : []"""


@pytest.mark.parametrize("lang", ["ar", "ru"])
def test_a_narrow_window_and_large_text(lang: str, stages: Stages) -> None:
    """WCAG 2.2: nothing goes beyond 320 px (1.4.10), nor with large text (1.4.4); no small target (2.5.8)."""
    found: list[str] = []

    def see(name: str, tab: Any) -> None:
        tab.set_viewport_size({"width": 320, "height": 640})
        found.extend(f"{name}: {one}" for one in tab.evaluate(WIDE) + tab.evaluate(SMALL))
        tab.set_viewport_size({"width": 640, "height": 900})
        tab.evaluate("document.documentElement.style.fontSize = '200%'")
        found.extend(f"{name}, 200 %: {one}" for one in tab.evaluate(WIDE))

    visit(stages, lang, see)
    assert found == []


def test_with_a_keyboard_alone_from_invitation_to_approval(tmp_path: Path, stages: Stages) -> None:
    with page_states.team(tmp_path) as stage:
        token = stage.site.people.invite("Leïla", Role.REVIEWER, ["ar"])
        tab = stages.chrome.new_context(locale="ar").new_page()
        tab.goto(f"{stage.home}/join/{token}")
        _press(tab, "form[action='/join'] button")
        _press(tab, "a[href*='#open']")
        assert tab.evaluate("document.activeElement.id || location.hash") in ("open", "#open")
        for _ in range(20):
            if tab.locator("button[value=approve]:not([hidden])").first.is_visible():
                break
            _press(tab, "#next")
        before = stage.site.desk.store.events("letter", "ar")
        _press(tab, ".write button[value=approve]")
        made = stage.site.desk.store.events("letter", "ar")[len(before) :]
        assert [(one.kind, one.by) for one in made] == [("approve", "Leïla")]
        kept = words.voice("ar").say("Kept. Your text or approval is in the journal.")
        assert kept in tab.evaluate("document.activeElement.textContent"), "it is said by taking the focus"
        tab.wait_for_timeout(700)
        assert tab.inner_text("#heard") == "", "and not once more"
        tab.context.close()


def _press(tab: Any, selector: str) -> None:
    """Goes with Tab to an element, then presses Enter; the focus must be seen on the way."""
    for _ in range(120):
        tab.keyboard.press("Tab")
        seen = tab.evaluate(
            """() => { const one = document.activeElement, box = one.getBoundingClientRect();
            const ring = getComputedStyle(one).outlineStyle !== 'none';
            const seen = box.bottom > 0 && box.top < innerHeight;
            return { fine: one === document.body || (ring && seen), what: one.outerHTML.slice(0, 120) } }"""
        )
        assert seen["fine"], f"the focus is not to be seen on {seen['what']}"
        if tab.evaluate("selector => document.activeElement.matches(selector)", selector):
            with tab.expect_navigation():
                tab.keyboard.press("Enter")
            return
    pytest.fail(f"Tab does not lead to {selector}")


def test_keys_and_how_to_switch_them_off(stages: Stages) -> None:
    stage = stages.alone
    with page_states.tab(stages.chrome, stage, "en") as tab:
        page_states.at("On 5")(tab, stage)
        tab.focus("#text")
        tab.keyboard.press("Alt+1")
        assert tab.input_value("#text") == "<strong1></strong1>"
        tab.keyboard.press("Alt+2")
        assert tab.input_value("#text") == "<strong1><note1/></strong1>"
        with tab.expect_navigation():
            tab.keyboard.press("Alt+n")
        tab.goto(f"{stage.home}/help")
        tab.uncheck("#keys-on")
        page_states.at("On water")(tab, stage)
        tab.focus("#text")
        address = tab.url
        tab.keyboard.press("Alt+n")
        tab.keyboard.press("Control+Enter")
        tab.wait_for_timeout(300)
        assert tab.url == address
        assert tab.locator("[aria-keyshortcuts]").count() == 0
    page_states.reset(stage)


def test_findings_are_said_once(stages: Stages) -> None:
    """Politely, when the checks have something new to say, and never again while it stays so."""
    stage = stages.alone
    with page_states.tab(stages.chrome, stage, "ar") as tab:
        page_states.at("The next")(tab, stage)
        assert tab.get_attribute("#heard", "role") == "status"
        tab.evaluate(
            """window.said = []; new MutationObserver(() => said.push(heard.textContent)).observe(
            document.getElementById('heard'), {childList: true, characterData: true, subtree: true})"""
        )
        tab.fill("#text", "تُعقد الجلسة المقبلة في 12 كانون الثاني/يناير.")
        tab.locator("#heard:not(:empty)").wait_for(state="attached")
        assert tab.locator("#text").get_attribute("aria-invalid") == "true"
        assert "findings" in (tab.get_attribute("#text", "aria-describedby") or "").split()
        for more in ("", " ", "  "):
            tab.fill("#text", f"تُعقد الجلسة المقبلة في 12 كانون الثاني/يناير{more}.")
            tab.wait_for_timeout(900)
        said = tab.evaluate("said")
        assert len(said) == 1
        assert said[0].startswith(words.voice("ar").say("Must be mended:"))
    page_states.reset(stage)


def test_without_a_script(stages: Stages, tmp_path: Path) -> None:
    kept = words.voice("ar").say("Kept. Your text or approval is in the journal.")
    with (
        page_states.alone(tmp_path) as stage,
        page_states.tab(stages.chrome, stage, "ar", java_script_enabled=False) as tab,
    ):
        page_states.at("On 5")(tab, stage)
        assert tab.locator(".chips code").first.is_visible()
        assert not tab.locator(".chips button").first.is_visible()
        page_states.at("On water")(tab, stage)
        tab.fill("#text", "عن الماء")
        tab.click("button[value=send]")
        assert kept in tab.inner_text(".told")
