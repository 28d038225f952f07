"""The web page of an edition: one file that reads well alone, with fonts and images beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from openletter.conventions import text
from openletter.model import Asset, Edition, Written
from openletter.publish import card, notice, versions
from openletter.publish.fonts import web_fonts
from openletter.publish.web import Flavour
from openletter.publish.xhtml import (
    Rendered,
    about_markup,
    description,
    font_faces,
    head_markup,
    markup,
    printed,
    render,
    safe,
    style_sheet,
    template,
)

_VOID = re.compile(r"<(br|hr|img|col)\b([^<>]*?) ?/>")


def write(edition: Edition, assets: tuple[Asset, ...] = ()) -> Written:
    """The page of an edition, with its fonts and images under `fonts/` and `images/`."""
    up = "../" * (edition.letter.count("/") + 1)
    rendered = render(edition, assets, _flavour(up))
    values = _values(edition, rendered, up)
    name, drawn = card.draw(edition) if edition.base else ("", b"")
    values["head"] += social(edition, name)
    styles = _styles(edition, rendered)
    old = versions.notice(edition.lang) if edition.base else ""
    fonts = web_fonts(printed(values) + old, edition.conventions, styles)
    css = font_faces(fonts, up) + style_sheet("base.css") + style_sheet("letter.css")
    page = safe(template("page.html").substitute(values, css=css))
    beside = {f"fonts/{font.name}": font.data for font in fonts}
    beside |= {f"images/{asset.name}": asset.data for asset in rendered.images}
    beside |= {name: drawn} if name else {}
    return Written(page.encode(), beside)


def _flavour(up: str) -> Flavour:
    return Flavour(
        images=f"{up}images/",
        relative=True,
        tables=('<div class="scroll" role="region" aria-label="{label}" tabindex="0">', "</div>"),
        reference='<sup><a href="#fn{n}" id="ref{n}" role="doc-noteref" aria-label="{label}">{n}</a></sup>',
        back='<a class="back" href="#ref{n}" role="doc-backlink" aria-label="{label}">↑</a>',
        back_first=False,
    )


def _styles(edition: Edition, rendered: Rendered) -> set[str]:
    """The styles of type that the page needs; Arabic and Chinese have no italics."""
    styles = {"regular", "bold"}
    if edition.conventions.script not in ("Arab", "Hans", "Hant"):
        words = "".join((rendered.title, rendered.subtitle, rendered.body, *rendered.notes))
        styles |= {"italic"} if "<em>" in words else set()
        styles |= {"bold italic"} if re.search("<em><strong>|<strong><em>|<h[1-6][^<]*<em>", words) else set()
    return styles


def _values(edition: Edition, rendered: Rendered, up: str) -> dict[str, str]:
    c = edition.conventions
    return {
        "lang": c.tag,
        "dir": c.direction,
        "title": escape(edition.title_text, quote=False),
        "head": _head(edition),
        "skip": markup(c, "Skip to the letter"),
        "languages": _languages(edition),
        "heading": html(head_markup(edition, rendered)),
        "notice": _notice(edition),
        "body": html(rendered.body),
        "notes": html(_notes(edition, rendered)),
        "about": about_markup(edition),
        "formats": markup(c, "Formats"),
        "files": _files(edition, up),
    }


def html(markup: str) -> str:
    """Void elements without the slash of XML."""
    return _VOID.sub(r"<\1\2>", markup)


def _head(edition: Edition) -> str:
    lines = []
    if description(edition):
        lines.append(f'<meta name="description" content="{escape(description(edition))}">')
    lines += [
        f'<link rel="alternate" hreflang="{sibling.tag}" href="{escape(sibling.href)}">'
        for sibling in edition.siblings
        if sibling.href
    ]
    lines += [f'<link rel="alternate" type="{kind}" href="{name}">' for name, kind, _ in _others(edition)]
    return "".join(f"{line}\n" for line in lines)


def social(edition: Edition, picture: str) -> str:
    """What an address on the web adds to the head: which one it is, and what is shown beside links to it.

    Source: the Open Graph protocol (ogp.me).
    """
    if not edition.base:
        return ""
    own = edition.base + quote(f"{edition.lang}/{edition.letter}.html")
    properties = {
        "og:type": "article",
        "og:url": own,
        "og:title": edition.title_text,
        "og:description": description(edition),
        "og:locale": edition.conventions.tag.replace("-", "_"),
        "og:image": edition.base + picture,
        "og:image:type": "image/png",
        "og:image:width": str(card.WIDTH),
        "og:image:height": str(card.HEIGHT),
        "og:image:alt": edition.title_text,
    }
    lines = [f'<link rel="canonical" href="{escape(own)}">']
    feed = "../" * edition.letter.count("/") + "feed.xml"
    lines.append(f'<link rel="alternate" type="application/atom+xml" href="{feed}">')
    lines += [
        f'<meta property="{name}" content="{escape(value)}">' for name, value in properties.items() if value
    ]
    lines.append('<meta name="twitter:card" content="summary_large_image">')
    return "".join(f"{line}\n" for line in lines)


def _languages(edition: Edition) -> str:
    if len(edition.siblings) < 2:
        return ""
    items = []
    for sibling in edition.siblings:
        of = f'lang="{sibling.tag}" dir="{sibling.direction}"'
        name = escape(sibling.autonym, quote=False)
        if sibling.href:
            link = f'<a href="{escape(sibling.href)}" hreflang="{sibling.tag}" {of}>{name}</a>'
        else:
            link = f'<span aria-current="page" {of}>{name}</span>'
        items.append(f"<li>{link}</li>\n")
    label = escape(text(edition.conventions, "Languages"))
    return f'<header>\n<nav aria-label="{label}">\n<ul>\n{"".join(items)}</ul>\n</nav>\n</header>\n'


def _notice(edition: Edition) -> str:
    sentence = notice.short(edition)
    if not sentence:
        return ""
    c = edition.conventions
    links = [f'<a href="#about">{markup(c, "About this translation")}</a>']
    links += [
        f'<a href="{escape(sibling.href)}" hreflang="{sibling.tag}">{markup(c, "Read the original")}</a>'
        for sibling in edition.siblings
        if sibling.lang == edition.source_lang and sibling.href
    ]
    return f'<p class="notice" role="note">{escape(sentence, quote=False)} {" ".join(links)}</p>\n'


def _notes(edition: Edition, rendered: Rendered) -> str:
    if not rendered.notes:
        return ""
    heading = markup(edition.conventions, "Notes")
    items = "".join(f'<li id="fn{n}">{note}</li>\n' for n, note in enumerate(rendered.notes, 1))
    return (
        '<section class="notes" id="notes" role="doc-endnotes">\n'
        f"<h2>{heading}</h2>\n<ol>\n{items}</ol>\n</section>\n"
    )


def _others(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Address, media type and name, as markup, of the edition's other formats."""
    c, name = edition.conventions, escape(edition.letter.rsplit("/", 1)[-1])
    if "epub" in edition.formats:
        yield f"{name}.epub", "application/epub+zip", markup(c, "E-book (EPUB)")
    if "pdf" in edition.formats:
        yield f"{name}.pdf", "application/pdf", markup(c, "PDF document")


def _files(edition: Edition, up: str) -> str:
    links = [f'<a href="{href}" type="{kind}">{name}</a>' for href, kind, name in _others(edition)]
    links.append(f'<a href="{up}index.html">{markup(edition.conventions, "Choose a language")}</a>')
    return "<ul>\n" + "".join(f"<li>{link}</li>\n" for link in links) + "</ul>\n" + versions.listed(edition)
