"""From one language to another over the models that there are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable


def route(pairs: Iterable[str], source: str, target: str) -> tuple[str, ...]:
    """The pairs of the shortest way, through a third language where there is no direct one; () for none.

    English goes before any other language in between.

    >>> route(["en_fr", "fr_en", "en_ru"], "fr", "ru")
    ('fr_en', 'en_ru')
    """
    ways: dict[str, list[str]] = {}
    for pair in sorted(pairs, key=lambda pair: (not pair.endswith("_en"), pair)):
        ways.setdefault(pair.partition("_")[0], []).append(pair)
    seen = {source}
    open_: deque[tuple[str, tuple[str, ...]]] = deque([(source, ())])
    while open_:
        at, taken = open_.popleft()
        if at == target:
            return taken
        for pair in ways.get(at, ()):
            following = pair.partition("_")[2]
            if following not in seen:
                seen.add(following)
                open_.append((following, (*taken, pair)))
    return ()
