"""What pages of the web and of e-books must hold beside the letter: ways to and from notes, places, names."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

from openletter.audit.own import markup
from openletter.audit.own.opened import Book, Page, Problem, Problems
from openletter.conventions import text


def notes(opened: Page | Book) -> Problems:
    """Each reference leads to its note and each note back to it, both with a label in the page's language."""
    root, c = opened.root, opened.subject.conventions
    ids = markup.by_id(root)
    links = markup.elements(root, "a")
    references = [one for one in links if markup.role(one) == "doc-noteref"]
    backs = [one for one in links if markup.role(one) == "doc-backlink"]
    for n, reference in enumerate(references, 1):
        note = ids.get(_target(reference))
        if note is None or markup.text(reference) != str(n) or _target(reference) != f"fn{n}":
            yield Problem("note-link", f"the reference to note {n} does not lead to it")
        if reference.get("aria-label") != text(c, "Note {number}", number=n):
            yield Problem("note-label", f"the reference to note {n} has no label in the page's language")
        mine = [one for one in backs if note is not None and note in one.iterancestors()]
        if [_target(one) for one in mine] != [reference.get("id")] or not reference.get("id"):
            yield Problem("note-back", f"note {n} has no link back to its reference, or another one's")
        label = text(c, "Back to the text, note {number}", number=n)
        if any(one.get("aria-label") != label for one in mine):
            yield Problem("note-label", f"the way back from note {n} has no label in the page's language")
    if len(references) != len(backs):
        yield Problem("note-back", f"{len(references)} references to notes, and {len(backs)} ways back")
    yield from _section(root, bool(references), text(c, "Notes"))


def _section(root: Any, needed: bool, heading: str) -> Problems:
    sections = [one for one in markup.elements(root) if markup.role(one) == "doc-endnotes"]
    if len(sections) != int(needed):
        yield Problem("notes-section", f"there are {len(sections)} sections of notes")
    for section in sections:
        first = next(iter(section), None)
        if first is None or not markup.tag(first).startswith("h") or markup.text(first) != heading:
            yield Problem("notes-section", f"the section of notes does not begin with a heading “{heading}”")
        if section.get("aria-label") or section.get("aria-labelledby"):
            yield Problem("notes-section", "the notes have a name beside their heading: both are spoken")


def _target(link: Any) -> str:
    return str(link.get("href", "")).partition("#")[2]


def places(opened: Page | Book) -> Problems:
    """Every identifier stands once; every link within the page leads somewhere."""
    for name, root in _pages(opened).items():
        counts = Counter(str(one.get("id")) for one in markup.elements(root) if one.get("id"))
        for identifier, count in counts.items():
            if count > 1:
                yield Problem("id-twice", f"{name} has the identifier {identifier} {count} times")
        for link in markup.elements(root, "a"):
            href = str(link.get("href", ""))
            if href.startswith("#") and href[1:] not in counts:
                yield Problem("link-nowhere", f"{name} has a link to {href}, which is not there")
        for one in markup.elements(root):
            for attribute in ("aria-labelledby", "aria-describedby"):
                for part in str(one.get(attribute, "")).split():
                    if part not in counts:
                        yield Problem("name-nowhere", f"{name}: {attribute} names {part}, which is not there")


def _pages(opened: Page | Book) -> dict[str, Any]:
    return {"the page": opened.root} if isinstance(opened, Page) else opened.pages


def nothing_hidden(opened: Page | Book) -> Problems:
    """No part of the letter is kept from anybody, put out of order, or fetched from elsewhere."""
    for name, root in _pages(opened).items():
        for one in markup.elements(root):
            tag = markup.tag(one)
            if one.get("aria-hidden") == "true" or markup.role(one) in ("presentation", "none"):
                yield Problem("hidden", f"{name} hides a part <{tag}> from assistive technology")
            if "hidden" in one.attrib and one.get("id") != "landmarks":
                yield Problem("hidden", f"{name} has a part <{tag}> that is hidden")
            focus = str(one.get("tabindex", "-1"))
            if focus not in ("0", "-1"):
                yield Problem("tabindex", f"{name} puts <{tag}> out of the order of reading")
            if focus == "0" and not (markup.role(one) == "region" and one.get("aria-label")):
                yield Problem("tabindex", f"{name} lets a part <{tag}> take the focus, which does nothing")
            if any(name.startswith("on") for name in one.attrib):
                yield Problem("active", f"{name} has a part <{tag}> with code in it")
            if tag in ("script", "iframe", "object", "embed", "form"):
                yield Problem("active", f"{name} has a part <{tag}>, which no letter has")
            if tag == "img" and "alt" not in one.attrib:
                yield Problem("image-alt", f"{name} has an image without an alt attribute")
            source = str(one.get("src", "")) or (str(one.get("href", "")) if tag == "link" else "")
            if "://" in source or source.startswith("//"):
                yield Problem("fetched", f"{name} fetches {source[:80]} from elsewhere")


def outline(opened: Page | Book) -> Problems:
    """One heading of level 1 on each page, and no level skipped (WCAG 2.2, 1.3.1)."""
    for name, root in _pages(opened).items():
        found = [one for one in markup.elements(root) if markup.tag(one) in _HEADINGS]
        levels = [int(markup.tag(one)[1]) for one in found]
        if levels.count(1) > 1 or (levels and levels[0] != 1):
            yield Problem("heading-levels", f"{name} has the heading levels {levels}")
        if any(after > before + 1 for before, after in pairwise(levels)):
            yield Problem("heading-levels", f"{name} skips a level of headings: {levels}")
        if any(not markup.text(one) for one in found):
            yield Problem("heading-empty", f"{name} has an empty heading")


_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
