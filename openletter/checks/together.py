"""The checks over several entries, for a few entries that change in a letter that is known.

`check_catalog` looks at every text of a letter. `Together` has looked at them once, and tells of a few new
texts what `check_catalog` would; its work is that of the texts that have something in common with them.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from openletter.checks import catalog
from openletter.checks.base import Context, Pair, Problem
from openletter.checks.catalog import COMMON, Features, features
from openletter.checks.text import plain, source
from openletter.model import Key, Segment


@dataclass(frozen=True, slots=True)
class _Text:
    pair: Pair
    ours: Features
    theirs: Features


@dataclass(slots=True)
class _Change:
    """Texts that take the place of some, or come anew: they stand behind all others, in their order."""

    gone: frozenset[int] = frozenset()
    new: dict[int, _Text] = field(default_factory=dict)


_NONE = _Change()


class Together:
    """What the texts of one letter in one language have in common.

    `pairs` has every segment of the letter, in order, each with the text that holds, "" for none. Not for use
    by two threads at once.
    """

    def __init__(self, pairs: Sequence[Pair], context: Context) -> None:
        self.context = Context(context.lang, context.source_lang)
        self.segments = [segment for segment, _ in pairs]
        self.numbers: dict[Key, int] = {one.key: number for number, one in enumerate(self.segments)}
        self.texts: dict[int, _Text] = {}
        self._same: dict[str, list[int]] = {}
        self._sources: dict[str, list[int]] = {}
        self._theirs: dict[str, list[int]] = {}
        self._ours: dict[str, set[int]] = {}
        for number, (segment, text) in enumerate(pairs):
            if text:
                self._add(number, self._text(segment, text))
        self._edges = {one: found for one in self.texts if (found := self._others(one, _NONE))}

    def text(self, number: int) -> str:
        """The text of a segment, by its number."""
        return self.texts[number].pair[1] if number in self.texts else ""

    def put(self, number: int, text: str) -> None:
        """Takes in that another text holds for a segment now; "" for none."""
        old = self.texts.get(number)
        new = self._text(self.segments[number], text) if text else None
        touched = self._touched([one for one in (old, new) if one], _NONE)
        if old:
            self._remove(number, old)
        if new:
            self._add(number, new)
        for one in touched | {number}:
            found = self._others(one, _NONE) if one in self.texts else []
            if found:
                self._edges[one] = found
            else:
                self._edges.pop(one, None)

    def look(self, changed: Sequence[Pair]) -> Iterator[tuple[str, int, Problem]]:
        """(Code, number in `changed`, problem): what `check_catalog` says about these texts where they stand
        behind all others, in place of what holds for their segments now. Changes nothing.
        """
        first = len(self.segments)
        change = _Change(
            frozenset(self.numbers[segment.key] for segment, _ in changed if segment.key in self.numbers),
            {first + at: self._text(*pair) for at, pair in enumerate(changed)},
        )
        for number, problem in self._first_ones(change, catalog.same_text, self._same, lambda pair: pair[1]):
            yield "same-text", number - first, problem
        for number, problem in self._exchanged(change):
            if number >= first:
                yield "exchanged", number - first, problem
        for number, problem in self._first_ones(
            change, catalog.inconsistent, self._sources, catalog.bare_source
        ):
            yield "inconsistent", number - first, problem

    # The first text that is the same, or of the same source

    def _first_ones(
        self, change: _Change, check: catalog.Whole, index: dict[str, list[int]], name: catalog.Name
    ) -> Iterator[tuple[int, Problem]]:
        """What a check says that compares each text with the first of its name."""
        names = dict.fromkeys(name(one.pair) for one in change.new.values())
        before = [
            number
            for one in names
            for number in [next((n for n in index.get(one, ()) if n not in change.gone), -1)]
            if number >= 0
        ]
        numbers = [*before, *change.new]
        pairs = [self._at(number, change).pair for number in numbers]
        for at, problem in check(pairs, self.context):
            if numbers[at] in change.new:
                yield numbers[at], problem

    # Texts at each other's place

    def _exchanged(self, change: _Change) -> Iterator[tuple[int, Problem]]:
        old = [self.texts[number] for number in change.gone if number in self.texts]
        touched = self._touched([*old, *change.new.values()], change)
        edges = {one: found for one, found in self._edges.items() if one not in touched | change.gone}
        for one in (touched - change.gone) | change.new.keys():
            edges[one] = self._others(one, change)
        reported: set[int] = set()
        for one in sorted(edges):
            for other in edges[one]:
                if not {one, other} & reported:
                    reported |= {one, other}
                    yield one, catalog.is_exchanged(self._at(other, change).pair[0].msgid)
                    yield other, catalog.is_exchanged(self._at(one, change).pair[0].msgid)

    def _touched(self, texts: Iterable[_Text], change: _Change) -> set[int]:
        """The entries whose sources have something in common with some texts that tells few apart."""
        found: set[int] = set()
        for feature in {feature for one in texts for feature in one.theirs}:
            # with or without the change: what was too common may no longer be, and the other way round
            if (
                len(self._theirs.get(feature, ())) <= COMMON + 1
                or len(self._having(feature, change)) <= COMMON
            ):
                found |= self._ours.get(feature, set())
        return found

    def _having(self, feature: str, change: _Change) -> list[int]:
        """The texts that have a feature, in order."""
        kept = self._theirs.get(feature, [])
        if change.gone and len(kept) <= COMMON + len(change.gone):
            kept = [number for number in kept if number not in change.gone]
        if len(kept) > COMMON:
            return kept
        return kept + [number for number, one in change.new.items() if feature in one.theirs]

    def _others(self, one: int, change: _Change) -> list[int]:
        """The texts behind an entry with which its own seems to be exchanged."""
        shared = Counter[int]()
        for feature in dict.fromkeys(self._at(one, change).ours):
            having = self._having(feature, change)
            if len(having) <= COMMON:
                for other in having:
                    shared[other] += other != one
        shared.pop(one, 0)
        return [
            other for other, _ in shared.most_common(3) if one < other and self._crosswise(one, other, change)
        ]

    def _crosswise(self, one: int, other: int, change: _Change) -> bool:
        here, there = self._at(one, change), self._at(other, change)
        return catalog.fits_crosswise(
            (here.pair, there.pair), 0, 1, self.context, (here.ours, there.ours), (here.theirs, there.theirs)
        )

    # What is known

    def _at(self, number: int, change: _Change) -> _Text:
        return change.new[number] if number in change.new else self.texts[number]

    def _text(self, segment: Segment, text: str) -> _Text:
        ours = features(source(segment), self.context.source_lang)
        return _Text((segment, text), ours, features(plain(text), self.context.lang))

    def _add(self, number: int, one: _Text) -> None:
        self.texts[number] = one
        insort(self._same.setdefault(one.pair[1], []), number)
        insort(self._sources.setdefault(catalog.bare_source(one.pair), []), number)
        for feature in set(one.theirs):
            insort(self._theirs.setdefault(feature, []), number)
        for feature in set(one.ours):
            self._ours.setdefault(feature, set()).add(number)

    def _remove(self, number: int, one: _Text) -> None:
        del self.texts[number]
        for index, name in ((self._same, one.pair[1]), (self._sources, catalog.bare_source(one.pair))):
            _take(index, name, number)
        for feature in set(one.theirs):
            _take(self._theirs, feature, number)
        for feature in set(one.ours):
            self._ours[feature].discard(number)


def _take(index: dict[str, list[int]], name: str, number: int) -> None:
    """Takes a number out of a sorted list."""
    numbers = index[name]
    del numbers[bisect_left(numbers, number)]
    if not numbers:
        del index[name]
