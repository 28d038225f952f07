"""Wrapping as GNU gettext does it: at 79 columns, after spaces, between wide characters, after `\\n`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from openletter.po.strings import escape

COLUMNS = 79

_NO_START = frozenset("、。，．：；？！）］｝〉》」』】〕〗’”…—·％,.:;?!)]}%ーっッゃゅょャュョ々")
_NO_END = frozenset("（［｛〈《「『【〔〖‘“([{")
_WORD = re.compile("[^ ]* *")
_NOT_SURELY_ONE = re.compile(
    r"[^ -\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u200a\u2010-\u2027\u2030-\u205f"
    r"\u2070-\u20cf\u2100-\u22ff]"
)
"""Characters beyond the ranges in which each takes one column: an early way out for most scripts."""


@cache
def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """How many columns a text takes in a terminal (Unicode UAX #11)."""
    return sum(map(_width, text)) if _NOT_SURELY_ONE.search(text) else len(text)


def wrap(keyword: str, text: str) -> str:
    """A keyword and its string, as the lines of a PO file. Each line's prefix is left to the caller.

    >>> wrap("msgid", "a")
    'msgid "a"'
    """
    escaped = escape(text)
    newline = "\n" in text[:-1]
    if not newline and len(keyword) + 3 + width(escaped) <= COLUMNS:
        return f'{keyword} "{escaped}"'
    if not newline and not _NOT_SURELY_ONE.search(escaped):
        lines = list(_narrow_pieces(escaped))
    else:
        lines = [line for part in re.findall(r"[^\n]*\n|[^\n]+", text) for line in _pieces(part)]
    return f'{keyword} ""\n' + "\n".join(f'"{line}"' for line in lines)


def _narrow_pieces(escaped: str) -> Iterator[str]:
    """As `_pieces`, for an escaped text of characters that take one column each: no need to count."""
    room = COLUMNS - 2
    start, end = 0, len(escaped)
    while end - start > room:
        cut = escaped.rfind(" ", start, start + room) + 1 or escaped.find(" ", start + room) + 1 or end
        while cut < end and escaped[cut] == " ":
            cut += 1
        if cut - start > room:
            cut = _whole_words(escaped, start, cut)
        yield escaped[start:cut]
        start = cut
    if start < end:
        yield escaped[start:]


def _whole_words(escaped: str, start: int, cut: int) -> int:
    """Where to cut instead of `cut`, which leaves a run of spaces or a word that does not fit."""
    words = 0
    for word in _WORD.finditer(escaped, start, cut):
        if word.end() - start > COLUMNS - 2 and words:
            return words
        words = word.end()
        if words >= cut:
            break
    return cut


def _pieces(text: str) -> Iterator[str]:
    """A text without inner line feeds, escaped, in pieces of at most 77 columns where it can be divided."""
    room = COLUMNS - 2
    line: list[str] = []
    used = 0
    for atom in _atoms(text):
        atom = escape(atom)
        wide = width(atom)
        if line and used + wide > room:
            yield "".join(line)
            line, used = [], 0
        line.append(atom)
        used += wide
    yield "".join(line)


def _atoms(text: str) -> Iterator[str]:
    """What must stay on one line: words with the spaces behind them, and single wide characters."""
    for word in _WORD.findall(text):
        if word.isascii() or not any(_width(character) == 2 for character in word):
            if word:
                yield word
            continue
        start = 0
        for at in range(1, len(word)):
            if _divisible(word[at - 1], word[at]):
                yield word[start:at]
                start = at
        yield word[start:]


def _divisible(before: str, after: str) -> bool:
    if after == " " or after in _NO_START or before in _NO_END:
        return False
    return before != " " and (_width(before) == 2 or _width(after) == 2) and _width(after) > 0
