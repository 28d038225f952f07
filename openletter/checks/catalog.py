"""What shows only over several entries: texts at each other's place, one text twice, one source two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from openletter.checks import numbers
from openletter.checks.base import Context, Pair, Problem
from openletter.checks.negation import denials
from openletter.checks.structure import usual
from openletter.checks.symbols import symbols
from openletter.checks.text import folded, plain, sentences, source, words

COMMON = 20
"""A feature that more texts share than this points to none of them."""


Whole = Callable[[Sequence[Pair], Context], Iterator[tuple[int, Problem]]]
Name = Callable[[Pair], str]


def same_text(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[int, Problem]]:
    """One translation for two different sources: one of them was pasted at the wrong place."""
    seen: dict[str, int] = {}
    for number, (segment, msgstr) in enumerate(pairs):
        if len(plain(msgstr)) < (6 if context.lang == "zh" else 15):
            continue
        first = seen.setdefault(msgstr, number)
        other = pairs[first][0].msgid
        if first != number and _letters(other) != _letters(segment.msgid):
            yield (
                number,
                Problem(
                    "the same translation stands for another source: “{source}”",
                    "see which of the two it belongs to",
                    {"source": other},
                ),
            )


def _letters(text: str) -> str:
    return " ".join(words(folded(text)))


def bare_source(pair: Pair) -> str:
    """A source text as `inconsistent` compares it."""
    return " ".join(pair[0].msgid.split())


def inconsistent(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[int, Problem]]:
    """The same source translated in two ways."""
    seen: dict[str, int] = {}
    for number, (segment, msgstr) in enumerate(pairs):
        first = seen.setdefault(bare_source((segment, msgstr)), number)
        if first != number and msgstr and pairs[first][1] and pairs[first][1] != msgstr:
            yield (
                number,
                Problem(
                    "the same source is translated differently elsewhere: “{translation}”",
                    "use one translation for both, unless the context asks for two",
                    {"translation": pairs[first][1]},
                ),
            )


def exchanged(pairs: Sequence[Pair], context: Context) -> Iterator[tuple[int, Problem]]:
    """Two entries that would fit better with each other's text."""
    ours = [features(source(segment), context.source_lang) for segment, _ in pairs]
    theirs = [features(plain(msgstr), context.lang) for _, msgstr in pairs]
    index: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(theirs):
        for feature in dict.fromkeys(found):
            index[feature].append(number)
    rare = {feature: numbers for feature, numbers in index.items() if len(numbers) <= COMMON}
    reported: set[int] = set()
    for one, found in enumerate(ours):
        shared = Counter[int]()
        for feature in dict.fromkeys(found):
            for other in rare.get(feature, ()):
                shared[other] += other != one
        shared.pop(one, 0)
        for other, _ in shared.most_common(3):
            if (
                one < other
                and not {one, other} & reported
                and fits_crosswise(pairs, one, other, context, ours, theirs)
            ):
                reported |= {one, other}
                for here, there in ((one, other), (other, one)):
                    yield here, is_exchanged(pairs[there][0].msgid)


def fits_crosswise(
    pairs: Sequence[Pair],
    one: int,
    other: int,
    context: Context,
    ours: Sequence[Features],
    theirs: Sequence[Features],
) -> bool:
    """Whether each of two sources has plainly more in common with the other's text than with its own."""

    def fit(a: int, b: int) -> float:
        return (Counter(ours[a]) & Counter(theirs[b])).total() - 3 * abs(_length(pairs, a, b, context))

    straight, crossed = fit(one, one) + fit(other, other), fit(one, other) + fit(other, one)
    return crossed - straight >= 3 and fit(one, other) > fit(one, one) and fit(other, one) > fit(other, other)


def _length(pairs: Sequence[Pair], a: int, b: int, context: Context) -> float:
    before, after = len(source(pairs[a][0])), len(plain(pairs[b][1]))
    ratio = (after + 5) / (before * usual(context.lang) + 5)
    return min(1.0, abs(ratio - 1) if ratio > 1 else 1 / ratio - 1)


Features = tuple[str, ...]
"""What a text shares with its translation, each as often as it counts, equal ones side by side."""

_FEATURES: dict[tuple[str, str], Features] = {}
_MOST = 60_000
"""Texts whose features are remembered: those of a long letter and its translation."""


def features(text: str, lang: str) -> Features:
    """What a text shares with its translation: numbers, symbols, capitals, kindred words, denial."""
    known = _FEATURES.get((text, lang))
    if known is None:
        known = _features(text, lang)
        remember({(text, lang): known})
    return known


def remember(found: Mapping[tuple[str, str], Features]) -> None:
    """Keeps what `features` gives for (text, language), as some other process has found it."""
    if len(_FEATURES) + len(found) > _MOST:
        _FEATURES.clear()
    _FEATURES.update(found)


def _features(text: str, lang: str) -> Features:
    found: list[str] = [f"#{value.normalize():f}" for value in numbers.values(text, lang)] * 2
    found += [f"@{symbol}" for symbol in symbols(text)] * 2
    found += re.findall(r"\b[A-Z]{2,8}\b", text)
    found += sorted({_kin(word) for word in words(text) if len(word) > 4} - {""})
    if any(denials(sentence, lang) for sentence in sentences(text)):
        found.append("!")
    if text.rstrip()[-1:] in "?？؟":
        found.append("?")
    return tuple(Counter(found).elements())


_LETTERS = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "abvgdeejziiklmnoprstufhcccs__y_eua", strict=False))
_LETTERS |= dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abttghkddrzssstttagfkklmnhui", strict=False))


@lru_cache(maxsize=1 << 16)
def _kin(word: str) -> str:
    skeleton = _skeleton(word)
    return f"~{skeleton}" if len(skeleton) > 3 else ""


def _skeleton(word: str) -> str:
    """The first consonants of a word in Latin letters, alike in words of one origin.

    >>> _skeleton("Committee"), _skeleton("comité"), _skeleton("комитет")
    ('kmt', 'kmt', 'kmt')
    """
    latin = (
        "".join(_LETTERS.get(c, c) for c in folded(word))
        .replace("c", "k")
        .replace("q", "k")
        .replace("ph", "f")
    )
    return re.sub(r"(.)\1", r"\1", re.sub(r"[aeiouy_\W]", "", latin))[:5]


def is_exchanged(other: str) -> Problem:
    return Problem(
        "the translation seems to belong to another source: “{source}”",
        "see whether two translations were put at each other's place",
        {"source": other},
    )
