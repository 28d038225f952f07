"""The termbase, and official wordings of what a letter quotes. Warnings: grammar has its own ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from openletter.checks.base import Context, Problem
from openletter.checks.text import folded, plain, source
from openletter.model import Segment

_PREFIX = re.compile(r"^(?:[وف]?[بكل]?ال|[وف]?لل|[وفبكل](?=\w{3}))")


def beginning(word: str) -> str:
    """A word without accents and ending, and in Arabic without article: what serves where no stemmer is.

    >>> beginning("Résolutions"), beginning("резолюцией"), beginning("والقرارات")
    ('resoluti', 'резолюц', 'قرار')
    """
    word = _PREFIX.sub("", folded(word)) if "\u0600" <= word[0] <= "\u06ff" else folded(word)
    return word[: max(4, len(word) - 3)]


def term(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A term of the source is rendered by one of the termbase's forms, in whatever case and number."""
    original = source(segment)
    low = original.casefold()
    matched: list[tuple[int, int]] = []
    for row in sorted(context.terms, key=lambda row: -len(row.source)):
        if row.source.casefold() not in low:
            continue
        places = [found.span() for found in _source_pattern(row.source).finditer(original)]
        new = [place for place in places if not any(a <= place[0] and place[1] <= b for a, b in matched)]
        matched += places
        target = row.target if row.translate else row.source
        if new and not any(_stands(form, plain(msgstr), context) for form in target.split("|")):
            yield Problem(
                "“{term}” is usually “{target}”",
                "use the term of the termbase, or tell the publisher that it does not fit",
                {"term": row.source, "target": target.replace("|", "”, “")},
            )


@lru_cache(maxsize=1024)
def _source_pattern(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term)}(?:s|es)?(?!\w)", 0 if term[:1].isupper() else re.IGNORECASE)


def _stands(form: str, text: str, context: Context) -> bool:
    """Whether a term stands in a text, each of its words in any form, near each other."""
    form = form.strip()
    if not form or form.casefold() in text.casefold():
        return True
    if context.lang == "zh":
        return all(part in text for part in re.split(r"…|\s", form) if part)
    stem: Callable[[str], str] = context.stem or beginning
    wanted = {stem(word) for word in re.findall(r"[^\W\d_]{3,}", form)}
    return bool(wanted) and wanted <= {stem(word) for word in re.findall(r"[^\W\d_]{3,}", text)}


def official(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A quotation whose official wording is known is given in that wording."""
    original, text = _bare(source(segment)), _bare(plain(msgstr))
    for row in context.quotations:
        if row.official and _bare(row.source) in original and _bare(row.official) not in text:
            yield Problem(
                "the official wording of {document} is: “{wording}”",
                "quote the official wording; where grammar bends it, another person can confirm it",
                {"document": row.document, "wording": row.official},
            )


def _bare(text: str) -> str:
    """Words alone, so that marks, spaces and capitals do not count."""
    return " ".join(re.findall(r"\w+", folded(text)))
