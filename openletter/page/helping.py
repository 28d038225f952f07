"""The translation memory for the page: built aside, so that nobody waits for it, and renewed."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate

from openletter import memory
from openletter.errors import OpenletterError
from openletter.memory import Hit, Memory, Unit
from openletter.model import Segment
from openletter.page.desk import Desk

RENEWED = 60.0
"""Seconds for which a memory is used before it is built again."""
PATIENCE = 0.5
"""Seconds that the first visitors wait for it; later it is there."""
KEPT = 2_000
"""Answers that are remembered."""


class Helper:
    """The memories of a project, one for each pair of languages."""

    def __init__(
        self, desk: Desk, worker: ThreadPoolExecutor, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._desk, self._worker, self._now = desk, worker, now
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
        try:
            units = list(memory.file_units(self._desk.project, source_lang, lang))
            for name in self._desk.letters():
                units += self._letter(name, source_lang, lang)
            made = Memory(units)
            made.fuzzy("")  # builds its index, here and not for the first who asks
        except OpenletterError:  # `check` tells of a memory that cannot be read
            return None
        with self._turn:
            self._ready[source_lang, lang] = made
            self._answers.clear()
        return made

    def _letter(self, name: str, source_lang: str, lang: str) -> Sequence[Unit]:
        try:
            read = self._desk.known(name) or self._desk.read(name)
            if read is None or read.letter.document.lang != source_lang or lang == source_lang:
                return ()
            return memory.letter_units(self._desk.store, name, lang, read.segments)
        except OpenletterError:  # the page of letters tells of one that cannot be read
            return ()
