"""What a judge says and is no fault: each exception as narrow as it can be, with the reason.

A test holds each to be needed by the letter that openletter publishes of itself, and to be no wider than it
says. The report lists what was excused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from openletter.model import Finding


@dataclass(frozen=True, slots=True)
class Excuse:
    """A judge's rule that does not hold for some files and words, and why."""

    judge: str
    rule: str
    file: str
    """A regular expression for the whole of the finding's file."""
    what: str
    """A regular expression that the finding's words must hold."""
    why: str

    def covers(self, finding: Finding) -> bool:
        return (
            finding.judge == self.judge
            and finding.rule == self.rule
            and re.fullmatch(self.file, finding.where.file) is not None
            and re.search(self.what, finding.what) is not None
        )


@dataclass(frozen=True, slots=True)
class Excused:
    """A finding that is no fault."""

    finding: Finding
    excuse: Excuse


_BOOK_PAGE = r".*\.epub/EPUB/(cover|nav)\.xhtml"
_WHOLE_PAGE = (
    "the rule is for web pages that stand alone; a cover and a table of contents are parts of a book, whose "
    "letter has the heading and the landmark"
)

EXCUSES: tuple[Excuse, ...] = (
    *(
        Excuse("axe", rule, _BOOK_PAGE, "", _WHOLE_PAGE)
        for rule in ("landmark-one-main", "page-has-heading-one", "region")
    ),
    Excuse(
        "axe",
        "landmark-unique",
        r".*\.epub/EPUB/letter\.xhtml",
        r'<aside [^>]*role="doc-footnote"',
        "axe takes a footnote for a landmark, because it does not look at roles of DPUB-ARIA here; the role "
        "doc-footnote makes it none, and reading systems need the element aside to show the note in a window",
    ),
    Excuse(
        "outloud",
        "ORD-001",
        r".*\.pdf",
        "paint tagged content out of tag-tree order",
        "notes stand at the foot of the page and are read where the text refers to them; screen readers go "
        "by the tags, whose text is held against the edition's",
    ),
    Excuse(
        "outloud",
        "TAG-020",
        r".*\.pdf",
        r"^\d+ empty /Lbl element\(s\).*\(Document/L/LI/Lbl\)$",
        "the organisations that sign stand in a list without bullets or numbers, so that the label of each "
        "entry is empty; nothing is there to be read",
    ),
    Excuse(
        "outloud",
        "TXT-004",
        r".*/?ar/.*\.pdf",
        r"Amiri-\w+: \d+ different codes all map to U\+06[0-4][0-9A-F]",
        "an Arabic letter has a shape for each place in a word, and more in ligatures: many codes for one "
        "letter are right; the text that is read is held against the edition's",
    ),
)


def divide(findings: Iterable[Finding]) -> tuple[list[Finding], list[Excused]]:
    """What is a fault, and what is none."""
    kept: list[Finding] = []
    excused: list[Excused] = []
    for finding in findings:
        excuse = next((one for one in EXCUSES if one.covers(finding)), None)
        if excuse:
            excused.append(Excused(finding, excuse))
        else:
            kept.append(finding)
    return kept, excused
