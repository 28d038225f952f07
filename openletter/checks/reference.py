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

_DENIALS = """
## How much of `negation` can be relied on

Denials are counted, not understood. Of the texts on which its word lists were tuned (the letter, the
Universal Declaration, sentences of our own), 96.7 to 100 of 100 deleted denials are held in each
language (`tests/test_checks_faults.py`). On texts on which they were not tuned it is less, and the aim
of 95 of 100 is not reached in all languages.

Measured on 24 November 2026 with `python benchmarks/denials.py FOLDER --half held`: sentences of the
catalogs of WordPress, LibreOffice and MediaWiki (the register of software), one half of them by a
digest, which was not looked at; the other half showed what was wrong. One denial is taken out of a good
translation, or put into one, by rules written apart from the check. “False” are good translations that
are held.

| | deleted, held | added, held | false, source denies | false, source does not |
|---|---|---|---|---|
| ar | 92.2 % of 612 | 87.6 % of 225 | 4.6 % of 636 | 0.5 % of 2,007 |
| zh | 95.5 % of 694 | 90.6 % of 500 | 5.7 % of 750 | 0.9 % of 3,180 |
| fr | 93.6 % of 734 | 91.3 % of 632 | 5.6 % of 752 | 1.3 % of 3,243 |
| ru | 96.1 % of 770 | 89.0 % of 363 | 4.1 % of 751 | 0.5 % of 3,232 |
| es | 96.3 % of 801 | 91.0 % of 601 | 4.1 % of 740 | 0.5 % of 3,160 |

Longer prose is harder: in trials with the help of GNOME, the Debian handbook and the installation guide,
which the benchmark does not hold, about two in a hundred fewer were held, and up to twice as many good
translations of a source that denies.

Of 24 sentences in the manner of treaties of the United Nations (`tests/data/checks/treaties.tsv`), 119 of
129 deleted denials are held in the five languages together, and 6 of 120 translations falsely;
`tests/golden/denials.txt` lists each. Half of them were looked at while the lists were changed.

Not seen at all: a denial that moves to another word; one deleted where the translation denies once more
than the source does (“refused” as “did not allow”); one deleted where a word of opposite sense stands
beside it.
"""


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
    return "".join([*parts, _DENIALS])


if __name__ == "__main__":
    sys.stdout.write(page())
