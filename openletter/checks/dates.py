"""Dates: day, month and year of the source belong together in the translation too.

Months are read as names, also the double ones of Arabic (كانون الأول/ديسمبر) and both parts of these, and
as Chinese or other numbers. A month counts only beside a day or a year: “May” alone may be a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openletter.checks import numerals
from openletter.checks.base import Context, Problem
from openletter.checks.symbols import without_symbols
from openletter.checks.text import ascii_digits, plain, source
from openletter.model import Segment

_NAMES = {
    "en": r"Jan(?:uary|\.)|Feb(?:ruary|\.)|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?|July?|Aug(?:ust|\.)"
    r"|Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.)",
    "fr": r"janv(?:ier|\.)|févr(?:ier|\.)|mars|avr(?:il|\.)|mai|juin|juil(?:let|\.)|ao[uû]t|sept(?:embre|\.)"
    r"|oct(?:obre|\.)|nov(?:embre|\.)|d[ée]c(?:embre|\.)",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre",
    "ru": r"январ\w*|феврал\w*|март\w*|апрел\w*|ма[йяюе]м?|июн\w*|июл\w*|август\w*|сентябр\w*"
    r"|октябр\w*|ноябр\w*|декабр\w*",
    "ar": "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول",
}
LANGUAGES = frozenset({*_NAMES, "zh"})
"""The languages whose dates can be read."""
_SECOND_ARABIC = (
    "يناير|فبراير|مارس|[أإا]بريل|مايو|يوني[وه]|يولي[وه]|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
    "جانفي|فيفري|مارس|أفريل|ماي|جوان|جويلية|أوت|سبتمبر|أكتوبر|نوفمبر|ديسمبر",
)


def _alternatives(names: str) -> list[str]:
    return re.split(r"\|(?![^(]*\))", names)


_STEMS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "fr": ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "ao", "sept", "oct", "nov", "déc", "dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "sep", "oct", "nov", "dic"),
    "ru": ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    "ar": (
        *("كانون", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين", "يناير"),
        *("فبراير", "مارس", "بريل", "مايو", "يوني", "يولي", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر"),
        *("ديسمبر", "جانفي", "فيفري", "أفريل", "ماي", "جوان", "جويلية", "أوت"),
    ),
}
"""Something of which stands wherever a month is named."""
_MONTHS: dict[str, list[str]] = {lang: _alternatives(names) for lang, names in _NAMES.items()}
_MONTHS["ar"] = [
    f"(?:{'|'.join(forms)})" for forms in zip(_MONTHS["ar"], *map(_alternatives, _SECOND_ARABIC), strict=True)
]
_ANY = {lang: "(?:" + "|".join(months) + ")" for lang, months in _MONTHS.items()}
_ANY["ar"] = _ANY["ar"] + "(?:\\s?[/\\\\]\\s?" + _ANY["ar"] + ")?"
_PARTS = {"YEAR": r"(?P<year>(?:1[5-9]|20)\d\d)", "DAY": r"(?<!\d)(?P<day>\d{1,2})"}
_FORMS = {
    "en": (
        r"DAY(?:st|nd|rd|th)?(?: day)?(?: of)?\s+MONTH(?!\w)(?:,?\s+YEAR)?",
        r"\bMONTH\s+DAY(?:st|nd|rd|th)?\b(?:,?\s+YEAR)?",
        r"\bMONTH,?\s+(?:of )?YEAR",
    ),
    "fr": (r"DAY(?:er|ᵉʳ)?\s+MONTH(?!\w)(?:\s+YEAR)?", r"\bMONTH\s+YEAR"),
    "es": (
        r"DAY[.º°]{0,2}\s+(?:de\s+)?MONTH\b(?:\s+(?:del?\s+)?(?:año\s+)?YEAR)?",
        r"\bMONTH\s+(?:del?\s+)?(?:año\s+)?YEAR",
    ),
    "ru": (r"DAY(?:-?го)?\s+MONTH(?!\w)(?:\s+YEAR)?", r"\bMONTH\s+YEAR"),
    "ar": (
        r"DAY\s+(?:من\s+)?(?:شهر\s+)?MONTH(?!\w)(?:\s+(?:من عام |عام |سنة )?YEAR)?",
        r"MONTH\s+(?:من عام |عام |سنة )?YEAR",
    ),
}


def _compiled(form: str, lang: str) -> re.Pattern[str]:
    for name, pattern in {**_PARTS, "MONTH": _ANY[lang]}.items():
        form = form.replace(name, pattern)
    return re.compile(form)


_PATTERNS = {lang: [_compiled(form, lang) for form in forms] for lang, forms in _FORMS.items()}
_WHICH = {lang: [re.compile(rf"(?<!\w){m}(?!\w)") for m in months] for lang, months in _MONTHS.items()}
_DIGIT = re.compile(r"\d")
_CHINESE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<day>[12]\d|3[01]|0?[1-9])[日号])?"
)
_CHINESE_NUMERALS = re.compile(r"[〇零一二三四五六七八九十]{1,4}(?=[年月日号])")
_NUMERIC = re.compile(
    r"(?<![\d./-])(?:(?P<year>(?:1[5-9]|20)\d\d)[-/.](?P<month>1[0-2]|0?[1-9])[-/.](?P<day>[12]\d|3[01]|0?[1-9])"
    r"|(?P<day2>[12]\d|3[01]|0?[1-9])[-/.](?P<month2>1[0-2]|0?[1-9])[-/.](?P<year2>(?:1[5-9]|20)\d\d))(?![\d/-])"
)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written: what is not written is 0. `names` holds each month named (two may disagree)."""

    year: int
    month: int
    day: int
    agrees: bool = True


_MAY_BE_NUMERIC = re.compile(r"[-/.](?<=\d.)\d")
"""A quick look whether `_NUMERIC` may match."""


def dates(text: str, lang: str) -> list[Date]:
    """The dates in a text.

    >>> dates("December 5, 2014 and 28 March", "en") == [Date(0, 3, 28), Date(2014, 12, 5)]
    True
    >>> dates("في 5 كانون الأول/ديسمبر 2014", "ar"), dates("二〇一四年十二月五日", "zh")
    ([Date(year=2014, month=12, day=5, agrees=True)], [Date(year=2014, month=12, day=5, agrees=True)])
    """
    if not (_DIGIT.search(text) or (lang == "zh" and "月" in text)):
        return []
    text = _western(without_symbols(text), lang)
    found = [date for date, _, _ in _found(text, lang)]
    for match in _NUMERIC.finditer(text) if _MAY_BE_NUMERIC.search(text) else ():
        part = match.groupdict()
        year, month, day = (int(part[name] or part[f"{name}2"]) for name in ("year", "month", "day"))
        found.append(Date(year, month, day))
    return sorted(found, key=lambda date: (date.year, date.month, date.day))


def places(text: str, lang: str) -> Iterator[tuple[Date, int, int]]:
    """The dates of a text that name their month, each with where it stands: (date, start, end).

    >>> [(start, end) for _, start, end in places("of 5 December 2014 (S/1)", "en")]
    [(3, 18)]
    """
    return _found(ascii_digits(text), lang)


def _western(text: str, lang: str) -> str:
    text = ascii_digits(text)
    if lang == "zh":
        text = _CHINESE_NUMERALS.sub(lambda m: str(int(next(numerals.chinese(m[0]))[0])), text)
    return text


def _found(text: str, lang: str) -> Iterator[tuple[Date, int, int]]:
    """Dates with a month's name, each with where it stands."""
    if lang == "zh":
        for match in _CHINESE.finditer(text):
            year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
            yield Date(year, month, day), match.start(), match.end()
        return
    if not _may_name_month(text, lang):
        return
    taken = bytearray(len(text))
    for pattern in _PATTERNS.get(lang, ()):
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            months = [n for n, which in enumerate(_WHICH[lang], 1) if which.search(match[0])]
            parts = match.groupdict()
            day, year = int(parts.get("day") or 0), int(parts.get("year") or 0)
            if months and day <= 31:
                taken[match.start() : match.end()] = b"x" * (match.end() - match.start())
                yield Date(year, months[0], day, len(months) == 1), match.start(), match.end()


def _may_name_month(text: str, lang: str) -> bool:
    return any(stem in text for stem in _STEMS.get(lang, ()))


def without_months(text: str, lang: str) -> str:
    """A text of which the months that are written as numbers are taken away; the digits are ASCII."""
    if lang == "zh":
        return re.sub(r"(?<!\d)(?:1[0-2]|0?[1-9])月", "月", text)
    if not _MAY_BE_NUMERIC.search(text):
        return text
    return _NUMERIC.sub(lambda m: f"{m['day'] or m['day2']} {m['year'] or m['year2']}".lstrip("0"), text)


def without_dates(text: str, lang: str) -> str:
    """A text without its dates, days and years included; perhaps also without its document symbols."""
    if lang != "zh" and not _MAY_BE_NUMERIC.search(text) and not _may_name_month(text, lang):
        return text
    text = _NUMERIC.sub(" ", _western(without_symbols(text), lang))
    for _, start, end in sorted(_found(text, lang), key=lambda found: -found[1]):
        text = f"{text[:start]} {text[end:]}"
    return text


_RANGE = re.compile(r"(?<!\d)\d{1,2}\s*(?:-|–|—|to|and|,|or)\s*\d{1,2}(?!\d)")


def date(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """The same days in the same months of the same years as in the source."""
    original, text = source(segment), plain(msgstr)
    expected, found = dates(original, context.source_lang), dates(text, context.lang)
    for day in found:
        if not day.agrees:
            yield _problem("the two names of the month do not mean the same month", day)
            return
    if not expected and not found:
        return
    lenient = bool(_RANGE.search(original))
    for wanted in expected:
        if not any(_fits(wanted, other, lenient) for other in found):
            yield _problem("the date {date} of the source is not in the translation", wanted)
            return
    for other in found:
        if not any(_fits(wanted, other, lenient) for wanted in expected):
            yield _problem("the date {date} is not in the source", other)
            return


def _fits(one: Date, other: Date, lenient: bool) -> bool:
    """Whether two dates may be the same, one of them perhaps written without its day or year."""
    same_day = one.day == other.day or lenient or not (one.day and other.day)
    return one.month == other.month and same_day and (one.year == other.year or not (one.year and other.year))


def _problem(what: str, day: Date) -> Problem:
    shown = "-".join(str(part).zfill(2) for part in (day.year, day.month, day.day) if part)
    return Problem(
        what, "write the date as the language writes it, with the same day, month and year", {"date": shown}
    )
