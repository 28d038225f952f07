"""What a browser makes of the pages: enlarged, printed, with the keyboard alone, read by a screen reader.

One Chromium looks at all pages, without a network.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from openletter.audit.base import Published
from openletter.audit.browser import browser, version
from openletter.audit.own import access, finding, keyboard, subject_of
from openletter.audit.own.measuring import NARROW, WIDE, opened
from openletter.audit.own.opened import Problem, Problems, Subject
from openletter.model import Finding

__all__ = ["LOOKS", "problems", "run", "version"]

SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
"""WCAG 2.2, 1.4.12."""
PRINT_BESIDES = ".back, .notice a, .skip"
"""What is left out on paper: it leads somewhere, and paper cannot."""


def run(published: Published) -> Iterable[Finding]:
    """The findings about every web page that is published."""
    with browser() as chrome:
        for artifact in published.artifacts("html"):
            subject = subject_of(published, artifact)
            for problem in problems(chrome, published.file(artifact), subject):
                yield finding(problem, published.place(artifact))


def problems(chrome: Any, file: Path, subject: Subject) -> Problems:
    """Everything that is seen in a page in the browser."""
    with opened(chrome, file) as page:
        for look in LOOKS:
            yield from look(page, subject)


def contrast(page: Any, subject: Subject) -> Problems:
    """Text stands out from what is behind it, in the light and in the dark (WCAG 2.2, 1.4.3)."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        for words, ratio, need in page.evaluate(f"measure.contrast('{scheme}', false)")[:3]:
            yield Problem("contrast", f"“{words}” has a contrast of {ratio}:1 ({scheme}), under {need}:1")


def visible(page: Any, subject: Subject) -> Problems:
    """All text of the letter is to be seen, in the order of the page."""
    for words in page.evaluate("measure.unseen('body', '.skip')")[:3]:
        yield Problem("unseen", f"“{words}” is not to be seen")
    for words in page.evaluate("measure.disorder()")[:3]:
        yield Problem("disorder", f"“{words}” stands above what comes before it")


def motion(page: Any, subject: Subject) -> Problems:
    """Nothing moves for readers who asked for that."""
    for words in page.evaluate("measure.motion()")[:3]:
        yield Problem("motion", f"{words}, although the reader asked for less motion")


def reflow(page: Any, subject: Subject) -> Problems:
    """Nothing is lost at 400 %, nor with more space in the text (WCAG 2.2, 1.4.10 and 1.4.12)."""
    page.set_viewport_size(NARROW)
    for words in page.evaluate("measure.lost()")[:3]:
        yield Problem("reflow", f"enlarged to 400 %, the page loses or cuts: {words}")
    for words in page.evaluate("measure.disorder()")[:3]:
        yield Problem("disorder", f"enlarged to 400 %, “{words}” stands above what comes before it")
    style = page.add_style_tag(content=SPACING)
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        for words in page.evaluate("measure.lost()")[:3]:
            yield Problem("text-spacing", f"with more space in the text, {size['width']} px: cut is {words}")
    style.evaluate("(element) => element.remove()")


def printed(page: Any, subject: Subject) -> Problems:
    """On paper all of the letter can be read, also from a reader who likes the dark."""
    page.emulate_media(media="print", color_scheme="dark")
    for words in page.evaluate(f"measure.unseen('main', {PRINT_BESIDES!r})")[:3]:
        yield Problem("print", f"“{words}” is not printed")
    for words, ratio, need in page.evaluate("measure.contrast('light', true)")[:3]:
        yield Problem("print", f"“{words}” is printed with a contrast of {ratio}:1, under {need}:1")
    page.emulate_media(media="screen", color_scheme="light")


LOOKS: tuple[Callable[[Any, Subject], Problems], ...] = (
    access.tree,
    visible,
    contrast,
    motion,
    reflow,
    printed,
    keyboard.skip_link,
    keyboard.through,
    keyboard.notes,
)
"""Each takes a page in the browser and leaves it as it was."""
