"""Parts of pages that were rendered before: what is the same for many people is rendered once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from markupsafe import Markup

KEPT = 10_000
"""Parts that are remembered; one is about a kilobyte."""


class Fragments:
    """The parts that were used last. A key holds everything that its part is made from."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._turn = threading.Lock()
        self._made: OrderedDict[Hashable, Markup] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Markup]) -> Markup:
        """The part of that key, made where it is not known."""
        with self._turn:
            found = self._made.get(key)
            if found is not None:
                self._made.move_to_end(key)
                return found
        made = make()
        with self._turn:
            self._made[key] = made
            while len(self._made) > self._kept:
                self._made.popitem(last=False)
        return made
