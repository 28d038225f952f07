"""`LANG/feed.xml`: the letters of a language as an Atom feed.

Source: RFC 4287. Times are those of the letters: no clock enters an artifact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from openletter.conventions import text
from openletter.publish.site.entries import Entry, by_language

MOST = 50
"""Letters in a feed, the newest."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def path(lang: str) -> str:
    return f"{lang}/feed.xml"


def write(found: Sequence[Entry], base: str) -> dict[str, bytes]:
    """A feed for each language that has pages."""
    pages = [entry for entry in found if "html" in entry.files]
    return {path(lang): _feed(lang, group, base) for lang, group in by_language(pages).items()}


def _feed(lang: str, group: Sequence[Entry], base: str) -> bytes:
    c = group[0].conventions
    own = base + path(lang)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{c.tag}">',
        f"<id>{_text(own)}</id>",
        f"<title>{_text(text(c, 'Open letters'))}</title>",
        f"<updated>{max(entry.day for entry in group)}T00:00:00Z</updated>",
        f"<author><name>{_text(urlsplit(base).hostname or base)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{_text(own)}"/>',
        f'<link rel="alternate" type="text/html" href="{_text(base + lang)}/index.html"/>',
        *map(_entry, group[:MOST]),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(entry: Entry) -> str:
    files = [("alternate", "html", "text/html"), ("enclosure", "epub", "application/epub+zip")]
    files.append(("enclosure", "pdf", "application/pdf"))
    links = "".join(
        f'<link rel="{rel}" type="{kind}" hreflang="{entry.conventions.tag}" '
        + (f'length="{entry.files[name].size}" ' if rel == "enclosure" else "")
        + f'href="{_text(entry.address(name))}"/>\n'
        for rel, name, kind in files
        if name in entry.files
    )
    summary = f"<summary>{_text(entry.summary)}</summary>\n" if entry.summary else ""
    return (
        f"<entry>\n<id>{_text(entry.first.identifier or entry.address('html'))}</id>\n"
        f"<title>{_text(entry.title)}</title>\n<updated>{entry.day}T00:00:00Z</updated>\n"
        f"{links}{summary}</entry>"
    )


def _text(words: str) -> str:
    return escape(_NOT_XML.sub("", words))
