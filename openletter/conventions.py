"""What a language needs beside its words: dates, digits, sizes, direction, autonyms, and the editions' words.

Dates, numbers, units, scripts and directions are those of CLDR, read through Babel; the words of the
editions (“Notes”, “Skip to the letter”) are a gettext catalog of this package, one per language, under
`locale/`. Babel is imported on first use: a call of the command that needs none of this stays fast.
"""

from __future__ import annotations

import gettext
import re
import struct
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openletter.errors import UsageError
from openletter.model import Conventions

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "openletter"

_TAGS = {"zh": "zh-Hans"}
"""Tags published in place of the bare code: the project's Chinese is in simplified script."""
_REGIONS = {"zh": "CN"}
_UN_MONTHS = {6: "يونيه", 7: "يوليه"}
"""The United Nations' spelling of two months, where CLDR has the everyday يونيو and يوليو."""
_QUOTATION = {
    "ar": ("«", "»", "“", "”"),
    "en": ("“", "”", "‘", "’"),
    "es": ("«", "»", "“", "”"),
    "fr": ("«\u00a0", "\u00a0»", "“", "”"),
    "ru": ("«", "»", "„", "“"),
    "zh": ("“", "”", "‘", "’"),
}
"""CLDR 47, delimiters (Babel leaves them out); Arabic and inner French as the United Nations print them."""


def word(msgid: str) -> str:
    """Marks a message for extraction and gives it back unchanged."""
    return msgid


_IN_LANGUAGE = {
    "ar": word("in Arabic"),
    "en": word("in English"),
    "es": word("in Spanish"),
    "fr": word("in French"),
    "ru": word("in Russian"),
    "zh": word("in Chinese"),
}


@cache
def load(lang: str) -> Conventions:
    """The conventions of a language by its code (`fr`, `zh`, also `fr-CA`).

    Raises UsageError for a code that CLDR does not know or that has no catalog of words.

    >>> load("zh").tag, load("ar").direction, load("ru").autonym
    ('zh-Hans', 'rtl', 'Русский')
    """
    locale = _locale(_TAGS.get(lang, lang))
    base = str(locale.language)
    path = LOCALE / base / "LC_MESSAGES" / f"{DOMAIN}.mo"
    if not path.is_file() or (base == "zh" and locale.script == "Hant"):
        known = ", ".join(sorted(p.name for p in LOCALE.iterdir() if (p / "LC_MESSAGES").is_dir()))
        raise UsageError(
            f"the words of the editions do not exist in the language {lang!r}",
            hint=f"use one of {known}, or add openletter/locale/{base}/LC_MESSAGES/{DOMAIN}.po",
            code="unknown-language",
        )
    autonym = str(locale.get_language_name(locale))
    return Conventions(
        lang=lang,
        tag=_TAGS.get(lang, lang),
        direction="rtl" if locale.character_order == "right-to-left" else "ltr",
        autonym=autonym[:1].upper() + autonym[1:],
        script=_script(locale),
        region=_REGIONS.get(base, ""),
        words=read_mo(path.read_bytes()),
    )


def read_mo(data: bytes) -> Mapping[str, tuple[str, ...]]:
    """The messages of a little-endian `.mo` file: msgid → its forms, "" → the header.

    The singular stands for a message with plurals (GNU gettext manual, 10.3 “The Format of GNU MO Files”).
    """
    magic, _, count, ids, strings = struct.unpack_from("<5I", data)
    if magic != 0x950412DE:
        raise ValueError("not a little-endian .mo file")

    def at(table: int, row: int) -> list[str]:
        length, offset = struct.unpack_from("<2I", data, table + 8 * row)
        return data[offset : offset + length].decode("utf-8").split("\0")

    return {at(ids, row)[0]: tuple(at(strings, row)) for row in range(count)}


def text(c: Conventions, msgid: str, **values: object) -> str:
    """A message in the language of `c`, its `{placeholders}` filled.

    >>> text(load("fr"), "Note {number}", number=3)
    'Note 3'
    """
    return c.words.get(msgid, (msgid,))[0].format_map(values)


def plural(c: Conventions, singular: str, plural: str, n: int, **values: object) -> str:
    """A message in the plural form that `n` takes in the language of `c`; `{n}` is the number, written out.

    >>> plural(load("ru"), "{n} passage has been reviewed.", "{n} passages have been reviewed.", 3)
    '3 фрагмента проверены.'
    """
    forms = c.words.get(singular, (singular, plural))
    return forms[_plural_rule(c.words.get("", ("",))[0])(n)].format_map({"n": number(c, n), **values})


def number(c: Conventions, n: int) -> str:
    """A whole number with the language's grouping, in European digits, as the United Nations print them.

    >>> number(load("es"), 12345), number(load("ar"), 7)
    ('12.345', '7')
    """
    if 0 <= n < 1000:
        return str(n)
    from babel.numbers import format_decimal

    return str(format_decimal(n, locale=_locale(c.tag), numbering_system="latn"))


def file_size(c: Conventions, size: int) -> str:
    """A size in bytes, for a reader: whole kilobytes, or megabytes with one decimal place (decimal units).

    >>> file_size(load("fr"), 23456)
    '23\\u202fko'
    """
    from babel.units import format_unit

    large = size >= 999_500
    unit, value = ("megabyte", round(size / 1e6, 1)) if large else ("kilobyte", max(1, round(size / 1000)))
    return str(format_unit(value, f"digital-{unit}", "short", locale=_locale(c.tag), numbering_system="latn"))


def long_date(c: Conventions, iso: str) -> str:
    """A date in the language's long form, as far as `iso` gives one (`2014-12-09`, `2014-12`, `2014`).

    CLDR's patterns, with two customs of the United Nations: Arabic names a month in both of its
    systems, and Russian writes out «года». What is no such date is given back as it is.

    >>> long_date(load("ar"), "2014-12-09"), long_date(load("ru"), "2014-12-09")
    ('9 كانون الأول/ديسمبر 2014', '9 декабря 2014\\xa0года')
    """
    parts = _date_parts(iso)
    if parts is None:
        return iso
    day, given = parts
    locale = _locale(c.tag)
    return _DATE_FORMS.get(str(locale.language), _cldr_date)(locale, day, given)


def dateline(c: Conventions, place: str, iso: str, date_text: str) -> str:
    """The line above a letter: place and date, or what there is of them.

    >>> dateline(load("fr"), "New York", "2014-12-09", "9 décembre 2014")
    'New York, le 9 décembre 2014'
    """
    if not (place and date_text):
        return place or date_text
    if len(iso) == len("2014-12-09"):
        return text(c, "{place}, {date}", place=place, date=date_text)
    return text(c, "{place}, {period}", place=place, period=date_text)


def in_language(c: Conventions, lang: str) -> str:
    """“in English”, in the language of `c`, for one of the languages that have a catalog.

    >>> in_language(load("ru"), "en")
    'на английском языке'
    """
    return text(c, _IN_LANGUAGE[lang.split("-")[0]])


def quotation_marks(c: Conventions) -> tuple[str, str, str, str]:
    """Outer opening and closing, inner opening and closing quotation mark."""
    return _QUOTATION[c.lang.split("-")[0]]


@cache
def _locale(tag: str) -> Any:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        raise UsageError(
            f"{tag!r} is not a language code that CLDR knows",
            hint="write a code such as en, fr or zh",
            code="unknown-language",
        ) from None


def _script(locale: Any) -> str:
    from babel.core import get_global

    likely = str(get_global("likely_subtags").get(str(locale.language), ""))
    return str(locale.script or next((s for s in likely.split("_") if len(s) == 4), "Latn"))


@cache
def _plural_rule(header: str) -> Callable[[int], int]:
    found = re.search(r"plural=([^;\n]+)", header)
    return gettext.c2py(found[1] if found else "n != 1")


def _date_parts(iso: str) -> tuple[date, int] | None:
    """The date, and how many of year, month and day were given."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", iso, re.ASCII)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        return date(int(year), int(month or 1), int(day or 1)), 1 + bool(month) + bool(day)
    except ValueError:
        return None


def _cldr_date(locale: Any, day: date, given: int) -> str:
    from babel.dates import format_date, format_skeleton

    if given == 3:
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton("yMMMM" if given == 2 else "y", day, locale=locale))


def _russian_date(locale: Any, day: date, given: int) -> str:
    return _cldr_date(locale, day, given).replace("\u202fг.", "\u00a0года")


def _arabic_date(locale: Any, day: date, given: int) -> str:
    levant = _locale("ar-LB").months["format"]["wide"][day.month]
    egypt = _UN_MONTHS.get(day.month) or _locale("ar-EG").months["format"]["wide"][day.month]
    parts = [str(day.day), f"{levant}/{egypt}", f"{day.year:04}"]
    return " ".join(parts[3 - given :])


_DATE_FORMS: dict[str, Callable[[Any, date, int], str]] = {"ar": _arabic_date, "ru": _russian_date}
