"""`sitemap.xml`: every page, with its translations.

Source: sitemaps.org, protocol 0.9; for translations, Google Search Central, “Localized versions”.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from openletter.publish.site.entries import Entry

NAME = "sitemap.xml"
MOST = 50_000
"""Addresses in one sitemap, which the protocol limits."""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_INDEX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


def write(found: Sequence[Entry], base: str) -> dict[str, bytes]:
    """The sitemap; several and an index of them, where there are too many pages for one."""
    letters: dict[str, list[Entry]] = {}
    for entry in found:
        if "html" in entry.files:
            letters.setdefault(entry.letter, []).append(entry)
    urls = [_url(entry, group) for group in letters.values() for entry in group]
    parts = [urls[start : start + MOST] for start in range(0, len(urls), MOST)] or [[]]
    pages = [(_HEAD + "".join(part) + "</urlset>\n").encode() for part in parts]
    if len(pages) == 1:
        return {NAME: pages[0]}
    names = [f"sitemap-{number}.xml" for number in range(1, len(pages) + 1)]
    rows = "".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in names)
    index = (_INDEX + rows + "</sitemapindex>\n").encode()
    return {NAME: index, **dict(zip(names, pages, strict=True))}


def _url(entry: Entry, group: Sequence[Entry]) -> str:
    links = [(one.conventions.tag, one.address("html")) for one in group]
    links += [("x-default", one.address("html")) for one in group if one.is_original][:1]
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(href)}"/>\n' for tag, href in links
    )
    return f"<url>\n<loc>{escape(entry.address('html'))}</loc>\n{alternates}</url>\n"
