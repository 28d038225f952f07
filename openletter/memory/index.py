"""Finding what was translated before: the same at once by hash, what is like it by an index over words. Pure.

Fuzzy matches are exact, in that none above the threshold is missed: two messages of which 70 per cent are the
same have at least one word among the rarest third of each (prefix filtering: Chaudhuri, Ganti and Kaushik,
“A primitive operator for similarity joins in data cleaning”, 2006). So only the rarest words of each message
are indexed, which is small, and few messages have to be compared. They are compared by the number of words,
signs and tags to insert, delete or replace (Levenshtein), with Myers' and Hyyrö's bits.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from openletter.memory.text import canonical, points, renamed, renaming, same_tags, tokens

THRESHOLD = 70
"""Per cent of a message that must be the same for a match to be of use."""

_VISITS = 50_000
"""Messages looked at for one lookup, so that a memory of nothing but common words stays quick."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A source text and its translation, as messages with tags. `origin` says where they stand, not whose
    they are."""

    source: str
    target: str
    origin: str
    msgctxt: str = ""
    rank: int = 0
    """What goes first of several: texts that more people stood behind have more."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that is like a message. `text` is its translation with the message's own tags, or with its old
    ones where they cannot be placed; only one whose `exact` is true may stand as a translation."""

    unit: Unit
    text: str
    score: int
    """Likeness of the sources in per cent; 100 for the same words and tags alone."""
    exact: bool


class Memory:
    """Units of one pair of languages. The order in which they come makes no difference."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = sorted(
            dict.fromkeys(units), key=lambda u: (-u.rank, u.origin, u.source, u.target, u.msgctxt)
        )
        self._exact: dict[str, list[int]] = {}
        for number, unit in enumerate(self.units):
            self._exact.setdefault(canonical(unit.source)[0], []).append(number)

    def __len__(self) -> int:
        return len(self.units)

    def exact(self, msgid: str, msgctxt: str = "") -> tuple[Hit, ...]:
        """The translations of the same message, the best first: of the same context, most stood behind."""
        key, names = canonical(msgid)
        found: dict[str, Unit] = {}
        alike = [self.units[number] for number in self._exact.get(key, ())]
        for unit in sorted(alike, key=lambda unit: unit.msgctxt != msgctxt):
            text = _carried(unit, msgid, names)
            if text is not None:
                found.setdefault(text, unit)
        return tuple(Hit(unit, text, 100, True) for text, unit in found.items())

    def fuzzy(
        self, msgid: str, msgctxt: str = "", most: int = 3, threshold: int = THRESHOLD
    ) -> tuple[Hit, ...]:
        """The `most` best matches of at least `threshold` per cent (not below THRESHOLD), best first; the
        same message goes before all others."""
        hits = list(self.exact(msgid, msgctxt)[:most])
        seen = {hit.text for hit in hits}
        same = {id(hit.unit) for hit in hits}
        for score, number in self._index.nearest(tokens(msgid), max(threshold, THRESHOLD), 4 * most):
            unit = self.units[number]
            if len(hits) >= most:
                break
            if id(unit) not in same and unit.target not in seen:
                seen.add(unit.target)
                hits.append(Hit(unit, unit.target, min(score, 99), False))
        return tuple(hits)

    @cached_property
    def _index(self) -> _Index:
        return _Index([unit.source for unit in self.units])


def _carried(unit: Unit, msgid: str, names: Sequence[str]) -> str | None:
    """The unit's translation with the tags of a message that is the same but for their names."""
    old = canonical(unit.source)[1]
    naming = renaming(old, names, points(msgid))
    text = renamed(unit.target, naming) if naming is not None and old else unit.target
    return text if text is not None and same_tags(msgid, text) else None


class _Index:
    """Which messages have a word among their rarest ones."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._counts: Counter[str] = Counter()
        for text in texts:
            self._counts.update(set(tokens(text)))
        self._sizes = array("I")
        self._lists: dict[str, array[int]] = {}
        for number, text in enumerate(texts):
            words = tokens(text)
            self._sizes.append(len(words))
            for word in self._rarest(words):
                self._lists.setdefault(word, array("I")).append(number)

    def _rarest(self, words: Sequence[str]) -> list[str]:
        """As many of the rarest words that one at least is in every message that is like this one."""
        if not words:
            return []
        share = THRESHOLD / 100
        ordered = sorted(words, key=lambda word: (self._counts[word], word))
        return list(dict.fromkeys(ordered[: len(words) - ceil(share * len(words) - 1e-9) + 1]))

    def nearest(self, words: Sequence[str], threshold: int, most: int) -> list[tuple[int, int]]:
        """(per cent, number) of the messages that are nearest, best first."""
        candidates = self._candidates(words, threshold / 100)
        mine = Counter(words)
        bounds = []
        for number in candidates:
            theirs = tokens(self._texts[number])
            shared = sum(min(count, mine[word]) for word, count in Counter(theirs).items())
            bound = int(100 * shared / max(len(words), len(theirs)))
            if bound >= threshold:
                bounds.append((-bound, number, theirs))
        bounds.sort(key=lambda one: one[:2])
        found: list[tuple[int, int]] = []
        for bound, number, theirs in bounds:
            if len(found) >= most and found[most - 1][0] <= bound:
                break
            score = likeness(words, theirs)
            if score >= threshold:
                found.append((-score, number))
                found.sort()
        return [(-score, number) for score, number in found[:most]]

    def _candidates(self, words: Sequence[str], share: float) -> list[int]:
        least, greatest = share * len(words) - 1e-9, len(words) / share + 1e-9
        found: dict[int, None] = {}
        visits = 0
        for word in self._rarest(words):
            numbers = self._lists.get(word, array("I"))
            visits += len(numbers)
            found.update(dict.fromkeys(n for n in numbers if least <= self._sizes[n] <= greatest))
            if visits > _VISITS:
                break
        return list(found)


def likeness(one: Sequence[str], other: Sequence[str]) -> int:
    """How much of two messages is the same, in per cent, rounded down.

    >>> likeness("a b c d".split(), "a x c d".split()), likeness("a".split(), "b".split())
    (75, 0)
    """
    longer = max(len(one), len(other))
    return 100 * (longer - distance(one, other)) // longer if longer else 100


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words must be inserted, deleted or replaced to make one message of another.

    H. Hyyrö, “A bit-vector algorithm for computing Levenshtein and Damerau edit distances”, 2003.
    """
    if not one:
        return len(other)
    masks: dict[str, int] = {}
    for at, word in enumerate(one):
        masks[word] = masks.get(word, 0) | 1 << at
    every, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    up, down, score = every, 0, len(one)
    for word in other:
        same = masks.get(word, 0)
        diagonal = (((same & up) + up) ^ up) | same | down
        right_up = down | (every & ~(diagonal | up))
        right_down = up & diagonal
        score += bool(right_up & last) - bool(right_down & last)
        right_up = (right_up << 1) | 1
        up = ((right_down << 1) | ~(diagonal | right_up)) & every
        down = right_up & diagonal & every
    return score
