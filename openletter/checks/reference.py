"""The page of the docs about the checks, made from the table: `python -m openletter.checks.reference`."""

from __future__ import annotations

import sys
from itertools import groupby

from openletter.checks import CATALOG_CHECKS, CHECKS
from openletter.checks.base import CatalogCheckRow, Check
from openletter.model import Severity

_HEAD = """# What is checked in a translation

Made from the table in `openletter/checks/__init__.py` by
`python -m openletter.checks.reference > docs/checks.md`. Each check is a pure function with a folder of cases
in `tests/checks/`, which shows what it catches and what not.

A translation is plain text with the tags of its source; nothing in it is ever read as markup. The checks
tell a person what went wrong on the way.
"""
_SEVERITIES = {
    Severity.REFUSE: (
        "Refused",
        "The entry is not taken; the other entries of the file are.",
    ),
    Severity.HOLD: (
        "Held",
        "The entry waits, and nothing of it is published, until a second person confirms it. A hold is no "
        "proof: languages deny, count and quote in their own ways.",
    ),
    Severity.WARNING: ("Warned of", "The entry is taken."),
}
_TAGS = "`tag-missing`, `tag-unknown`, `tag-repeated`, `tag-nesting`, `tag-form`"


def page() -> str:
    """The page, in Markdown."""
    parts = [_HEAD]
    order = list(_SEVERITIES)
    table: list[Check | CatalogCheckRow] = [*CHECKS, *CATALOG_CHECKS]
    rows = sorted(table, key=lambda row: order.index(row.severity))
    for severity, group in groupby(rows, key=lambda row: row.severity):
        title, about = _SEVERITIES[severity]
        parts.append(f"\n## {title}\n\n{about}\n\n| code | what |\n|---|---|\n")
        parts += [f"| {_TAGS if row.code == 'tag' else f'`{row.code}`'} | {row.about} |\n" for row in group]
    return "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page())
