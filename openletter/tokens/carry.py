"""Places carried from one translation of a sentence to another in the same language. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from openletter.tokens.flat import Sentence
from openletter.tokens.place import Ends

_WIDE = "㐀-鿿぀-ヿ"
_PRIVATE = "\ue000-\uf8ff"
_LETTERS = rf"[^\W{_PRIVATE}{_WIDE}]+"
_WORD = re.compile(rf"[{_PRIVATE}]|[{_WIDE}]|{_LETTERS}(?:[’'‑-]{_LETTERS})*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, mark of punctuation or wide character of a text, and where it stands."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """
    >>> [word.text for word in words("l’État (RPDC) 联合国")]
    ['l’État', '(', 'RPDC', ')', '联', '合', '国']
    """
    return [Word(found[0], *found.span()) for found in _WORD.finditer(text)]


def project(tagged: str, places: Mapping[int, Ends], sentence: Sentence, text: str) -> dict[int, Ends]:
    """Places in one translation of a sentence, carried over to another translation of the same.

    `tagged` and `text` are in the same language and mostly equal; `places` are in `tagged`. A mark whose
    words have no counterpart is left out.
    """
    theirs, ours = words(tagged), words(text)
    matcher = SequenceMatcher(
        None, [w.text.casefold() for w in theirs], [w.text.casefold() for w in ours], False
    )
    same = {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size)}
    found: dict[int, Ends] = {}
    for number, (start, end) in places.items():
        if sentence.marks[number].is_point:
            at = _after(sum(word.end <= start for word in theirs), same, len(theirs), len(ours))
            if at is not None:
                offset = ours[at - 1].end if at else 0
                found[number] = offset, offset
            continue
        inner = [n for n, word in enumerate(theirs) if start <= word.start and word.end <= end]
        if inner:
            first = _before(inner[0], same, len(theirs), len(ours))
            last = _after(inner[-1] + 1, same, len(theirs), len(ours))
            if first is not None and last is not None and first < last:
                found[number] = ours[first].start, ours[last - 1].end
    return found


def _folded(found: Sequence[Word]) -> list[str]:
    return [word.text.casefold() for word in found]


def _before(at: int, same: Mapping[int, int], theirs: int, ours: int) -> int | None:
    """The word of ours that answers to word `at` of theirs, as the first of a range."""
    if at in same:
        return same[at]
    if at == 0:
        return 0
    if at - 1 in same:
        return same[at - 1] + 1
    return _across(at, same, theirs, ours)


def _after(at: int, same: Mapping[int, int], theirs: int, ours: int) -> int | None:
    """How many words of ours stand before the gap that follows the first `at` words of theirs."""
    if at == 0:
        return 0
    if at - 1 in same:
        return same[at - 1] + 1
    if at == theirs:
        return ours
    if at in same:
        return same[at]
    return _across(at, same, theirs, ours)


def _across(at: int, same: Mapping[int, int], theirs: int, ours: int) -> int | None:
    """A place within words that differ, where as many differ on both sides."""
    left = max((n for n in same if n < at), default=-1)
    right = min((n for n in same if n >= at), default=theirs)
    our_left, our_right = same.get(left, -1), same.get(right, ours)
    if right - left == our_right - our_left:
        return our_left + at - left
    return None


def found(alone: str, text: str) -> list[Ends]:
    """Where a translation of some words alone stands in the translation of their sentence, if it does once.

    Alone they may have got an article that they do not have in the sentence, or lack a word that joins them.

    >>> found("O Conselho Direitos", "carta do Conselho de Direitos.")
    [(9, 29)]
    """
    bare = alone.strip(" .。")
    first, _, rest = bare.partition(" ")
    for tried in (bare, rest if len(first) <= 3 else ""):
        pattern = re.compile(rf"(?<!\w){re.escape(tried)}(?!\w)", re.IGNORECASE)
        exact = [match.span() for match in pattern.finditer(text)] if tried else []
        if len(exact) == 1:
            return exact
        if exact:
            return []
    return _found_about(words(rest if len(first) <= 3 and rest else bare), words(text))


def _found_about(alone: Sequence[Word], ours: Sequence[Word]) -> list[Ends]:
    """The stretch of a sentence that begins and ends with the same words and has most of the others."""
    if len(alone) < 2:
        return []
    theirs, text = _folded(alone), _folded(ours)
    starts = [n for n, word in enumerate(text) if word == theirs[0]]
    stretches = {
        (start, end)
        for start in starts
        for end in range(start + len(alone) - 1, min(len(text), start + len(alone) + 2))
        if text[end] == theirs[-1] and _share(theirs, text[start : end + 1]) >= 0.75
    }
    if len(stretches) != 1:
        return []
    ((start, end),) = stretches
    return [(ours[start].start, ours[end].end)]


def _share(some: Sequence[str], more: Sequence[str]) -> float:
    """How many of some words are among others, from 0 to 1."""
    return sum(word in more for word in some) / len(some)
