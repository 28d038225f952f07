"""Which old message each new one was, judged by their words. Pure, and fast for very many messages.

An inverted index over words and pairs of neighbours proposes a few old messages for each new one; only those
are compared. The work per new message is bounded, however common its words are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from openletter.model import Key

ENOUGH = 0.4
"""The share of words and neighbourhoods that two messages must have in common."""

_ALIKE = 0.75
"""The share of letters that two short messages must have in common."""

_SHORT = 60
_CANDIDATES = 12
_VISITS = 4_096
_COMMON = 256
_ROUNDS = 3
_ONCE = frozenset(("title", "subtitle", "description", "place"))
"""Contexts that a letter has once: what stands there now is what stood there before, reworded."""

_TOKEN = re.compile(
    "[\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    "|[^\\W\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+|[^\\w\\s]"
)
"""A word, a single Chinese, Japanese or Korean character, or a sign."""


class _Message(NamedTuple):
    key: Key
    tokens: list[str]
    grams: Counter[object]
    total: int


def _message(key: Key) -> _Message:
    tokens = _TOKEN.findall(key[1].casefold())
    grams: Counter[object] = Counter(tokens)
    grams.update(pairwise(tokens))
    return _Message(key, tokens, grams, grams.total())


def _features(message: _Message) -> Iterator[object]:
    yield from message.grams
    if len(message.tokens) <= 4:
        yield from {("begins", token[:4]) for token in message.tokens}
    if message.key[0] in _ONCE:
        yield ("context", message.key[0], "")


def similarity(new: Key, old: Key) -> float:
    """How near two messages are, from 0 to 1; 0 where they have too little in common.

    >>> similarity(("", "New York"), ("", "New Jersey")) > 0
    True
    >>> similarity(("", "Dear Ambassador,"), ("", "Sincerely yours"))
    0.0
    """
    return _similarity(_message(new), _message(old))


def _similarity(new: _Message, old: _Message) -> float:
    shared = _shared(new, old)
    score = 2 * shared / max(new.total + old.total, 1)
    enough = score >= ENOUGH or _one_word(new.tokens, old.tokens)
    one, former = new.key[1], old.key[1]
    if not enough and max(len(one), len(former)) <= _SHORT:
        letters = SequenceMatcher(None, one, former, autojunk=False).ratio()
        enough, score = letters >= _ALIKE, max(score, letters)
    if new.key[0] != old.key[0]:
        return score * 0.9 if enough else 0.0
    if new.key[0] in _ONCE:
        return max(score, 0.01)
    return score if enough else 0.0


def _shared(new: _Message, old: _Message) -> int:
    """How many words and neighbourhoods two messages have in common, each as often as in both."""
    common = new.grams.keys() & old.grams.keys()
    if new.total == len(new.grams) or old.total == len(old.grams):
        return len(common)  # where one has none twice, nothing counts twice
    return sum(min(new.grams[gram], old.grams[gram]) for gram in common)


def _one_word(new: list[str], old: list[str]) -> bool:
    if len(new) != len(old) or len(new) < 2:
        return False
    return sum(a != b for a, b in zip(new, old, strict=True)) == 1


def pairs(new: Sequence[Key], old: Sequence[Key]) -> dict[Key, Key]:
    """New message → the old one that it was. Each old one is used once; the nearest pairs go first.

    Does not depend on the order of `old`.
    """
    found: dict[Key, Key] = {}
    waiting = [_message(key) for key in new] if old else []
    left = [_message(key) for key in sorted(old)] if new else []
    for _ in range(_ROUNDS):
        scored = _scored(waiting, left) if waiting and left else []
        used: set[Key] = set()
        for _, fresh, former in scored:
            if fresh not in found and former not in used:
                found[fresh] = former
                used.add(former)
        again = {fresh for _, fresh, _ in scored} - found.keys()
        if not again:
            break
        waiting = [message for message in waiting if message.key in again]
        left = [message for message in left if message.key not in used]
    return found


def _scored(new: Sequence[_Message], old: Sequence[_Message]) -> list[tuple[float, Key, Key]]:
    """The likely pairs, nearest first."""
    index: dict[object, list[int]] = {}
    for number, message in enumerate(old):
        for feature in _features(message):
            index.setdefault(feature, []).append(number)
    scored = []
    for message in new:
        for number in _candidates(message, index):
            score = _similarity(message, old[number])
            if score:
                scored.append((-score, message.key, old[number].key))
    return sorted(scored)


def _candidates(message: _Message, index: dict[object, list[int]]) -> list[int]:
    """The old messages that share most with a new one, rare features first, within a bounded effort."""
    lists = sorted((index[feature] for feature in _features(message) if feature in index), key=len)
    votes: Counter[int] = Counter()
    visits = 0
    for numbers in lists:
        if visits and (len(numbers) > _COMMON or visits > _VISITS):
            break
        votes.update(numbers[:_COMMON])
        visits += min(len(numbers), _COMMON)
    least = sorted(votes.values())[-_CANDIDATES:][:1] or [0]
    most = sorted((-found, number) for number, found in votes.items() if found >= least[0])
    return [number for _, number in most[:_CANDIDATES]]
