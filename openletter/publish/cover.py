"""A cover made from the letter's own words: title, place and date, as a PNG drawn by Typst."""

from __future__ import annotations

from openletter.conventions import dateline
from openletter.model import Edition
from openletter.publish import fonts, typst_run
from openletter.publish.xhtml import template

_SIZES = ((40, 92), (80, 76), (160, 60), (320, 46))
"""Longest title (a wide character counts as two) that is set in a size in points; 34 beyond."""


def draw(edition: Edition, width: int = 1000, height: int = 1500) -> bytes:
    """The cover, in pixels. Equal arguments give equal bytes."""
    c = edition.conventions
    foot = dateline(c, edition.place, edition.date, edition.date_text)
    source = _source(edition, foot, width, height)
    made = fonts.pdf_fonts(edition.title_text + foot, c)
    return typst_run.run(source, {}, made, format="png", ppi=72)


def _source(edition: Edition, foot: str, width: int, height: int) -> str:
    c = edition.conventions
    values = {
        "fonts": f"({', '.join(_literal(family) for family in fonts.families(c))},)",
        "language": _literal(c.tag.split("-")[0]),
        "direction": c.direction,
        "weight": _literal("regular" if c.script.startswith("Han") else "bold"),
        "page-width": f"{width}pt",
        "page-height": f"{height}pt",
        "size": f"{_size(edition.title_text)}pt * {1.25 if c.script == 'Arab' else 1}",
        "title": f"text({_literal(edition.title_text)})",
        "foot": f"text({_literal(foot)})",
    }
    return (
        "".join(f"#let {name} = {value}\n" for name, value in values.items()) + template("cover.typ").template
    )


def _size(title: str) -> int:
    width = sum(1 + (ord(character) > 0x2E7F) for character in title)
    return next((size for longest, size in _SIZES if width <= longest), 34)


def _literal(words: str) -> str:
    r"""A Typst string.

    >>> print(_literal('a "b" \\ #c'))
    "a \"b\" \\ #c"
    """
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
