"""Numbers written as words, in six languages: enough to see that a number was not lost, only spelled.

Stems, not words: a number counts as said when a word begins with one of its stems. Tens and units are
looked for apart (“twenty-three”), so that a value under 100 is said when both are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

_UNITS = {
    "en": "zero|one once first single sole half|two twice second couple both pair double half"
    "|three third thrice|four fourth quarter|five fifth|six sixth|seven seventh|eight eighth|nine ninth"
    "|ten tenth|eleven|twel|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen",
    "fr": "zéro|un une premier première|deux second double|trois|quatre quatrième quart|cinq|six|sept|huit"
    "|neuf neuv|dix|onz|douz|treiz|quatorz|quinz|seiz|dix-sept|dix-huit|dix-neuf",
    "es": "cero|un uno una primer|dos segund ambos ambas doble|tres tercer|cuatro cuart|cinco quint|seis sext"
    "|siete séptim|ocho octav|nueve noven|diez décim|once undécim|doce duodécim|trece decimotercer"
    "|catorce decimocuart|quince decimoquint|dieciséis decimosext|diecisiete decimoséptim"
    "|dieciocho decimoctav|diecinueve decimonoven",
    "ru": "нол нул|один одн перв|два две двух двум двумя двой втор оба обе обо дву"
    "|три трех трём трем тремя трой трет трёх|четыр четверт|пят|шест|сем седьм|восем восьм|девят|десят"
    "|одиннадцат|двенадцат|тринадцат|четырнадцат|пятнадцат|шестнадцат|семнадцат|восемнадцат|девятнадцат",
    "ar": "صفر|واحد أول أولى حادي إحدى أحد|اثن إثن ثاني ثانية كلا كلتا|ثلاث ثالث|أربع رابع|خمس خامس|ست ساد"
    "|سبع سابع|ثمان ثامن|تسع تاسع|عشر عاشر|حادي أحد إحدى|اثن ثاني|ثلاث ثالث|أربع رابع|خمس خامس|ست ساد"
    "|سبع سابع|ثمان ثامن|تسع تاسع",
}
_TENS = {
    "en": "twent thirt fort|fift sixt sevent eight ninet",
    "fr": "vingt trent quarant|cinquant soixant soixante-dix quatre-vingt quatre-vingt-dix",
    "es": "veint treint cuarent|cincuent sesent setent ochent novent",
    "ru": "двадцат тридцат сорок|пятьдесят шестьдесят семьдесят восемьдесят девяност",
    "ar": "عشر ثلاث أربع|خمس ست سبع ثمان تسع",
}
_ARTICLE = "(?:[وفبلك]{0,2}ال|[وفبلك]{1,2}ل?|لل)?"


@lru_cache(maxsize=1024)
def _said(lang: str, value: int) -> re.Pattern[str] | None:
    """What matches a word for a value under 20, or for a full ten."""
    if value < 20:
        stems = _UNITS[lang].split("|")[value].split()
    else:
        stems = [_TENS[lang].replace("|", " ").split()[value // 10 - 2]]
    before = rf"\b{_ARTICLE}" if lang == "ar" else r"\b"
    return re.compile(f"{before}(?:{'|'.join(stems)})", re.IGNORECASE)


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_WORD = re.compile(
    r"\b(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?=e|er|-|\b)"
)


def roman(text: str) -> Iterator[int]:
    """The Roman numerals in a text.

    >>> list(roman("au XXIe siècle"))
    [21]
    """
    for found in _ROMAN_WORD.finditer(text):
        values = [_ROMAN[c] for c in found[0]]
        if len(values) > 1 or found[0] in ("V", "X"):
            yield sum(-v if v < w else v for v, w in zip(values, [*values[1:], 0], strict=True))


def is_said(value: Decimal, lang: str, text: str) -> bool:
    """Whether a text says a number in words.

    >>> is_said(Decimal(23), "es", "Veintitrés y no veinte"), is_said(Decimal(9), "en", "nine organisations")
    (True, True)
    """
    if value != value.to_integral_value():
        return value == Decimal("0.5") and bool(
            re.search(r"\b(?:half|demi|moitié|mitad|полов|нصف|نصف|半)", text)
        )
    number = int(value)
    if number in roman(text) and number > 1:
        return True
    if lang == "zh":
        return any(found == value for found, _ in chinese(text))
    if lang not in _UNITS or not 0 <= number < 100:
        return False
    if number < 20:
        return bool(_match(lang, number, text)) and (
            number < 11 or lang != "ar" or bool(_match(lang, 10, text))
        )
    return bool(_match(lang, number - number % 10, text)) and (
        number % 10 == 0 or bool(_match(lang, number % 10, text)) or _fused(number, lang, text)
    )


def _match(lang: str, number: int, text: str) -> re.Match[str] | None:
    pattern = _said(lang, number)
    return pattern.search(text) if pattern else None


def _fused(number: int, lang: str, text: str) -> bool:
    """Tens and units in one word, as in “veintitrés”, “vingt-trois”, “soixante-treize”."""
    ten, unit = _said(lang, number - number % 10), _UNITS[lang].split("|")[number % 10].split()
    teen = _UNITS[lang].split("|")[10 + number % 10].split() if lang == "fr" else []
    return any(
        stem in word
        for word in re.findall(r"[\w-]+", text.casefold())
        if ten and ten.match(word)
        for stem in [*unit, *teen, *(("tré",) if unit[0] == "tres" else ())]
    )


_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_UNIT = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千]+(?:[万亿][零〇一二两三四五六七八九十百千]*)*")


def chinese(text: str) -> Iterator[tuple[Decimal, str]]:
    """The numbers that a Chinese text writes with numerals, each with how it is written.

    >>> [int(n) for n, _ in chinese("二十三人，一千二百五十，三万，二〇一四年")]
    [23, 1250, 30000, 2014]
    """
    for found in _CHINESE.finditer(text):
        yield Decimal(_chinese_value(found[0])), found[0]


def _chinese_value(numeral: str) -> int:
    if len(numeral) > 1 and all(c in _DIGIT for c in numeral):
        return int("".join(str(_DIGIT[c]) for c in numeral[:40]))
    total = section = digit = 0
    for c in numeral:
        if c in _DIGIT:
            digit = _DIGIT[c]
        elif c in _UNIT:
            section += (digit or (1 if c == "十" else 0)) * _UNIT[c]
            digit = 0
        else:
            total, section, digit = (total + section + digit) * _BIG[c], 0, 0
    return total + section + digit
