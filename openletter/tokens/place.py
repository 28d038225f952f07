"""Marks put into a translated sentence. Pure.

The marks of a sentence form a tree. In the translation each must lie inside the same range as in the source
and must not cut across another; what cannot be written so is not written at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from openletter import markup
from openletter.tokens.flat import OBJECT, Mark, Sentence

Ends = tuple[int, int]
"""Where a mark begins and ends in a translation."""

_AFTER = re.compile(r"[\s.,;:!?…。，、；：！？．،؛؟\"”’'»›)\]）」』]*$")
_BEFORE = re.compile(r"^[\s\"“‘'«‹(\[（「『¿¡]*")


def write(text: str, objects: Mapping[str, str], marks: Sequence[Mark], ends: Sequence[Ends]) -> str | None:
    """A sentence with its objects and tags in place; None where the marks would cut across each other."""
    pieces: list[tuple[bool, str]] = []

    def words(start: int, end: int) -> None:
        position = start
        for found in OBJECT.finditer(text, start, end):
            pieces.append((False, text[position : found.start()]))
            pieces.extend(markup.parts(objects.get(found[0], "")))
            position = found.end()
        pieces.append((False, text[position:end]))

    def inside(parent: int, start: int, end: int) -> bool:
        position = start
        children = [n for n, mark in enumerate(marks) if mark.parent == parent]
        for number in sorted(children, key=lambda n: (ends[n][0], n)):
            mark, (first, last) = marks[number], ends[number]
            if not position <= first <= last <= end:
                return False
            words(position, first)
            pieces.append((True, mark.open))
            if not inside(number, first, last):
                return False
            pieces.append((True, mark.close))
            position = last
        words(position, end)
        return True

    if not inside(-1, 0, len(text)):
        return None
    return markup.join(piece for piece in pieces if piece[1])


def as_is(sentence: Sentence) -> str:
    """The sentence in its own language, as it stands in the message."""
    ends = [(mark.start, mark.end) for mark in sentence.marks]
    return write(sentence.text, sentence.objects, sentence.marks, ends) or ""


def certain(sentence: Sentence, text: str) -> dict[int, Ends]:
    """The places of marks that follow without knowing which word became which.

    Those at the beginning and the end, before the marks that end the sentence, and around all words.
    """
    found: dict[int, Ends] = {}
    for number, mark in enumerate(sentence.marks):
        before, after = sentence.text[: mark.start], sentence.text[mark.end :]
        opens, closes = _is_opening(before), _is_closing(after)
        start = len(text) if after == "" and mark.is_point else _same_opening(before, text)
        end = _same_closing(after, text)
        if mark.is_point and (closes or not before.strip()):
            at = end if closes else 0
            found[number] = at, at
        elif not mark.is_point and opens and closes and start < end:
            found[number] = start, end
    return found


def _is_opening(text: str) -> bool:
    match = _BEFORE.match(text)
    return bool(match and match.end() == len(text))


def _is_closing(text: str) -> bool:
    match = _AFTER.match(text)
    return bool(match and match.end() == len(text))


def _same_opening(before: str, text: str) -> int:
    """How much of the beginning of a translation answers to `before`, which is nothing but opening marks."""
    match = _BEFORE.match(text)
    return match.end() if before and match else 0


def _same_closing(after: str, text: str) -> int:
    """Where in a translation the closing marks stand that answer to `after`."""
    if not after:
        return len(text)
    match = _AFTER.search(text)
    have = text[match.start() :] if match else ""
    want = sum(1 for character in after if not character.isspace())
    have_count = sum(1 for character in have if not character.isspace())
    at = len(text)
    for _ in range(min(want, have_count)):
        at -= 1
        while at > len(text) - len(have) and text[at].isspace():
            at -= 1
    return at
