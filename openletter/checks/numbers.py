"""Numbers: every value of the source stands in the translation, in whatever digits and separators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from openletter.checks import dates, numerals
from openletter.checks.base import Context, Problem
from openletter.checks.needs import may_match
from openletter.checks.symbols import without_symbols
from openletter.checks.text import ascii_digits, plain, source
from openletter.model import Segment

_DIGIT = re.compile(r"\d")
_SPACE = " \u00a0\u202f\u2009\u2007"
_NUMBER = re.compile(
    rf"(?<![\d.,])\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)(?:[.,٫]\d+)?"  # 1 250
    r"|\d{1,3}(?:[,٬،]\d{3})+(?!\d)(?:[.٫]\d+)?"  # 1,250.5
    r"|\d{1,3}(?:[.'’]\d{3})+(?!\d)(?:[,٫]\d+)?"  # 1.250,5
    r"|\d+(?:[.,٫]\d+)?"
)
_GROUPED = re.compile(r"\d{1,3}(\D)\d{3}(?:\1\d{3})+")
"""The same mark twice divides thousands; once, it may also be the mark of a fraction."""
_SCALES = (
    (10**2, r"hundreds?\b|百(?!分)"),
    (
        10**3,
        r"thousands?\b|mille\b|mil\b(?!\s*mill)|milliers?\b|miles\b|тыс|ألف|آلاف|ألفا|千(?![米克瓦卡万])",
    ),
    (10**6, r"millions?\b|mill[oó]n|млн|миллион|مليون|ملايين|百万"),
    (10**9, r"billions?\b|bn\b|milliards?\b|mil mill|миллиард|млрд|مليار|بليون|بلايين"),
    (10**12, r"trillions?\b|billones\b|billón\b|трлн|триллион|تريليون"),
    (10**4, r"万(?!亿)"),
    (10**7, r"千万"),
    (10**8, r"亿"),
)
_SCALE = [(value, re.compile(rf"[{_SPACE}]?(?:de )?(?:{words})", re.IGNORECASE)) for value, words in _SCALES]
_ANY_SCALE = re.compile("|".join(pattern.pattern for _, pattern in _SCALE), re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:.](\d\d))?\s?(?:[ap]\.\s?m|[ap]m\b|o’clock|o'clock)", re.IGNORECASE
)
_DECADE = re.compile(r"(?<!\d)(1[5-9]|20)(\d0)s\b|(?<=’)()(\d0)s\b")


def values(text: str, lang: str) -> list[Decimal]:
    """The values of the numbers that a text writes in digits, dates' months and document symbols apart.

    >>> [str(v) for v in values("1,250 of 3.5 million; ١٢٥٠, 1 250", "en")]
    ['1250', '3500000.0', '1250', '1250']
    """
    return [*_values(text, lang)] if _DIGIT.search(text) else []


@lru_cache(maxsize=256)
def _values(text: str, lang: str) -> tuple[Decimal, ...]:
    text = dates.without_months(ascii_digits(without_symbols(text)), lang)
    result = []
    scaled = may_match(_ANY_SCALE, text)
    for found in _numbers(text):
        value = _value(found[0])
        scale = 1
        if scaled and _ANY_SCALE.match(text, found.end()):
            scale = next(s for s, words in _SCALE[::-1] if words.match(text, found.end()))
        if scale in (100, 1000) and lang in ("fr", "en") and value > 999:
            scale = 1
        result.append(value * scale)
    return tuple(result)


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_NUMBER`, each of which begins with a digit, and those are found sooner."""
    digit = _DIGIT.search(text)
    while digit:
        found = _NUMBER.match(text, digit.start())
        assert found is not None  # a digit alone is a number
        yield found
        digit = _DIGIT.search(text, found.end())


def _value(number: str) -> Decimal:
    """
    >>> [str(_value(n)) for n in ("1,250", "1.250", "1 250,5", "0.125", "3,5", "2,500,000")]
    ['1250', '1250', '1250.5', '0.125', '3.5', '2500000']
    """
    if number.isdecimal():
        return Decimal(number)
    if _GROUPED.fullmatch(number):
        return Decimal(re.sub(r"\D", "", number))
    whole, mark, fraction = re.fullmatch(r"(.*?)(?:([.,٫])(\d+))?", number).groups()  # type: ignore[union-attr]
    digits = re.sub(r"\D", "", whole)
    if mark and len(fraction) == 3 and digits.lstrip("0") and len(digits) <= 3 and mark != "٫":
        return Decimal(digits + fraction)
    return Decimal(digits + (f".{fraction}" if mark else ""))


def number(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Every number of the source is in the translation, in digits or in words, and no other."""
    original, text = source(segment), plain(msgstr)
    expected, found = values(original, context.source_lang), values(text, context.lang)
    if expected == found:
        return
    missing, added = Counter(expected) - Counter(found), Counter(found) - Counter(expected)
    if not missing and not added:
        return
    _reconcile(missing, added, original)
    lost = [
        v
        for v in missing
        if not numerals.is_said(v, context.lang, text) and not _dual(v, added, context, original)
    ]
    new = [v for v in added if not numerals.is_said(v, context.source_lang, original)]
    if lost:
        yield Problem(
            "the number {number} of the source is not in the translation",
            "write the same number, in the digits and with the separators of the language",
            {"number": _shown(lost[0])},
        )
    elif new:
        yield Problem(
            "the number {number} is not in the source",
            "write the numbers of the source only",
            {"number": _shown(new[0])},
        )


_OF = re.compile(
    r"\d\D{0,60}\b(?:of|in|from|among|for|by|than|per|after|within|before|with)\b\D{0,30}\d", re.IGNORECASE
)
"""Two numbers of which one depends on the other: languages name them in their own order."""


def order(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """The numbers outside of dates come in the order of the source: else two may be exchanged."""
    original, text = source(segment), plain(msgstr)
    if not (_DIGIT.search(original) and _DIGIT.search(text)) or _OF.search(original):
        return
    expected = values(dates.without_dates(original, context.source_lang), context.source_lang)
    found = values(dates.without_dates(text, context.lang), context.lang)
    if expected != found and sorted(expected) == sorted(found):
        yield Problem(
            "the numbers stand in another order than in the source: {numbers}",
            "see whether two of them are exchanged",
            {"numbers": ", ".join(_shown(value) for value in found)},
        )


def _reconcile(missing: Counter[Decimal], added: Counter[Decimal], original: str) -> None:
    """Takes away what only looks different: hours of the day, decades, repeated and parted thousands."""
    for hour, minutes in _CLOCK.findall(original):
        for value in (Decimal(hour), Decimal(int(hour) % 12 + 12), Decimal(0), Decimal(minutes or 0)):
            missing.pop(value, None)
            added.pop(value, None)
    for century, decade, _, short in _DECADE.findall(original):  # 20世纪90年代, 90-е годы
        if added.pop(Decimal(decade or short), None):
            missing.pop(Decimal(f"{century}{decade or short}"), None)
            added.pop(Decimal(int(century or "19") + 1), None)
    for value in list(added):  # “1 250” may be the numbers 1 and 250, where the source has these
        head, tail = str(value)[:-3].rstrip("."), str(value)[-3:]  # or 0E-15: one of them is no number
        parted = head.isdecimal() and tail.isdecimal() and len(head) <= 3
        parts = Counter([Decimal(head), Decimal(tail)]) if parted else Counter()
        if parted and parts <= missing:
            missing.subtract(parts)
            added.pop(value)
    for value in [v for v, n in missing.items() if n <= 0]:
        missing.pop(value)


def _dual(value: Decimal, added: Counter[Decimal], context: Context, original: str) -> bool:
    """Whether a count of 1 or 2 may have gone into the counted word's own form, as Arabic's dual."""
    counts = context.lang == "ar" and value in (1, 2) and not added
    return counts and bool(re.search(rf"(?<![\d.,/]){value} [a-z]{{3,}}", original))


def _shown(value: Decimal) -> str:
    return f"{value:f}"
