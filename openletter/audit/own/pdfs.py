"""What a PDF must hold around the letter: language, title, bookmarks, ways to and from notes, characters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openletter.audit.own import parts
from openletter.audit.own.opened import Pdf, Problem, Problems
from openletter.audit.own.tagged import links_of
from openletter.conventions import text
from openletter.publish import tagtext


def language(pdf: Pdf) -> Problems:
    """The document tells its language and the direction of its pages."""
    c = pdf.subject.conventions
    lang = str(pdf.document.pdf.Root.get("/Lang", ""))
    if parts.base(lang) != parts.base(c.tag):
        yield Problem("pdf-language", f"the document says /Lang ({lang}); it is in {c.tag}")
    if pdf.letter.dir != c.direction:
        yield Problem("pdf-direction", f"the document is read {pdf.letter.dir}; it should be {c.direction}")


def title(pdf: Pdf) -> Problems:
    """The window shows the letter's title (PDF/UA-1, 7.1)."""
    edition = pdf.subject.edition
    root = pdf.document.pdf.Root
    found = str(pdf.document.pdf.docinfo.get("/Title", ""))
    wanted = edition.title_text if edition else found
    if parts.squeezed(found) != parts.squeezed(wanted) or not found:
        yield Problem("pdf-title", f"the title of the document is “{found}”")
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield Problem("pdf-title", "the window shows the name of the file and not the title")
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield Problem("pdf-tags", "the document does not say that it is tagged")


def bookmarks(pdf: Pdf) -> Problems:
    """The bookmarks are the headings below the title."""
    with pdf.document.pdf.open_outline() as outline:
        found = [parts.squeezed(words) for words in _bookmarks(outline.root)]
    wanted = [words for level, words in parts.headings(pdf.letter)]
    if wanted[1:] and found not in (wanted, wanted[1:]):
        yield Problem("pdf-bookmarks", f"the bookmarks are {found}, and the headings {wanted}")


def _bookmarks(items: Any) -> Iterator[str]:
    for item in items:
        yield str(item.title)
        yield from _bookmarks(item.children)


def notes(pdf: Pdf) -> Problems:
    """Each number of a note is a link with a label in the document's language, there and back."""
    c = pdf.subject.conventions
    there: list[str] = []
    back: list[str] = []
    for root in pdf.document.roots():
        _labels(root, False, there, back)
    count = len(parts.notes(pdf.letter))
    wanted = [text(c, "Note {number}", number=n) for n in range(1, count + 1)]
    ways = [text(c, "Back to the text, note {number}", number=n) for n in range(1, count + 1)]
    if there != wanted:
        yield Problem("note-label", f"the numbers of notes in the text are labelled {there}")
    if back != ways:
        yield Problem("note-back", f"the numbers at the notes are labelled {back}")


def _labels(element: tagtext.Element, in_note: bool, there: list[str], back: list[str]) -> None:
    in_note = in_note or element.kind == "/Note"
    for kid in element.kids:
        if not isinstance(kid, tagtext.Element):
            continue
        if kid.label and any(isinstance(one, tagtext.Element) and one.kind == "/Link" for one in kid.kids):
            if in_note and element.kind != "/Note":
                back.append("(not of the note)")
            for annotation in links_of(kid.node):
                leads = "/Dest" in annotation or "/D" in annotation.get("/A", {})
                label = str(annotation.get("/Contents", "")) if leads else "(leads nowhere)"
                (back if in_note else there).append(label)
        else:
            _labels(kid, in_note, there, back)


def figures(pdf: Pdf) -> Problems:
    """Every image in the tag tree has words."""
    for one in parts.walk(pdf.letter):
        if one.kind == "image" and not one.value.strip():
            yield Problem("image-alt", "an image of the document has no words")


def links(pdf: Pdf) -> Problems:
    """Every link leads somewhere, and every link on a page is in the tag tree."""
    for one in parts.walk(pdf.letter):
        if one.kind == "link" and not one.value:
            yield Problem("link-nowhere", f"the link “{parts.words(one)}” leads nowhere")
    tagged = {annotation.objgen for root in pdf.document.roots() for annotation in links_of(root.node)}
    for page in pdf.document.pdf.pages:
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == "/Link" and annotation.objgen not in tagged:
                yield Problem("link-untagged", "a link on a page is not in the tag tree")
