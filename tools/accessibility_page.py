"""Writes docs/accessibility.md from tests/criteria.toml: `python3 tools/accessibility_page.py`.

A test fails when the page is not what the table says, or when the table names a test that is not there.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "accessibility.md"
TABLE = ROOT / "tests" / "criteria.toml"
WCAG_21 = ("2.0", "2.1")
VOID = {"2.4.1", "2.4.5", "3.2.3", "3.2.4"}
"""Criteria whose clause 10.x is void in EN 301 549 V3.2.1: they are about sets of pages."""
HEAD = """\
# Accessibility: what the evidence is

<!-- Made by tools/accessibility_page.py from tests/criteria.toml; change the words there. -->

This page does not say that anything conforms to a standard. It says of each criterion whether it
applies to what openletter publishes, how it is met, and what shows that, so that a person can judge.
The last column is theirs: it is empty until somebody writes into a copy of this page, with a name and a
date.

What is listed here was tried with the letters of this project and with letters made for the tests. It
holds for what openletter makes. It does not hold for what a letter itself says or shows: plain words,
images that need describing, links with good names. That is for people to see to, and the table says
where.

## How to read it

- **Criterion**: WCAG 2.2, levels A and AA: 55 criteria, and 4.1.1, which WCAG 2.2 removed. *2.2* marks
  the criteria that WCAG 2.2 brought.
- **EN 301 549**: the clauses of version 3.2.1 (March 2021) for web pages (9.x) and for documents (10.x:
  here EPUB and PDF). That version rests on WCAG 2.1. It does not ask for the criteria that WCAG 2.2
  brought, and still asks for 4.1.1. Clauses 10.2.4.1, 10.2.4.5, 10.3.2.3 and 10.3.2.4 are void.
- **How**: *does not apply* is said where there is nothing that the criterion is about; then the tests
  show that there is nothing.
- **Shown by**: tests of this repository (in `tests/`), run by `python3 build.py test`; finding codes of
  `python3 build.py check` ([findings.md](findings.md)), each shown to be seen by faults made on purpose
  ([evidence-faults.md](evidence-faults.md)); and judges that have rules for the criterion. Judges alone
  see a part of what a criterion asks.

People have not tried it yet with the screen readers that most blind readers use;
[manual-checks.md](manual-checks.md) has the scripts for that.

## Criteria of WCAG 2.2, with the clauses of EN 301 549
"""
OTHERS = """\
## Clauses of EN 301 549 V3.2.1 without a criterion of WCAG
"""
REST = """\
Clauses 5 to 8 and 11 to 13 are about devices, software, support and services. openletter's own command
line is software (clause 11); it prints plain text, and what it publishes is held to the clauses above.

## What stands in the files themselves

- The EPUBs name their accessibility features, and say in words that nobody has certified them.
- The PDFs carry the identifiers of PDF/UA-1 and PDF/A-2a, which those standards demand of a file that
  is to be taken as one. veraPDF and page-validation judge each file in the tests.
- The report of `check` lists what no program could decide.
"""


def criteria() -> list[Mapping[str, Any]]:
    """The table of criteria."""
    return table("criterion")


def table(kind: str) -> list[Mapping[str, Any]]:
    rows: list[Mapping[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))[kind]
    return rows


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *rows(), "", OTHERS, *clause_rows(), "", REST]).rstrip() + "\n"


def rows() -> Iterator[str]:
    yield "| criterion | level | EN 301 549 | how | shown by | judgement of a person |"
    yield "|---|---|---|---|---|---|"
    for one in criteria():
        mark = " *2.2*" if one["since"] == "2.2" else " *(until 2.1)*" if "until" in one else ""
        name = f"{one['number']} {one['name']}{mark}"
        yield f"| {name} | {one['level']} | {clauses(one)} | {how(one)} | {shown(one)} | |"


def clause_rows() -> Iterator[str]:
    yield "| clause | how | shown by | judgement of a person |"
    yield "|---|---|---|---|"
    for one in table("clause"):
        yield f"| {one['number']} {one['name']} | {how(one)} | {shown(one)} | |"


def clauses(one: Mapping[str, Any]) -> str:
    """The clauses of EN 301 549 V3.2.1 that ask for a criterion."""
    if one["since"] not in WCAG_21:
        return "not in V3.2.1"
    document = f"10.{one['number']}" + (" (void)" if one["number"] in VOID else "")
    return f"9.{one['number']}, {document}"


def how(one: Mapping[str, Any]) -> str:
    opening = {"none": "*Does not apply.* ", "web": "*Web pages.* "}.get(one["applies"], "")
    return opening + str(one["how"]).replace("|", "\\|")


def shown(one: Mapping[str, Any]) -> str:
    parts = ["tests " + ", ".join(f"`{test}`" for test in one["tests"])]
    if one.get("codes"):
        parts.append("codes " + ", ".join(f"`{code}`" for code in one["codes"]))
    if one.get("judges"):
        parts.append("judges " + ", ".join(one["judges"]))
    return "; ".join(parts)


def main() -> int:
    PAGE.write_text(page(), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
