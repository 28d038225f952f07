"""The measures that run in the browser, and pages to run them in."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 256}
"""1280 by 1024 pixels at 400 % (WCAG 2.2, 1.4.10)."""


@contextmanager
def opened(chrome: Any, file: Path) -> Iterator[Any]:
    """A page in a window of its own, with the measures loaded, where motion is unwelcome."""
    context = chrome.new_context(viewport=WIDE, color_scheme="light", reduced_motion="reduce", locale="en")
    try:
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(file.as_uri())
        page.evaluate(_script())
        yield page
    finally:
        context.close()


def afresh(page: Any) -> int:
    """Loads a page anew, so that Tab begins at its beginning; gives how many parts take the focus."""
    address = page.url.partition("#")[0]
    page.goto("about:blank")
    page.goto(address)
    page.evaluate(_script())
    return int(page.evaluate("measure.focusable()"))


@functools.cache
def _script() -> str:
    return resources.files("openletter.audit.own").joinpath("measure.js").read_text("utf-8")
