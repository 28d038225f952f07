"""The pages of an e-book as XHTML: cover, letter, navigation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from openletter.conventions import text
from openletter.model import Edition
from openletter.publish import notice
from openletter.publish.web import Flavour, Heading
from openletter.publish.xhtml import Rendered, about_markup, head_markup, markup, safe, template

FLAVOUR = Flavour(
    images="images/",
    relative=False,
    tables=("", ""),
    reference=(
        '<sup><a href="#fn{n}" id="ref{n}" epub:type="noteref" role="doc-noteref"'
        ' aria-label="{label}">{n}</a></sup>'
    ),
    back='<a href="#ref{n}" epub:type="backlink" role="doc-backlink" aria-label="{label}">{n}.</a>',
    back_first=True,
)


def page(edition: Edition, body: str) -> bytes:
    """A page of the book with a body of well-formed markup."""
    c = edition.conventions
    body = re.sub(r'(<[^<>]*?) lang="([^"]*)"', r'\1 lang="\2" xml:lang="\2"', body)
    page = template("book.xhtml").substitute(
        lang=c.tag, dir=c.direction, title=escape(edition.title_text, quote=False), body=body
    )
    return safe(page).encode()


def cover_page(edition: Edition) -> str:
    """The body of the page that shows the cover."""
    alt = escape(text(edition.conventions, "Cover: {title}", title=edition.title_text))
    image = f'<img src="images/cover.png" alt="{alt}" role="doc-cover"/>'
    return f'<div class="cover" epub:type="cover">\n{image}\n</div>\n'


def letter(edition: Edition, rendered: Rendered) -> str:
    """The body of the letter's page, with its notes and notice."""
    sentence = notice.short(edition)
    if sentence:
        link = f'<a href="#about">{markup(edition.conventions, "About this translation")}</a>'
        sentence = f'<p class="notice" role="note">{escape(sentence, quote=False)} {link}</p>\n'
    return (
        f'<main id="letter" epub:type="bodymatter">\n<div class="head">\n{head_markup(edition, rendered)}'
        f"{sentence}</div>\n{rendered.body}\n{_notes(edition, rendered)}"
        f"{about_markup(edition)}</main>\n"
    )


def _notes(edition: Edition, rendered: Rendered) -> str:
    if not rendered.notes:
        return ""
    notes = "".join(
        f'<aside id="fn{n}" epub:type="footnote" role="doc-footnote">{note}</aside>\n'
        for n, note in enumerate(rendered.notes, 1)
    )
    return (
        '<section class="notes" id="notes" epub:type="footnotes" role="doc-endnotes">\n'
        f"<h2>{markup(edition.conventions, 'Notes')}</h2>\n"
        f"{notes}</section>\n"
    )


def contents(edition: Edition, rendered: Rendered) -> list[Heading]:
    """What the table of contents lists: the letter, its headings, the notes, the notice."""
    c = edition.conventions
    found = [Heading(1, "letter", edition.title_text), *rendered.headings]
    if rendered.notes:
        found.append(Heading(2, "notes", text(c, "Notes")))
    if notice.full(edition):
        found.append(Heading(2, "about", text(c, "About this translation")))
    return found


def navigation(edition: Edition, rendered: Rendered) -> str:
    """The body of the navigation document: contents and landmarks (EPUB 3.3, 7)."""
    c = edition.conventions
    places = [("cover", "cover.xhtml", markup(c, "Cover"))]
    if rendered.headings:
        places.append(("toc", "nav.xhtml#toc", markup(c, "Contents")))
    places.append(("bodymatter", "letter.xhtml", markup(c, "Letter")))
    if rendered.notes:
        places.append(("footnotes", "letter.xhtml#notes", markup(c, "Notes")))
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{href}">{words}</a></li>\n' for kind, href, words in places
    )
    label = escape(text(c, "Landmarks"))
    return (
        '<nav id="toc" epub:type="toc" role="doc-toc" aria-labelledby="toc-h">\n'
        f'<h1 id="toc-h">{markup(c, "Contents")}</h1>\n{_nested(contents(edition, rendered))}</nav>\n'
        f'<nav id="landmarks" epub:type="landmarks" aria-label="{label}" hidden="hidden">\n'
        f"<ol>\n{landmarks}</ol>\n</nav>\n"
    )


def _nested(headings: Sequence[Heading]) -> str:
    """Headings, none more than one level below the one before, as nested lists."""
    parts: list[str] = []
    level = 0
    for heading in headings:
        if heading.level > level:
            parts.append("<ol>\n")
        else:
            parts.append("</li>\n" + "</ol>\n</li>\n" * (level - heading.level))
        level = heading.level
        words = escape(heading.text, quote=False)
        parts.append(f'<li><a href="letter.xhtml#{heading.id}">{words}</a>')
    return "".join(parts) + "</li>\n</ol>\n" * level
