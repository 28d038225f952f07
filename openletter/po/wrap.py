"""Wrapping as GNU gettext does it: at 79 columns, after spaces, between wide characters, after `\\n`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

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
    start = last = 0  # where the line begins, and where it can be divided so far
    left = used = 0  # columns from the beginning of the line to there, and to here
    before: _Kind = _Kind(0, frozenset(), frozenset())
    for at, character in enumerate(text):
        kind = _KINDS[character]
        if kind.begins & before.ends:
            if used > room and last > start:
                yield escape(text[start:last])
                start, used = last, used - left
            last, left = at, used
        used += kind.columns
        before = kind
    if used > room and last > start:
        yield escape(text[start:last])
        start = last
    yield escape(text[start:])


class _Kind(NamedTuple):
    """A character's columns, and what makes the place before and the one behind it divide a line."""

    columns: int
    begins: frozenset[str]
    ends: frozenset[str]


class _Kinds(dict[str, _Kind]):
    """The kinds of characters, made as they are met. A line may be divided between two of which the first
    ends with something that the second may begin after."""

    def __missing__(self, character: str) -> _Kind:
        self[character] = kind = _kind(character)
        return kind


def _kind(character: str) -> _Kind:
    if character == " ":
        return _Kind(1, frozenset(), frozenset({"space"}))
    wide, columns = _width(character) == 2, width(escape(character))
    begins, ends = {"space"}, set[str]()
    if character not in _NO_START and _width(character):
        begins |= {"wide", "narrow"} if wide else {"wide"}
    if character not in _NO_END:
        ends |= {"wide"} if wide else {"narrow"}
    return _Kind(columns, frozenset(begins), frozenset(ends))


_KINDS = _Kinds()
