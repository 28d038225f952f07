"""The termbase, and official wordings of what a letter quotes. Warnings: grammar has its own ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from openletter import stems
from openletter.checks.base import Context, Problem
from openletter.checks.text import folded, plain, source
from openletter.model import Segment, Term


def term(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A term of the source is rendered by one of the termbase's forms, in whatever case and number."""
    for _, row in _standing(source(segment), context.terms, context.source_lang):
        target = row.target if row.translate else row.source
        if not any(stems.stands(form, plain(msgstr), context.lang) for form in target.split("|")):
            yield Problem(
                "“{term}” is usually “{target}”",
                "use the term of the termbase, or tell the publisher that it does not fit",
                {"term": row.source, "target": target.replace("|", "”, “")},
            )


def standing(text: str, terms: tuple[Term, ...], lang: str) -> list[Term]:
    """The terms that stand in a text, in the order in which they do.

    One that stands only within a longer one is none: “Republic of Korea” in “Democratic People’s Republic
    of Korea”.
    """
    return [row for _, row in sorted(_standing(text, terms, lang), key=lambda one: one[0])]


def _standing(text: str, terms: tuple[Term, ...], lang: str) -> Iterator[tuple[int, Term]]:
    """The same with where each first stands, the longest first."""
    taken: list[tuple[int, int]] = []
    looked_through = stems.folded_text(text)
    for row, begins in _longest_first(terms, lang):
        if begins not in looked_through:
            continue
        places = stems.find(row.source, text, lang)
        new = [place for place in places if not any(a <= place[0] and place[1] <= b for a, b in taken)]
        taken += places
        if new:
            yield new[0][0], row


Rows = list[tuple[Term, str]]
_SORTED: dict[tuple[int, str], tuple[tuple[Term, ...], Rows]] = {}
"""The termbase used last, by identity, in the order in which it is looked through."""


def _longest_first(terms: tuple[Term, ...], lang: str) -> Rows:
    """The terms, each with how it begins: nothing where that is not in the folded text."""
    known = _SORTED.get((id(terms), lang))
    if known is None or known[0] is not terms:
        _SORTED.clear()
        ordered = sorted(terms, key=lambda row: -len(row.source))
        known = _SORTED[id(terms), lang] = (
            terms,
            [(row, stems.beginning(row.source, lang)) for row in ordered],
        )
    return known[1]


def official(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A quotation whose official wording is known is given in that wording."""
    original = _bare(source(segment)) if context.quotations else ""
    for row in context.quotations:
        quoted = row.official and _bare(row.source) in original
        if quoted and _bare(row.official) not in _bare(plain(msgstr)):
            yield Problem(
                "the official wording of {document} is: “{wording}”",
                "quote the official wording; where grammar bends it, another person can confirm it",
                {"document": row.document, "wording": row.official},
            )


@lru_cache(maxsize=256)
def _bare(text: str) -> str:
    """Words alone, so that marks, spaces and capitals do not count."""
    return " ".join(re.findall(r"\w+", folded(text)))
