"""A catalog without what depends on the file it stands in."""

from __future__ import annotations

from dataclasses import replace

from openletter.model import Catalog


def bare(catalog: Catalog) -> Catalog:
    """The same catalog without path and lines: what two catalogs of one content have in common."""
    entries = tuple(replace(entry, line=0, msgstr_line=0) for entry in catalog.entries)
    return Catalog(header=catalog.header, entries=entries)
