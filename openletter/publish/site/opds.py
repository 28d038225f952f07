"""`opds.json` and `LANG/opds.json`: the e-books as a catalog for reading programs.

Source: OPDS 2.0 (drafts.opds.io/opds-2.0), over the Readium Web Publication Manifest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from openletter.conventions import text
from openletter.publish.site.entries import Entry, absolute, by_language

TYPE = "application/opds+json"
ROOT = "opds.json"
OPEN = "http://opds-spec.org/acquisition/open-access"


def path(lang: str) -> str:
    return f"{lang}/opds.json"


def write(found: Sequence[Entry], base: str) -> dict[str, bytes]:
    """The catalog of each language that has e-books, and one that leads to them; none without e-books."""
    groups = by_language([entry for entry in found if "epub" in entry.files])
    if not groups:
        return {}
    root = {
        "metadata": {"title": "Open letters"},
        "links": [_self(base + ROOT)],
        "navigation": [
            {
                "href": base + path(lang),
                "title": group[0].conventions.autonym,
                "type": TYPE,
                "rel": "subsection",
            }
            for lang, group in groups.items()
        ],
    }
    return {ROOT: _json(root), **{path(lang): _json(_catalog(lang, groups[lang], base)) for lang in groups}}


def _catalog(lang: str, group: Sequence[Entry], base: str) -> Mapping[str, Any]:
    title = text(group[0].conventions, "Open letters")
    return {
        "metadata": {"title": title, "numberOfItems": len(group)},
        "links": [_self(base + path(lang)), {"rel": "start", "href": base + ROOT, "type": TYPE}],
        "publications": [_publication(entry) for entry in group],
    }


def _publication(entry: Entry) -> Mapping[str, Any]:
    book = entry.files["epub"]
    metadata = {
        "@type": "http://schema.org/Book",
        "identifier": book.identifier or entry.address("epub"),
        "title": entry.title,
        "language": entry.conventions.tag,
        "readingProgression": entry.conventions.direction,
    }
    metadata |= {"description": entry.summary} if entry.summary else {}
    metadata |= {"published": entry.day} if book.date else {}
    links = [{"rel": OPEN, "href": entry.address("epub"), "type": "application/epub+zip", "size": book.size}]
    if "html" in entry.files:
        links.append({"rel": "alternate", "href": entry.address("html"), "type": "text/html"})
    publication: dict[str, Any] = {"metadata": metadata, "links": links}
    card = next((one.card for one in entry.files.values() if one.card), "")
    if card:
        href = absolute(entry.base, card)
        publication["images"] = [{"href": href, "type": "image/png", "width": 1200, "height": 630}]
    return publication


def _self(href: str) -> Mapping[str, str]:
    return {"rel": "self", "href": href, "type": TYPE}


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
