"""What an e-book must hold around the letter: languages, contents, and nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from openletter.audit.own import markup, parts
from openletter.audit.own.opened import Book, Problem, Problems
from openletter.audit.own.parts import squeezed
from openletter.conventions import text
from openletter.model import Severity

BOOK_BYTES = 400_000


def language(book: Book) -> Problems:
    """Package and pages tell their language and direction."""
    c = book.subject.conventions
    if book.metadata("dc:language") != [c.tag]:
        yield Problem(
            "book-language", f"the book says that it is in {book.metadata('dc:language')}, not {c.tag}"
        )
    if book.package.get(markup.XML_LANG) != c.tag:
        yield Problem("book-language", f"the package does not say that its words are in {c.tag}")
    for name, root in book.pages.items():
        if (root.get("lang"), root.get(markup.XML_LANG)) != (c.tag, c.tag):
            yield Problem("page-language", f"{name} says lang={root.get('lang')!r}; it is in {c.tag}")
        if root.get("dir") != c.direction:
            yield Problem(
                "page-direction", f"{name} says dir={root.get('dir')!r}; it should be {c.direction}"
            )
        for one in markup.elements(root):
            if one.get("lang") != one.get(markup.XML_LANG):
                yield Problem("page-language", f"{name}: lang and xml:lang of <{markup.tag(one)}> differ")
    spine = next(iter(markup.elements(book.package, "spine")), None)
    direction = spine.get("page-progression-direction", "ltr") if spine is not None else ""
    if direction not in (c.direction, "default" if c.direction == "ltr" else ""):
        yield Problem("book-direction", f"the pages turn {direction}; they should turn {c.direction}")


def titles(book: Book) -> Problems:
    """The book and each of its pages have the letter's title."""
    edition = book.subject.edition
    wanted = squeezed(edition.title_text) if edition else next(iter(book.metadata("dc:title")), "")
    if book.metadata("dc:title") != [wanted] or not wanted:
        yield Problem("book-title", f"the title of the book is {book.metadata('dc:title')}")
    for name, root in book.pages.items():
        found = [markup.text(one) for one in markup.elements(root, "title")]
        if found != [wanted]:
            yield Problem("page-title", f"the title of {name} is {found}")


def contents(book: Book) -> Problems:
    """The table of contents lists every heading in order, and leads to it."""
    navigations = {_type(one): one for root in book.pages.values() for one in markup.elements(root, "nav")}
    if "toc" not in navigations:
        yield Problem("book-contents", "the book has no table of contents")
        return
    links = markup.elements(navigations["toc"], "a")
    listed = [markup.text(one) for one in links]
    c = book.subject.conventions
    headings = [words for _, words in parts.headings(book.letter)]
    about, notes = text(c, "About this translation"), text(c, "Notes")
    if book.letter.kids and parts.notes(book.letter):
        headings.insert(len(headings) - (headings[-1:] == [about]), notes)
    if listed != headings:
        yield Problem(
            "book-contents", f"the table of contents lists {listed}, and the headings are {headings}"
        )
    for link in links:
        yield from _leads(book, link)
    for kind, navigation in navigations.items():
        if kind != "toc":
            for link in markup.elements(navigation, "a"):
                yield from _leads(book, link, by_words=False)


def _type(element: Any) -> str:
    return str(element.get(markup.EPUB_TYPE, ""))


def _leads(book: Book, link: Any, *, by_words: bool = True) -> Problems:
    name, _, fragment = str(link.get("href", "")).partition("#")
    root = book.pages.get(f"EPUB/{name}")
    target = None if root is None else markup.by_id(root).get(fragment) if fragment else root
    words = markup.text(link)
    if target is None:
        yield Problem("book-contents", f"“{words}” in the navigation leads nowhere")
    elif by_words and words != _heading(target):
        yield Problem("book-contents", f"“{words}” in the table of contents leads to “{_heading(target)}”")


def _heading(target: Any) -> str:
    """The words of the heading that a place is, or begins with."""
    if markup.tag(target)[:1] == "h" and markup.tag(target)[1:].isdigit():
        return squeezed(markup.text_without_notes(target))
    inside = [
        one for one in markup.elements(target) if markup.tag(one) in ("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    return squeezed(markup.text_without_notes(inside[0])) if inside else ""


def order(book: Book) -> Problems:
    """The reading order holds the letter's page, and every file of the manifest is there."""
    items = {one.get("id"): str(one.get("href", "")) for one in markup.elements(book.package, "item")}
    read = [items.get(one.get("idref")) for one in markup.elements(book.package, "itemref")]
    linear = [one.get("linear", "yes") for one in markup.elements(book.package, "itemref")]
    if "letter.xhtml" not in read or "no" in linear:
        yield Problem("book-order", "the letter is not in the book's reading order")
    for href in items.values():
        if f"EPUB/{href}" not in book.files:
            yield Problem("book-file", f"the book lacks its file {href}")
    extra = {name for name in book.names if name.startswith("EPUB/") and not name.endswith(".opf")}
    for name in sorted(extra - {f"EPUB/{href}" for href in items.values()}):
        yield Problem("book-file", f"the book holds {name}, which it does not declare")


def weight(book: Book) -> Problems:
    """A book arrives on a slow line."""
    size = len(book.subject.data)
    if size > BOOK_BYTES:
        yield Problem(
            "book-weight",
            f"the book has {size} bytes, over {BOOK_BYTES}",
            "the letter's images are large",
            Severity.WARNING,
        )
