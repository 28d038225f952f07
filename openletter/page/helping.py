"""The translation memory for the page: built aside, so that nobody waits for it, and renewed."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from pathlib import Path

from openletter import memory
from openletter.errors import OpenletterError
from openletter.memory import Hit, Memory
from openletter.model import Segment
from openletter.store import Store

RENEWED = 60.0
"""Seconds for which a memory is used before it is built again."""
PATIENCE = 0.5
"""Seconds that the first visitors wait for it; later it is there."""
KEPT = 2_000
"""Answers that are remembered."""


class Helper:
    """The memories of a project, one for each pair of languages."""

    def __init__(self, project: Path, people: int, now: Callable[[], float] = time.monotonic) -> None:
        self._project, self._people, self._now = project, people, now
        self._worker = ThreadPoolExecutor(1, "memory")
        self._turn = threading.Lock()
        self._building: dict[tuple[str, str], tuple[float, Future[Memory | None]]] = {}
        self._ready: dict[tuple[str, str], Memory] = {}
        self._answers: OrderedDict[tuple[int, str, str], tuple[Hit, ...]] = OrderedDict()

    def like(self, one: Segment, source_lang: str, lang: str, most: int = 3) -> Sequence[Hit]:
        """What the memory has that is like a passage; nothing while it is first being built."""
        found = self._memory(source_lang, lang)
        if found is None or not len(found):
            return ()
        key = (id(found), *one.key)
        with self._turn:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        hits = found.fuzzy(one.msgid, one.msgctxt, most)
        with self._turn:
            self._answers[key] = hits
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return hits

    def close(self) -> None:
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _memory(self, source_lang: str, lang: str) -> Memory | None:
        pair = (source_lang, lang)
        with self._turn:
            begun, future = self._building.get(pair, (None, None))
            if future is None or begun is None or (future.done() and self._now() - begun > RENEWED):
                future = self._worker.submit(self._build, source_lang, lang)
                self._building[pair] = (self._now(), future)
        if pair not in self._ready:
            try:
                future.result(PATIENCE)
            except TooLate:
                return None
        return self._ready.get(pair)

    def _build(self, source_lang: str, lang: str) -> Memory | None:
        # a store of its own: that of the page remembers one reading of each letter, and this makes another
        store = Store(self._project, self._people)
        try:
            made = memory.of_project(self._project, store, source_lang, lang)
            made.fuzzy("")  # builds its index, here and not for the first who asks
        except OpenletterError:  # `check` tells of a memory that cannot be read
            return None
        with self._turn:
            self._ready[source_lang, lang] = made
            self._answers.clear()
        return made
