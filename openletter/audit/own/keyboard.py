"""A page with the keyboard alone: into the letter, through all links, to the notes and back."""

from __future__ import annotations

from typing import Any

from openletter.audit.own.measuring import afresh
from openletter.audit.own.opened import Problem, Problems, Subject

RING = 3.0
"""The contrast that a focus ring needs (WCAG 2.2, 1.4.11 and 2.4.13)."""


def skip_link(page: Any, subject: Subject) -> Problems:
    """The first Tab shows the skip link, and Enter leads into the letter (WCAG 2.2, 2.4.1)."""
    afresh(page)
    page.keyboard.press("Tab")
    first = page.evaluate("({...measure.focus('light'), skip: document.activeElement.matches('.skip')})")
    if not first.get("skip"):
        yield Problem("skip-link", f"the first Tab leads to “{first.get('name')}” and not to the skip link")
        return
    if not first["inView"]:
        yield Problem("skip-link", "the skip link is not to be seen when it has the focus")
    page.keyboard.press("Enter")
    if not page.evaluate("document.activeElement === document.querySelector('main')"):
        yield Problem("skip-link", "the skip link does not lead into the letter")
    page.keyboard.press("Tab")
    if not page.evaluate("document.querySelector('main').contains(document.activeElement)"):
        yield Problem("skip-link", "after the skip link, Tab does not go on in the letter")


def through(page: Any, subject: Subject) -> Problems:
    """Tab reaches every link once, in order, with a ring that can be seen, and leaves the page (2.1.2)."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        count = afresh(page)
        for wanted in range(count):
            page.keyboard.press("Tab")
            focus = page.evaluate(f"measure.focus('{scheme}')")
            if focus["at"] != wanted:
                yield Problem(
                    "focus-order", f"Tab number {wanted + 1} leads to {focus.get('name') or 'nothing'}"
                )
                break
            yield from _ring(focus, scheme)
        else:
            page.keyboard.press("Tab")
            if page.evaluate("measure.focus('light')")["at"] != -1:
                yield Problem("focus-trap", "after the last link, Tab does not leave the page")
    page.emulate_media(color_scheme="light")


def _ring(focus: Any, scheme: str) -> Problems:
    if not focus["inView"]:
        yield Problem("focus-seen", f"“{focus['name']}” has the focus and is not to be seen")
    if focus["ring"] < RING:
        yield Problem(
            "focus-ring",
            f"the focus on “{focus['name']}” has a ring of {focus['ring']}:1 ({scheme}), under 3:1",
        )


def notes(page: Any, subject: Subject) -> Problems:
    """Enter on a note's number leads to the note, and Enter on its way back to the number."""
    afresh(page)
    references = page.locator("[role=doc-noteref]")
    for index in range(references.count()):
        reference = references.nth(index)
        identifier, target = reference.get_attribute("id") or "", (reference.get_attribute("href") or "#")[1:]
        reference.focus()
        page.keyboard.press("Enter")
        if not page.evaluate("id => measure.inView(id)", target):
            yield Problem("note-keys", f"Enter on the number of note {index + 1} does not show the note")
            continue
        page.keyboard.press("Tab")
        inside = "id => document.getElementById(id).contains(document.activeElement)"
        if not page.evaluate(inside, target):
            yield Problem("note-keys", f"after the jump to note {index + 1}, Tab does not go on in it")
            continue
        page.locator(f"[id='{target}'] [role=doc-backlink]").last.focus()
        page.keyboard.press("Enter")
        if not page.evaluate("id => measure.inView(id)", identifier):
            yield Problem(
                "note-keys", f"Enter on the way back from note {index + 1} does not show its number"
            )
