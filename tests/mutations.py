"""Faults put into good translations on purpose: what a careless or hostile hand might change.

Each kind is a function from a pair to the pairs with one fault each; the tests draw a seeded sample.
"""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from checks_data import Pair, segment

from openletter import markup
from openletter.checks import dates
from openletter.checks.negation import denials
from openletter.checks.symbols import symbols
from openletter.checks.text import plain

Fault = Callable[[Pair, random.Random], Iterator[Pair]]

_WORD = re.compile(r"(?<![<\w/])[^\W\d_]{2,}(?![\w>/])")


def _wrapped(pair: Pair, kind: str, random: random.Random) -> Pair | None:
    """The pair with tags around one word on each side."""
    here, there = list(_WORD.finditer(pair.segment.msgid)), list(_WORD.finditer(pair.msgstr))
    if not here or not there or f"<{kind}1>" in pair.segment.msgid:
        return None
    texts = []
    for text, found in ((pair.segment.msgid, random.choice(here)), (pair.msgstr, random.choice(there))):
        texts.append(f"{text[: found.start()]}<{kind}1>{found[0]}</{kind}1>{text[found.end() :]}")
    return replace(pair, segment=segment(texts[0], pair.segment.msgctxt), msgstr=texts[1])


def link(pair: Pair, random: random.Random) -> Iterator[Pair]:
    good = _wrapped(pair, "link", random)
    if good:
        word = re.search(r"<link1>(.*?)</link1>", good.msgstr)
        assert word
        for new in (
            word[1],
            f"[{word[1]}](https://evil.example/)",
            f"{word[0]} <link1>{word[1]}</link1>",
            f"<link2>{word[1]}</link2>",
            f"{word[0]} https://evil.example/a",
            f"{word[0]} (www.evil.example)",
            f"{word[0]} (evil.com)",
            f'<a href="https://evil.example">{word[0]}</a>',
            f"{word[0]}{{onclick=x}}",
            f"{word[0]} javascript:alert(1)",
        ):
            yield replace(good, msgstr=good.msgstr.replace(word[0], new))


def tag(pair: Pair, random: random.Random) -> Iterator[Pair]:
    good = _wrapped(pair, random.choice(["em", "strong"]), random)
    if good:
        for name in markup.tag_names(good.msgstr):
            for new in ("", name * 2, re.sub(r"\d", "7", name), name.replace("<", "< "), name.upper()):
                yield replace(good, msgstr=good.msgstr.replace(name, new))
            if name[1] == "/":
                yield replace(good, msgstr=good.msgstr.replace(name, f"<{name[2:-1]}/>"))


def _noted(pair: Pair, random: random.Random) -> Pair:
    """The pair with a footnote after one word on each side."""
    here, there = (
        random.choice(list(_WORD.finditer(text)) or [None]) for text in (pair.segment.msgid, pair.msgstr)
    )
    if not here or not there:
        return pair
    msgid, msgstr = pair.segment.msgid, pair.msgstr
    return replace(
        pair,
        segment=segment(f"{msgid[: here.end()]}<note1/>{msgid[here.end() :]}", pair.segment.msgctxt),
        msgstr=f"{msgstr[: there.end()]}<note1/>{msgstr[there.end() :]}",
    )


def note(pair: Pair, random: random.Random) -> Iterator[Pair]:
    if "<note" not in pair.segment.msgid:
        pair = _noted(pair, random)
    if "<note1/>" in pair.msgstr:
        for new in (
            "",
            "<note1/><note1/>",
            "<note9/>",
            "[^1]",
            "[1]",
            "<note1>",
            "</note1>",
            "<note1></note1>",
        ):
            yield replace(pair, msgstr=pair.msgstr.replace("<note1/>", new))


def symbol(pair: Pair, random: random.Random) -> Iterator[Pair]:
    if not symbols(pair.msgstr) and "<" not in pair.segment.msgid:
        name = random.choice(("A/HRC/25/63", "S/2014/872", "A/C.3/69/L.28/Rev.1", "CCPR/C/21/Rev.1/Add.13"))
        msgid = f"{pair.segment.msgid} ({name})"
        pair = replace(pair, segment=segment(msgid, pair.segment.msgctxt), msgstr=f"{pair.msgstr} ({name})")
    for name in symbols(pair.msgstr):
        digits = [n for n, c in enumerate(name) if c.isdigit()]
        at = random.choice(digits)
        changed = name[:at] + str((int(name[at]) + random.randrange(1, 10)) % 10) + name[at + 1 :]
        cyrillic = name.replace("A", "А").replace("S", "Ѕ")
        for new in (changed, "", name[:-1], name + "1", name.replace("/", ""), name.lower(), cyrillic):
            yield replace(pair, msgstr=pair.msgstr.replace(name, new, 1))


_DIGITS = re.compile(r"(?<![\w/.-])\d[\d \u00a0\u202f.,]*\d|(?<![\w/.-])\d(?!\d)")


def number(pair: Pair, random: random.Random) -> Iterator[Pair]:
    if symbols(pair.msgstr):
        return
    for found in re.finditer(r"\d+", pair.msgstr):
        if pair.msgstr[found.start() - 1 : found.start()].isalpha() and pair.lang != "zh":
            continue  # part of a tag
        if "<" in pair.msgstr[max(0, found.start() - 8) : found.start()]:
            continue
        value = found[0]
        at = random.randrange(len(value))
        other = value[:at] + str((int(value[at]) + random.randrange(1, 10)) % 10) + value[at + 1 :]
        decimals = re.search(r"\d[.,]$", pair.msgstr[: found.start()])
        for new in (other, value + "0", value[:-1] or "7" * 2, ""):
            if new.lstrip("0") != value.lstrip("0") and not (decimals and new == value + "0"):
                yield replace(pair, msgstr=pair.msgstr[: found.start()] + new + pair.msgstr[found.end() :])


_DATES = {
    "fr": " ({day} {month} {year})",
    "es": " ({day} de {month} de {year})",
    "ru": " ({day} {month} {year} года)",
    "ar": " ({day} {month} {year})",
    "zh": "（{year}年{month}月{day}日）",
}


def _dated(pair: Pair, random: random.Random) -> Pair:
    """The pair with the same date at the end of both texts."""
    day, month, year = random.randrange(2, 29), random.randrange(1, 13), random.randrange(1948, 2027)
    name = str(month) if pair.lang == "zh" else _MONTHS[pair.lang][month - 1]
    msgid = f"{pair.segment.msgid} ({day} {calendar.month_name[month]} {year})"
    msgstr = pair.msgstr + _DATES[pair.lang].format(day=day, month=name, year=year)
    return replace(pair, segment=segment(msgid, pair.segment.msgctxt), msgstr=msgstr)


def date(pair: Pair, random: random.Random) -> Iterator[Pair]:
    if not dates.dates(pair.msgstr, pair.lang):
        pair = _dated(pair, random)
    for found, start, end in dates._found(pair.msgstr, pair.lang):
        written = pair.msgstr[start:end]
        month = random.choice([m for m in range(1, 13) if m != found.month])
        for new in _other_months(written, found.month, month, pair.lang):
            yield replace(pair, msgstr=pair.msgstr[:start] + new + pair.msgstr[end:])
        for old in re.findall(r"\d+", written.replace(f"{found.month}月", "月")):
            changed = str(int(old) % 28 + 1 if len(old) < 3 else int(old) + random.randrange(1, 9))
            yield replace(
                pair, msgstr=pair.msgstr[:start] + written.replace(old, changed, 1) + pair.msgstr[end:]
            )


_MONTHS = {
    lang: names.split("|")
    for lang, names in {
        "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
        "ar": "كانون الثاني/يناير|شباط/فبراير|آذار/مارس|نيسان/أبريل|أيار/مايو|حزيران/يونيه|تموز/يوليه"
        "|آب/أغسطس|أيلول/سبتمبر|تشرين الأول/أكتوبر|تشرين الثاني/نوفمبر|كانون الأول/ديسمبر",
    }.items()
}


def _other_months(written: str, month: int, other: int, lang: str) -> Iterator[str]:
    if lang == "zh":
        yield written.replace(f"{month}月", f"{other}月")
        return
    old, new = _MONTHS[lang][month - 1], _MONTHS[lang][other - 1]
    if old in written:
        yield written.replace(old, new)
        if lang == "ar":  # only one of the two names
            for a, b in zip(old.split("/"), new.split("/"), strict=True):
                yield written.replace(a, b)


_NEGATIONS: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (
        (r"\b(?:ne |n’)([\w’]+(?: [\w’]+)?) (?:pas|jamais|plus|guère) ", r"\1 "),
        (r"\b(?:ne |n’)(pas|jamais) ", r""),
        (r"\bNul ne ", "Chacun "),
        (r"\bAucune? (.*?)(?:ne |n’)", r"Chaque \1"),
        (r"\bsans\b", "avec"),
        (r"\bSans\b", "Avec"),
        (r"\b(?:ne |n’)([\w’ ]+?) (aucune?)\b", r"\1 une"),
        (r"\bRien (?:ne |n’)", "Tout "),
        (r"\b(?:ne |n’)([\w’]+) (?:pas|jamais) ", r"\1 toujours "),
        (r"\bne (sera|peut|pourront|saurait)\b(?! (?:pas|jamais|plus))", r"\1"),
    ),
    "es": (
        (r"\bno ", ""),
        (r"\bNo ", ""),
        (r"\bNadie\b", "Todos"),
        (r"\bnadie\b", "todos"),
        (r"\bsin\b", "con"),
        (r"\bSin\b", "Con"),
        (r"\bNing[uú]n(?=[ao]?\b)", "Algun"),
        (r"\bnunca\b", "siempre"),
        (r"\bno\b", "siempre"),
    ),
    "ru": (
        (r"\bне ", ""),
        (r"\bНе ", ""),
        (r"\bНикто (.*?)\bне ", r"Каждый \1"),
        (r"\bНичто (.*?)\bне ", r"Всё \1"),
        (r"\bбез\b", "с"),
        (r"\bБез\b", "С"),
        (r"\bНет\b", "Есть"),
        (r"\bнельзя\b", "можно"),
    ),
    "ar": (
        (r"(?<!\w)(?:ف?لا|[وف]?لم|[وف]?لن) ", ""),
        (r"(?<!\w)(?:دون|بدون|بلا) (?=\w)", "مع "),
        (r"(?<!\w)[وف]?(?:ليس|ليست) ", "توجد "),
        (r"(?<!\w)ألا ", "أن "),
        (r"(?<!\w)عدم ", ""),
        (r"(?<!\w)غير ", ""),
    ),
    "zh": (
        ("不得", "得"),
        ("不能", "能"),
        ("不", ""),
        ("没有", ""),
        ("没有", "有"),
        ("未", "已"),
        ("尚未", "已经"),
        ("无", "有"),
        ("非", "是"),
        ("均未", "均"),
    ),
}


def negation(pair: Pair, random: random.Random) -> Iterator[Pair]:
    """One denial less, where the source denies and the translation does so in plain words."""
    if not denials(plain(pair.segment.msgid), "en"):
        return
    before = denials(plain(pair.msgstr), pair.lang)
    seen = set()
    for pattern, new in _NEGATIONS[pair.lang]:
        for found in re.finditer(pattern, pair.msgstr):
            text = pair.msgstr[: found.start()] + found.expand(new) + pair.msgstr[found.end() :]
            in_idiom = denials(plain(text), pair.lang) == before and _is_idiom(pair, found)
            if text not in seen and not in_idiom:
                seen.add(text)
                yield replace(pair, msgstr=text)


def _is_idiom(pair: Pair, found: re.Match[str]) -> bool:
    from openletter.checks.negation_words import LEXICONS

    return any(
        idiom.start() <= found.start() < idiom.end()
        for idiom in LEXICONS[pair.lang].idioms.finditer(pair.msgstr)
    )


FAULTS: dict[str, Fault] = {
    "link": link,
    "tag": tag,
    "note": note,
    "symbol": symbol,
    "number": number,
    "date": date,
    "negation": negation,
}
