"""Texts as the checks look at them: without tags, in sentences, in words, with plain digits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from openletter import markup, stems
from openletter.model import Segment

LATIN = frozenset({"en", "fr", "es"})
RIGHT_TO_LEFT = frozenset({"ar"})


@lru_cache(maxsize=16_384)
def plain(text: str) -> str:
    """The words of a message without its tags."""
    return markup.plain(text)


def source(segment: Segment) -> str:
    return plain(segment.msgid)


@lru_cache(maxsize=64)
def characters(text: str) -> frozenset[str]:
    """The characters that occur in a text: what cannot be in it need not be looked for."""
    return frozenset(text)


_ODD_CASE = frozenset("ıİſ\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87\u1c88")
"""Letters that `re.IGNORECASE` takes for others, and `str.lower` does not."""


@lru_cache(maxsize=64)
def _lower(text: str) -> str | None:
    return text.lower() if _ODD_CASE.isdisjoint(characters(text)) else None


def may_hold(text: str, pieces: tuple[str, ...]) -> bool:
    """Whether any of some pieces in small letters may occur in a text, in small or capital letters.

    A quick look before an expression is searched for: True where that must decide.

    >>> may_hold("Five EUROS", ("euro", "dollar")), may_hold("five", ("euro",)), may_hold("EUROſ", ("x",))
    (True, False, True)
    """
    lower = _lower(text)
    if lower is None:
        return True
    for piece in pieces:  # noqa: SIM110 (three times as fast as `any`, and asked most often of all)
        if piece in lower:
            return True
    return False


class _Digits(dict[int, int | None]):
    """str.translate table: every decimal digit of Unicode to its ASCII one, made as they are met."""

    def __missing__(self, code: int) -> int:
        value = unicodedata.decimal(chr(code), None)
        self[code] = code if value is None else ord("0") + value
        return self[code] or code


_DIGITS = _Digits()


def ascii_digits(text: str) -> str:
    """Every decimal digit as an ASCII one.

    >>> ascii_digits("١٢٥٠ и ３７")
    '1250 и 37'
    """
    return text if text.isascii() else text.translate(_DIGITS)


_WORDS = re.compile(r"[^\W\d_]+(?:[’'‐-][^\W\d_]+)*")


def words(text: str) -> list[str]:
    """The words of a text: runs of letters, apostrophes and hyphens inside them kept.

    >>> words("l’homme et 37 États-Unis")
    ['l’homme', 'et', 'États-Unis']
    """
    return [*_words(text)]


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(text))


_SENTENCE_END = re.compile(r"(?<=[.!?؟…])[»”’\")\]]*\s+|(?<=[。！？])[”’」』）]*|[\n\u2028\u2029]+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-ZÀ-ÖА-Я]|paras?|párrs?|pars?|art|arts|Docs?|No|Nos|cf|ch|пп?|ст|гг?|см|т|с|Mr|Mrs|Ms|Dr|St|Sr|Sra|núm|op|cit|vol|p|pp|долл|руб|тыс|млн|млрд|стр|им|ред|проф|рис|табл|напр|др)"
    r"|\b(?:e\.g|i\.e|p\.m|a\.m|т\.е|и т\.д))\.\s*$"
)


def sentences(text: str) -> list[str]:
    """A text cut after full stops, without regard to what abbreviations mean beyond a few.

    >>> sentences("See paras. 4 and 5. It is so.")
    ['See paras. 4 and 5.', 'It is so.']
    """
    return [*_sentences(text)]


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[str, ...]:
    parts: list[str] = []
    position = 0
    for found in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text, max(position, found.start() - 8), found.start()):
            continue
        part = text[position : found.end()].strip()
        if part:
            parts.append(part)
        position = found.end()
    rest = text[position:].strip()
    return (*parts, rest) if rest else tuple(parts)


def folded(text: str) -> str:
    """Lower case without accents or vowel signs, for comparing words.

    >>> folded("Été يُجبر")
    'ete يجبر'
    """
    return stems.plainly(text.casefold())
