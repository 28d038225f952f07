"""Editions that another one has replaced stay reachable under their version, and say so.

`fr/letter.html` is always the newest; the first that it replaced is `fr/letter.v1.html`, the second
`fr/letter.v2.html`. A new version is made when the words of an edition change, not its looks or states alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from openletter.conventions import load, text, word
from openletter.model import Artifact, Edition

OLD = word("This is an earlier version of this letter.")
CURRENT = word("Read the current version")
EARLIER = word("Earlier versions")

_START = b"<article>\n<header>\n"


def words(edition: Edition) -> str:
    """A digest of what a reader reads in an edition, whatever it looks like."""
    read = [
        *(edition.title_text, edition.subtitle, edition.description, edition.place, edition.date),
        *(edition.rights, edition.organisations, edition.blocks),
    ]
    return hashlib.sha256(json.dumps(read, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def path(current: str, version: int) -> str:
    """Where an earlier version lies.

    >>> path("fr/letter.html", 2)
    'fr/letter.v2.html'
    """
    name, _, end = current.rpartition(".")
    return f"{name}.v{version}.{end}"


def notice(lang: str) -> str:
    """All words that are printed on an old page, so that its fonts have them from the start."""
    c = load(lang)
    return f"{text(c, OLD)} {text(c, CURRENT)} {text(c, EARLIER)} 0123456789"


def superseded(page: bytes, artifact: Artifact, there: Mapping[str, str]) -> bytes:
    """The page of an earlier version: it says that it is one, and leads to its own files and to the newest.

    `there` maps the file names of the other formats to those under which this version's lie.
    """
    c = load(artifact.lang)
    current = quote(artifact.path.rsplit("/", 1)[-1])
    line = (
        f'<p class="notice" role="note">{escape(text(c, OLD), quote=False)} '
        f'<a href="{escape(current)}">{escape(text(c, CURRENT), quote=False)}</a></p>\n'
    )
    for name, own in there.items():
        page = page.replace(f'href="{escape(name)}"'.encode(), f'href="{escape(own)}"'.encode())
    return page.replace(_START, _START + line.encode(), 1)


def listed(edition: Edition) -> str:
    """Links to the earlier versions, for the foot of a page; "" where there are none."""
    name = f"{edition.letter.rsplit('/', 1)[-1]}.html"
    c = edition.conventions
    links = " ".join(
        f'<a href="{escape(quote(path(name, version)))}">{version}</a>'
        for version in range(1, edition.version)
    )
    return f"<p>{escape(text(c, EARLIER), quote=False)}: {links}</p>\n" if links else ""
