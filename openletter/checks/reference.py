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
language (`tests/test_checks_faults.py`).

On texts on which they were not tuned it is at least 95 of 100 in Chinese, French, Russian and Spanish, and
94 in Arabic. Measured on 24 November 2026 with
`python benchmarks/denials.py FOLDER --set second --half held`: sentences of the catalogs of Weblate,
Wagtail, Django, allauth, Mayan, pretix, phpMyAdmin and Gajim (the register of software), one half of them
by a digest, which nobody looked at. One denial is taken out of a good translation, or put into one, by
rules written apart from the check. “False” are translations that are held as they are; some of them are
free, and some say the opposite of their source.

| | deleted, held | added, held | false, source denies | false, source does not | false, all |
|---|---|---|---|---|---|
| ar | 94.0 % of 518 | 91.6 % of 297 | 7.9 % of 491 | 0.6 % of 1,289 | 2.6 % |
| zh | 97.7 % of 354 | 88.9 % of 314 | 6.9 % of 419 | 1.5 % of 1,120 | 3.0 % |
| fr | 97.3 % of 591 | 86.2 % of 398 | 6.3 % of 638 | 0.5 % of 1,600 | 2.1 % |
| ru | 95.6 % of 343 | 93.8 % of 146 | 7.0 % of 344 | 0.7 % of 996 | 2.3 % |
| es | 96.9 % of 710 | 90.3 % of 518 | 4.9 % of 652 | 0.4 % of 1,686 | 1.6 % |

Where the source denies, more than five in a hundred translations are held that may be good. On the first set
(WordPress, LibreOffice, MediaWiki; both halves have been looked at), 95.8 to 97.4 % are held and 3.9 to 5.2 %
falsely.

Longer prose is harder: in trials with the help of GNOME, the Debian handbook and the installation guide,
which the benchmark does not hold, about two in a hundred fewer were held, and up to twice as many good
translations of a source that denies. These trials were made with earlier word lists.

Of 24 sentences in the manner of treaties of the United Nations (`tests/data/checks/treaties.tsv`), 119 of
129 deleted denials are held in the five languages together, and 6 of 120 translations falsely;
`tests/golden/denials.txt` lists each. Half of them were looked at while the lists were changed.

Not seen at all: “only” that was lost without a denial (“only the State may” as “the State may”); a denial
that moves to another word; one deleted where the translation denies once more
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
