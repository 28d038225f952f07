"""Texts cut into sentences, offline, by small rules per language. Pure.

An engine is trained on sentences; given several at once it loses some. The rules know the abbreviations of
United Nations documents (paras., Doc., No., art., U.N.), initials, and marks of notes behind a quotation
mark (“… world.”2 The …). They were written for the six languages; any other gets those of English.

Law: the spans are in order and do not overlap, and outside of them there is only white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]

LONGEST = 600
"""Characters: a longer sentence is cut where it hurts least, because models lose the tail of long inputs."""

_CLOSERS = "\"'”’»›)\\]}」』）】〉》"
_OPENERS = "\"'“‘«‹([{¿¡„—–-"


@dataclass(frozen=True, slots=True)
class Rules:
    """How one language ends its sentences.

    After `bound` a full stop never ends a sentence (paras., Mr.); after `loose` only where the next word
    is one of `starters` (U.N., etc.).
    """

    bound: re.Pattern[str]
    loose: re.Pattern[str]
    starters: re.Pattern[str]
    cased: bool = True
    """Whether sentences begin with a capital letter, a digit or an opening mark."""


def _words(*lists: str) -> str:
    return "|".join(re.escape(word) for words in lists for word in words.split())


def _rules(bound: str, loose: str, starters: str, cased: bool = True) -> Rules:
    return Rules(
        re.compile(rf"(?:(?<!\w)(?:{_words(bound)})|(?<!\w\.)(?<!\w)[^\W\d_])\.$", re.IGNORECASE),
        re.compile(rf"(?:(?<!\w)(?:{_words(loose)})|(?<!\w)(?:[^\W\d_]\.){{1,5}}[^\W\d_])\.$", re.IGNORECASE),
        re.compile(rf"(?:{_words(starters)})(?!\w)"),
        cased,
    )


_LATIN = (
    "art arts cf ch chap col doc docs ed eds ex fig figs ibid id no nos op para paras pp p rev ser suppl st "
    "vol vols v vs add corr res sect sec subpara subparas annex tél tel approx"
)
_ENGLISH = _rules(
    f"{_LATIN} e.g i.e viz mr mrs ms messrs dr prof gen col lt sgt capt sen rep gov hon rt amb rev mt "
    "jan feb mar apr jun jul aug sept sep oct nov dec u.n.doc",
    "etc al inc ltd co corp jr sr a.m p.m",
    "The This These Those That It Its We Our They Their He She His Her In On At By For From If When While "
    "There Such As After Before However Moreover Therefore Indeed Of Any All No Some Many Both Each Under",
)
RULES = {
    "en": _ENGLISH,
    "fr": _rules(
        f"{_LATIN} mm mme mmes mlle me mgr dr pr par al n° nº § p.ex c.-à-d c.à.d av env réf s ss janv "
        "févr avr juil sept oct nov déc",
        "etc s.a",
        "Le La Les Un Une Des Ce Cet Cette Ces Il Elle Ils Elles On Nous Vous Leur Leurs Son Sa Ses En Dans "
        "Par Pour Si Quand Lorsque Tout Toute Tous Toutes Mais Or Toutefois Cependant",
    ),
    "es": _rules(
        f"{_LATIN} sr sra sres sras srta dr dra d dña ud uds excmo excma párr párrs pár párs pág págs núm "
        "núms cap caps ej p.ej av avda gral ss",
        "etc ee.uu s.a",
        "El La Los Las Un Una Unos Unas Este Esta Estos Estas Ese Esa En Por Para Si Cuando Como Su Sus Se "
        "Es No Todo Toda Todos Todas Pero Sin Con Al Del Nosotros Ellos",
    ),
    "ru": _rules(
        "п пп ст стр с г гг в вв т тт ч гл рис табл см ср напр им проф акад ген док докл рез д р руб коп млн "
        "млрд тыс кв ул пер корп т.е т.к н.э r",
        "т.д т.п др пр т.н",
        "В Во На Это Эти Этот Эта Он Она Они Оно Мы Наш Наши Их Его Её Ее По При Для Если Когда Как Так "
        "Такой Такие Все Всё С Со К От Из За Но Однако",
    ),
    "ar": _rules("د أ م ص ج ف ق ه ع س ت ط رقم فق فقر", "إلخ الخ", "", cased=False),
}
_END = re.compile(rf"[.!?…؟۔]+(?:[\u00a0\u202f ]?[»]|[{_CLOSERS}])*(?:(?<=[”\"’'»])\d{{1,3}})?(?=\s)")
_WIDE_END = re.compile(rf"[。！？｡…]+[{_CLOSERS}]*|(?<=[㐀-鿿])[.!?]+[{_CLOSERS}]*(?=\s)")
_LABEL = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,5})[.)]+$")
_CUTS = (
    re.compile(r"[;；:؛][\"”’»]?\s*"),
    re.compile(r"[,，،、—][\"”’»]?\s*"),
    re.compile(r"\s+"),
)


def split(text: str, lang: str, longest: int = LONGEST) -> list[Span]:
    """The sentences of a text, as (start, end), without the white space between them.

    >>> text = "See paras. 4 and 5 of U.N. Doc. A/63. It “has no parallel.”2 The U.N. said so."
    >>> [text[a:b] for a, b in split(text, "en")]
    ['See paras. 4 and 5 of U.N. Doc. A/63.', 'It “has no parallel.”2', 'The U.N. said so.']
    """
    ends = _wide_ends(text) if lang == "zh" else _ends(text, RULES.get(lang, _ENGLISH))
    spans: list[Span] = []
    position = 0
    for end in [*ends, len(text)]:
        spans += _cut(text, *_trim(text, position, end), longest)
        position = end
    return spans


def _ends(text: str, rules: Rules) -> Iterator[int]:
    position = 0
    for found in _END.finditer(text):
        before = text[position : found.end()].lstrip()
        if _ends_here(text, found, before, rules):
            yield found.end()
            position = found.end()


def _ends_here(text: str, found: re.Match[str], before: str, rules: Rules) -> bool:
    following = text[found.end() :].lstrip()
    if not following or _LABEL.fullmatch(before):
        return False
    if rules.cased and not _begins(following):
        return False
    if found[0] != ".":
        return True
    if rules.loose.search(before):
        return bool(rules.starters.match(following.lstrip(_OPENERS))) if rules.cased else False
    return not rules.bound.search(before)


def _begins(text: str) -> bool:
    """Whether a sentence may begin so: with a capital, a digit, an opening mark or an object."""
    first = text[0]
    if first in _OPENERS:
        rest = text.lstrip(_OPENERS).lstrip()
        return bool(rest) and not rest[0].islower()
    return not first.islower()


def _wide_ends(text: str) -> Iterator[int]:
    for found in _WIDE_END.finditer(text):
        yield found.end()


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _cut(text: str, start: int, end: int, longest: int) -> Iterator[Span]:
    """One sentence, in pieces of at most `longest` characters, cut at the last good place before that."""
    while end - start > longest:
        at = _best_cut(text, start, start + longest)
        yield _trim(text, start, at)
        start, end = _trim(text, at, end)
    if end > start:
        yield start, end


def _best_cut(text: str, start: int, limit: int) -> int:
    for cut in _CUTS:
        places = [found.end() for found in cut.finditer(text, start, limit)]
        if places and places[-1] > start + (limit - start) // 3:
            return places[-1]
    return limit
