"""axe-core in Chromium, over every web page, the index, and every page inside an EPUB.

Each page is looked at in windows of 320, 768 and 1280 pixels. Colours are looked at in the light and the dark
scheme and in forced colours (high contrast).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openletter.audit import browser, tools
from openletter.audit.base import Page, Published, Undecided
from openletter.model import Finding, Place, Severity

WIDTHS = (320, 768, 1280)
"""Pixels. 320 is what WCAG 2.2, 1.4.10 asks for: 1280 pixels at 400 %."""
SCHEMES = (("light", "none"), ("dark", "none"), ("light", "active"))
"""Colour scheme and forced colours. Every rule runs in the first; in the others, those about colours."""
HEIGHT = 800
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

Seen = dict[tuple[str, str, str, str], tuple[dict[str, Any], dict[str, Any], dict[str, None]]]
"""Kind, rule, element, words → the rule, the node, and the windows in which that was so."""


def version() -> str:
    axe = tools.npm_version("axe-core")
    return f"{axe} in Chromium {browser.version()}" if axe and browser.version() else ""


def run(published: Published) -> Iterator[Finding | Undecided]:
    pages = published.pages()
    if pages:
        with browser.browser() as chrome:
            yield from check(chrome, pages)


def check(chrome: Any, pages: tuple[Page, ...]) -> Iterator[Finding | Undecided]:
    """What axe has to say of pages in a running browser."""
    context = chrome.new_context(offline=True)
    script = tools.npm("axe-core", "axe.min.js")
    context.add_init_script(path=str(script))
    tab = context.new_page()
    for page in pages:
        tab.goto(page.file.resolve().as_uri())
        yield from _said(page, _page(tab))
    context.close()


def _page(tab: Any) -> Seen:
    seen: Seen = {}
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": HEIGHT})
        for scheme, forced in SCHEMES:
            tab.emulate_media(color_scheme=scheme, forced_colors=forced)
            options: dict[str, Any] = {"resultTypes": ["violations", "incomplete"]}
            if (scheme, forced) != SCHEMES[0]:
                options["runOnly"] = _COLOURS
            result = tab.evaluate("options => axe.run(document, options)", options)
            window = f"{width} px, {'forced colours' if forced == 'active' else scheme}"
            for kind in ("violations", "incomplete"):
                for rule in result[kind]:
                    for node in rule["nodes"]:
                        words = _words(node)
                        key = (kind, rule["id"], node["html"], words)
                        seen.setdefault(key, (rule, node, {}))[2][window] = None
    return seen


def _words(node: dict[str, Any]) -> str:
    checks = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return "; ".join(checks)


def _said(page: Page, seen: Seen) -> Iterator[Finding | Undecided]:
    for (kind, rule_id, element, words), (rule, node, windows) in seen.items():
        where = Place(page.name)
        what = f"{rule['help']}: {' '.join(element.split())[:160]} ({words[:300]}; {', '.join(windows)})"
        if kind == "incomplete":
            yield Undecided("axe", rule_id, where, what)
            continue
        minor = (node.get("impact") or rule.get("impact")) == "minor"
        yield Finding(
            "page-inaccessible",
            Severity.WARNING if minor else Severity.ERROR,
            where,
            what,
            rule["description"],
            "axe",
            rule_id,
        )
