"""Which letters of a text, one after the other, each group of content of a PDF holds. Pure.

A group has its letters in any order. Of each it may have some twice: Typst sets a mark apart from its letter
where both stand at different heights, and tells the letter with its marks at both places.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

_PAIRS = str.maketrans(")]}>»›", "([{<«‹")
"""The brackets of right-to-left text are stored mirrored or not; both count as one."""


class ScrambledError(Exception):
    """The letters of the PDF are not those of the edition."""


@cache
def fold(character: str) -> str:
    """What counts of a character: nothing of spaces and marks of direction, the letters of a ligature.

    >>> fold("ﬁ"), fold(" "), fold("é") == "e\\u0301"
    ('fi', '', True)
    """
    plain = unicodedata.normalize("NFKD", character).translate(_PAIRS)
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "ZC")


def folded(text: str) -> str:
    """The letters of a text."""
    return "".join(map(fold, text))


def assign(groups: Sequence[str], letters: str) -> list[int]:
    """How many of the letters each group holds, in order; all together they hold all of them.

    Groups are given by their own letters. Raises ScrambledError, naming the one that cannot be placed.

    >>> assign(["cba", "", "ed"], "abcde")
    [3, 0, 2]
    """
    counts: list[int] = []
    open_ends = [_candidates(groups[0], letters, 0)] if groups else []
    taken, dead, deepest = 0, set[tuple[int, int]](), (0, 0)
    while open_ends:
        count = next(open_ends[-1], None)
        if count is None:
            open_ends.pop()
            dead.add((len(open_ends), taken))
            if counts:
                taken -= counts.pop()
            continue
        following = (len(open_ends), taken + count)
        if following in dead:
            continue
        if following == (len(groups), len(letters)):
            return [*counts, count]
        if len(open_ends) < len(groups):
            deepest = max(deepest, following)
            counts.append(count)
            taken += count
            open_ends.append(_candidates(groups[len(counts)], letters, taken))
    if not groups and not letters:
        return []
    group, start = deepest
    held = groups[group] if group < len(groups) else ""
    raise ScrambledError(f"“{held[:60]}” stands in the place of “{letters[start : start + 60]}”")


def _candidates(group: str, letters: str, start: int) -> Iterator[int]:
    """How many letters from `start` a group can hold, the likeliest first."""
    wanted = letters[start : start + len(group)]
    if group == wanted:
        yield len(group)
        return
    held = Counter(group)
    if held == Counter(wanted):
        yield len(group)
    marks = sum(n for c, n in held.items() if unicodedata.combining(c))
    for count in range(len(group) - 1, len(group) // 3 - 1, -1) if marks else ():
        if _tells_twice(held, Counter(letters[start : start + count])):
            yield count


def _tells_twice(held: Counter[str], wanted: Counter[str]) -> bool:
    """Whether what a group holds is what is wanted, and over that only letters with their marks again."""
    over = held - wanted
    marks = sum(n for c, n in over.items() if unicodedata.combining(c))
    return not wanted - held and 0 < marks and over.total() <= 3 * marks and set(over) <= set(wanted)
