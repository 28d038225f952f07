"""Checks of translations: pure functions in a table, each with a stable code and a severity.

`check` runs the table over one entry, `check_catalog` what needs several. A check yields problems; nothing
here raises for what a translation holds, whatever it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from openletter.checks.base import (
    CatalogCheckRow,
    Check,
    Context,
    Pair,
    Problem,
    Quotation,
    Term,
    finding,
)
from openletter.checks.tags import tags
from openletter.model import Finding, Place, Segment, Severity

__all__ = [
    "CATALOG_CHECKS",
    "CHECKS",
    "Check",
    "Context",
    "Problem",
    "Quotation",
    "Term",
    "check",
    "check_catalog",
]

REFUSE, HOLD, WARNING = Severity.REFUSE, Severity.HOLD, Severity.WARNING

CHECKS: tuple[Check, ...] = (
    Check("tag", REFUSE, tags, "Each tag of the source stands in the translation exactly once, nested."),
)

CATALOG_CHECKS: tuple[CatalogCheckRow, ...] = ()


def check(segment: Segment, msgstr: str, context: Context, where: Place) -> list[Finding]:
    """Everything that the checks see in one translation, in the order of the table.

    `where` is the entry's place in the file that was handed in. An empty translation has no findings.
    """
    if not msgstr:
        return []
    return [
        finding(problem, row.code, row.severity, where, segment, context)
        for row in CHECKS
        for problem in row.run(segment, msgstr, context)
    ]


def check_catalog(
    pairs: Sequence[Pair], context: Context, where: Sequence[Place] | None = None
) -> list[Finding]:
    """What can be seen only over several entries of one language, `where` giving each pair's place."""
    places = where or [segment.places[0] if segment.places else Place("") for segment, _ in pairs]
    return [
        finding(problem, row.code, row.severity, places[number], pairs[number][0], context)
        for row in CATALOG_CHECKS
        for number, problem in row.run(pairs, context)
    ]
