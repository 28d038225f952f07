"""What a number counts: shares in per cent and amounts of money are in the unit of the source.

Also numbers said in words: where the source says one up to ten, and the translation says another instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from openletter.checks import numbers, numerals
from openletter.checks.base import Context, Problem
from openletter.checks.text import characters, may_hold, plain, source
from openletter.model import Segment

_DIGIT = re.compile(r"\d")
_PERCENT = re.compile(
    r"[%٪﹪％]|\bper ?cent|\bpour ?cent|\bpor ?cien|\bporcent|\bпроц\.|процент"
    r"|في المائة|بالمائة|في المئة|بالمئة|المئوية|مئوية|百分",
    re.IGNORECASE,
)
_PERCENT_SIGNS = frozenset("%٪﹪％")
_PERCENT_WORDS = ("cent", "cien", "проц", "المائة", "مئة", "مئوية", "百分")
_SHARE = re.compile("نسبة|比例|成|%")
"""What may stand for a percentage of the source, and is none by itself."""
_PER_THOUSAND = re.compile("[‰‱]")
_MONEY = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in {
        "dollar": r"\$|\bdollar|\bdólar|доллар|دولار|美元|美金|\bUSD\b",
        "euro": r"€|\beuros?\b|\bевро\b|يورو|欧元|\bEUR\b",
        "rouble": r"₽|\brou?ble|\brublos?\b|\bрубл|روبل|卢布",
        "pound": r"£|\bpounds? sterling|\blivres? sterling|\blibras? esterlin|фунт\w* стерл|جنيه|英镑",
        "yuan": r"\byuan|\brenminbi|\bюан|يوان|人民币",
        "yen": r"\byens?\b|\bиен[аыу]?\b|日元",
    }.items()
}
_MONEY_WORDS = (
    *("$", "dollar", "dólar", "доллар", "دولار", "美", "usd"),
    *("€", "euro", "евро", "يورو", "欧元", "eur"),
    *("₽", "rouble", "ruble", "rublo", "рубл", "روبل", "卢布"),
    *("£", "pound", "livre", "libra", "фунт", "جنيه", "英镑"),
    *("yuan", "renminbi", "юан", "يوان", "人民币", "yen", "иен", "日元"),
)
"""Something of which stands wherever a currency is named."""


def _percent(text: str) -> bool:
    possible = not _PERCENT_SIGNS.isdisjoint(characters(text)) or may_hold(text, _PERCENT_WORDS)
    return possible and bool(_PERCENT.search(text))


def _per_thousand(text: str) -> bool:
    return bool(_PER_THOUSAND.search(text))


def unit(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Per cent where the source has per cent, and money in the source's currency."""
    original, text = source(segment), plain(msgstr)
    if not _DIGIT.search(original):
        return
    for counts, shown in ((_percent, "%"), (_per_thousand, "‰")):
        ours, theirs = counts(original), counts(text)
        if ours != theirs and not (ours and _SHARE.search(text)):
            yield Problem(
                "only one of the source and the translation counts in {unit}",
                "write each number with the unit that it has in the source",
                {"unit": shown},
            )
            return
    if not may_hold(text, _MONEY_WORDS):
        return
    for pattern in _MONEY.values():
        found = pattern.search(text)
        if found and not pattern.search(original) and any(m.search(original) for m in _MONEY.values()):
            yield Problem(
                "the translation names a currency that the source does not name: “{unit}”",
                "write each amount in the currency that it has in the source",
                {"unit": found[0]},
            )
            return


_SAID = {
    "en": "two|second(?:ly)? three|third(?:ly)? four(?:th)? five|fifth six(?:th)? seven(?:th)? eight|eighth"
    " nine|ninth ten(?:th)?",
    "fr": "deux|deuxièmes?|secondes? trois|troisièmes? quatre|quatrièmes? cinq|cinquièmes? six|sixièmes?"
    " sept|septièmes? huit|huitièmes? neuvièmes? dix|dixièmes?",
    "es": "dos|segund[oa]s? tres|tercer[oa]?s? cuatro|cuart[oa]s? cinco|quint[oa]s? seis|sext[oa]s?"
    " siete|séptim[oa]s? ocho|octav[oa]s? nueve|noven[oa]s? diez|décim[oa]s?",
    "ru": "два|две|двух|двум|двумя|втор(?:ой|ая|ое|ого|ую|ом|ым|ому) три"
    "|тр[её]х|трем|тремя|трет(?:ий|ья|ье|ьей|ьего|ью)"
    " четыре|четыр[её]х|четверт(?:ый|ая|ое|ой) пять|пяти"
    "|пят(?:ый|ая|ое|ой) шесть|шести|шест(?:ой|ая|ое)"
    " семь|семи|седьм(?:ой|ая|ое) восемь|восьми|восьм(?:ой|ая|ое) девять|девяти|девят(?:ый|ая|ое)"
    " десять|десяти|десят(?:ый|ая|ое|ой)",
    "ar": "اثنا?ن|اثني?ن|اثنتا?ن|اثنتي?ن|الثانية?|ثانية? ثلاثة?|ثالثة? أربعة?|رابعة? خمسة?|خامسة?"
    " ستة|سادسة? سبعة?|سابعة? ثمانية?|ثامنة? تسعة?|تاسعة? عشرة|عاشرة?",
}
_WORDS = {
    lang: [
        re.compile(
            (r"\b(?:[وفبلك]{0,2}(?:ال)?|لل)" if lang == "ar" else r"\b") + f"(?:{words})" + r"\b",
            re.IGNORECASE,
        )
        for words in text.split()
    ]
    for lang, text in _SAID.items()
}


_ANY = re.compile(r"\b(?:two|sec|thi?r|fou|fi[fv]|six|sev|eig|nin|ten)", re.IGNORECASE)
_BEGINNINGS = ("two", "sec", "thr", "thir", "fou", "fif", "fiv", "six", "sev", "eig", "nin", "ten")


def said(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A number up to ten that the source says in a word, for which the translation says another."""
    if context.source_lang != "en" or context.lang not in (*_WORDS, "zh"):
        return
    original, text = source(segment), plain(msgstr)
    if not may_hold(original, _BEGINNINGS) or not _ANY.search(original):
        return
    ours = {n for n in _said("en", original) if n <= 10}
    if not ours:
        return
    lost = [n for n in sorted(ours) if not _is_there(n, context.lang, text)]
    new = [n for n in sorted(_said(context.lang, text)) if not _is_there(n, "en", original)]
    if lost and new:
        yield Problem(
            "the source says {source} in a word, the translation {translation}",
            "see whether the number is right",
            {"source": str(lost[0]), "translation": str(new[0])},
        )


def _said(lang: str, text: str) -> set[int]:
    if lang == "zh":
        return {int(n) for n, _ in numerals.chinese(text) if 2 <= n < 100}
    tens = (
        {n for n in range(20, 100, 10) if numerals.is_said(Decimal(n), lang, text)} if lang != "ar" else set()
    )
    return tens | {number for number, word in enumerate(_WORDS[lang], 2) if word.search(text)}


def _is_there(number: int, lang: str, text: str) -> bool:
    value = Decimal(number)
    return numerals.is_said(value, lang, text) or value in numbers.values(text, lang)
