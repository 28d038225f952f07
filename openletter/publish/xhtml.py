"""What the pages of HTML and EPUB share: the letter as markup, with its head, notes and notice.

The markup is well-formed XML; `openletter.publish.html` writes its void elements the HTML way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path
from string import Template

from openletter import pandoc
from openletter.conventions import dateline, text
from openletter.model import Asset, Conventions, Edition, Node
from openletter.publish import notice
from openletter.publish.fonts import WebFont
from openletter.publish.web import Cleaner, Flavour, Heading, raw_block, with_notes

_BREAK = "<!--part-->"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter as fragments of markup, and what is in them."""

    title: str
    subtitle: str
    body: str
    notes: tuple[str, ...]
    headings: tuple[Heading, ...]
    images: tuple[Asset, ...]
    undescribed: int
    """How many images have no alternative text."""


@cache
def template(name: str) -> Template:
    """A template or style sheet of the package, by its file name."""
    return Template((Path(__file__).parent / "templates" / name).read_text(encoding="utf-8"))


def markup(c: Conventions, msgid: str, **html: str) -> str:
    """A message as markup: its words escaped, its placeholders filled with markup."""
    placeholders = {name: f"{{{name}}}" for name in html}
    return escape(text(c, msgid, **placeholders), quote=False).format_map(html)


def render(edition: Edition, assets: Sequence[Asset], flavour: Flavour) -> Rendered:
    """The letter in a flavour, written by pandoc in one go."""
    cleaner = Cleaner(edition.conventions, flavour, {asset.href: asset for asset in assets})
    cleaner.learn([*edition.title, *edition.subtitle, *edition.blocks])
    parts = [
        [{"t": "Plain", "c": cleaner.clean(edition.title)}],
        [{"t": "Plain", "c": cleaner.clean(edition.subtitle)}],
        _with_signatories(cleaner.clean(edition.blocks), edition),
    ]
    parts += cleaner.notes
    written = pandoc.write([node for part in parts for node in [*part, raw_block(_BREAK)]], "html5")
    written = written.replace('style="text-align: right;"', 'style="text-align: end;"')
    written = with_notes(safe(written), flavour, edition.conventions)
    title, subtitle, body, *notes = (part.strip() for part in written.split(_BREAK)[:-1])
    return Rendered(
        title,
        subtitle,
        body,
        tuple(notes),
        tuple(cleaner.headings),
        tuple(cleaner.images),
        cleaner.undescribed,
    )


def _with_signatories(blocks: list[Node], edition: Edition) -> list[Node]:
    """A list of as many entries as there are organisations, at the end of the letter, is theirs."""
    last = blocks[-1] if blocks else None
    if not last or last["t"] != "BulletList" or len(last["c"]) != len(edition.organisations):
        return blocks
    return [*blocks[:-1], raw_block('<div class="signatories">'), last, raw_block("</div>")]


def safe(markup: str) -> str:
    """Without the characters that XML 1.0 and HTML forbid."""
    return _NOT_XML.sub("", markup)


def is_iso_date(date: str) -> bool:
    """Whether a date is a day, a month or a year as ISO 8601 writes it."""
    return bool(_ISO_DATE.fullmatch(date))


def date_markup(edition: Edition) -> str:
    """The line above the letter, place and date, the date marked as one; or ""."""
    date = escape(edition.date_text, quote=False)
    if is_iso_date(edition.date):
        date = f'<time datetime="{edition.date}">{date}</time>'
    place = escape(edition.place, quote=False)
    if not (place and date):
        return place or date
    line = escape(dateline(edition.conventions, "{place}", edition.date, "{date}"), quote=False)
    return line.format(place=place, date=date)


def head_markup(edition: Edition, rendered: Rendered) -> str:
    """Date line, title and subtitle."""
    date = date_markup(edition)
    date = f'<p class="dateline">{date}</p>\n' if date else ""
    subtitle = f'<p class="subtitle">{rendered.subtitle}</p>\n' if rendered.subtitle else ""
    return f"{date}<h1>{rendered.title}</h1>\n{subtitle}"


def about_markup(edition: Edition) -> str:
    """The notice in full, as a section; or ""."""
    paragraphs = notice.full(edition)
    if not paragraphs:
        return ""
    heading = markup(edition.conventions, "About this translation")
    body = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    opening = f'<section id="about" aria-labelledby="about-h">\n<h2 id="about-h">{heading}</h2>\n'
    return f"{opening}{body}\n</section>\n"


def description(edition: Edition) -> str:
    """The letter's description with the notice, for metadata."""
    return " ".join(filter(None, (edition.description, notice.short(edition))))


def printed(values: Mapping[str, str]) -> str:
    """All text of pieces of markup, for choosing fonts."""
    return unescape(re.sub("<[^<>]*>", "", " ".join(values.values())))


def style_sheet(name: str) -> str:
    """A style sheet of the package, without its indentation."""
    return re.sub(r"\n\s+", "\n", template(name).template)


def font_faces(fonts: Iterable[WebFont], up: str) -> str:
    """The @font-face rules of web fonts; `up` leads from the page to the output folder."""
    return "".join(
        f'@font-face{{font-family:"{font.family}";font-weight:{font.weight};font-style:{font.style};'
        f'font-display:swap;src:url("{up}fonts/{font.name}")format("woff2");'
        f"unicode-range:{font.unicode_range.replace(' ', '')}}}\n"
        for font in fonts
    )
