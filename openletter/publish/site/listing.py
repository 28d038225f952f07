"""`LANG/index.html`: the letters of one language."""

from __future__ import annotations

from collections.abc import Sequence

from openletter.publish import index
from openletter.publish.site.entries import Entry, by_language


def path(lang: str) -> str:
    return f"{lang}/index.html"


def write(found: Sequence[Entry]) -> dict[str, bytes]:
    """A page for each language. A letter called `index` has that address, and keeps it."""
    if any(entry.letter == "index" for entry in found):
        return {}
    files: dict[str, bytes] = {}
    for lang, group in by_language(found).items():
        artifacts = [artifact for entry in group for artifact in entry.files.values()]
        others = [other for other in by_language(found) if other != lang]
        page = index.listing(artifacts, lang, others, group[0].base)
        files[path(lang)] = page.data
        files.update(page.beside)
    return files
