"""The termbase, and official wordings of what a letter quotes. Warnings: grammar has its own ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from openletter.checks.base import Context, Problem
from openletter.checks.text import folded, plain, source
from openletter.model import Segment

_PREFIX = re.compile(r"^(?:[وف]?[بكل]?ال|[وف]?لل|[وفبكل](?=\w{3}))")


def _bare_word(word: str) -> str:
    """A word without accents, and in Arabic without article and what is written onto its front.

    >>> _bare_word("Résolutions"), _bare_word("والقرارات")
    ('resolutions', 'قرارات')
    """
    return _PREFIX.sub("", folded(word)) if "\u0600" <= word[0] <= "\u06ff" else folded(word)


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
    wanted, words = (set(re.findall(r"[^\W\d_]{3,}", one)) for one in (form, text))
    if context.stem:
        return bool(wanted) and {*map(context.stem, wanted)} <= {*map(context.stem, words)}
    bare = {_bare_word(word) for word in words}
    bare |= {"ل" + _bare_word(word) for word in words if word.startswith("لل")}  # للجنة: one lam for two
    return bool(wanted) and all(any(_akin(_bare_word(w), word) for word in bare) for w in wanted)


def _akin(one: str, other: str) -> bool:
    """Whether two bare words are likely forms of one: alike but for an ending of three letters or so.

    >>> _akin("organizacion", "organizaciones"), _akin("третии", "третьего"), _akin("estado", "este")
    (True, True, False)
    """
    shorter = min(len(one), len(other))
    alike = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    return alike >= min(shorter, max(4, shorter - 3)) and max(len(one), len(other)) - alike <= 5


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
