"""The same letter in every format: each view of a file against that of the edition."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from openletter.audit.own import parts
from openletter.audit.own.opened import Opened, Pdf, Problem, Problems
from openletter.audit.own.parts import VIEWS, Part
from openletter.model import Edition

_WORDS = {
    "text": "the text",
    "headings": "the headings",
    "lists": "the lists",
    "links": "the links",
    "images": "the words for the images",
    "emphasis": "the emphasis",
    "quotes": "the quotations",
    "tables": "the tables",
    "notes": "the notes",
    "references": "the references to notes",
    "languages": "the languages of the parts",
    "directions": "the directions of the parts",
}
_SHOWN = 120


def same_as_edition(opened: Opened) -> Problems:
    """A problem per view in which a file differs from its edition, with the first difference."""
    wanted = opened.subject.expected
    if wanted is None:
        return
    is_pdf = isinstance(opened, Pdf)
    for name, view in VIEWS.items():
        if is_pdf and name == "directions":  # a PDF has no directions: they follow from the characters
            continue
        there, here = view(wanted), view(opened.letter)
        if is_pdf and name == "links":
            there, here = _places(there), _pdf_links(opened.letter)
        if list(there) != list(here):
            yield Problem(
                f"edition-{name}", f"{_WORDS[name]} are not those of the letter: {_first(there, here)}"
            )


def _places(links: Sequence[object]) -> list[object]:
    """Links within a PDF lead to places without words of their own."""
    return [
        (link[0], "#" if link[1].startswith("#") else link[1]) for link in links if isinstance(link, tuple)
    ]


def _pdf_links(letter: Part) -> list[object]:
    return [
        (parts.words(one) or "".join(parts.images(one)), parts.address(one.value))
        for one in parts.walk(letter)
        if one.kind == "link" and (one.value == "#" or parts.is_common(one.value))
    ]


def _first(there: Sequence[object], here: Sequence[object]) -> str:
    number, pair = next((n, p) for n, p in enumerate(zip_longest(there, here), 1) if p[0] != p[1])
    wanted, found = (_shown(one, pair) for one in pair)
    return f"number {number} should be {wanted} and is {found}"


def _shown(value: object, pair: Sequence[object]) -> str:
    if value is None:
        return "absent"
    texts = [one if isinstance(one, str) else repr(one) for one in pair if one is not None]
    text = value if isinstance(value, str) else repr(value)
    same = 0
    if len(texts) == 2:
        same = next((n for n, (a, b) in enumerate(zip(*texts, strict=False)) if a != b), min(map(len, texts)))
    start = max(0, same - _SHOWN // 2)
    cut = text[start : start + _SHOWN]
    return f"“{'…' if start else ''}{cut}{'…' if start + _SHOWN < len(text) else ''}”"


def unsafe_links(opened: Opened) -> Problems:
    """Links that run code or lead where no letter's link leads."""
    for one in parts.walk(opened.letter):
        scheme = one.value.partition(":")[0].lower() if one.kind == "link" and ":" in one.value else ""
        if scheme and scheme not in {*parts.SCHEMES, "ftp"} and "/" not in scheme:
            yield Problem(
                "link-unsafe", f"the link “{parts.words(one)}” has an address of the kind {scheme}:"
            )


def notice_once(opened: Opened) -> Problems:
    """The notice stands near the top once, short, and in full at the end once; or nowhere."""
    from openletter.publish import notice

    edition = opened.subject.edition
    if edition is None:
        return
    lines = parts.lines(opened.letter)
    short = parts.squeezed(notice.short(edition))
    for text in filter(None, (short, *map(parts.squeezed, notice.full(edition)))):
        count = lines.count(text)
        if count != 1:
            yield Problem("notice", f"the notice on the review stands {count} times in it: “{text[:80]}”")
    if short in lines and lines.index(short) > _head(edition):
        yield Problem("notice", "the notice on the review does not stand under the title")


def _head(edition: Edition) -> int:
    return 1 + bool(edition.subtitle) + bool(edition.place or edition.date_text)
