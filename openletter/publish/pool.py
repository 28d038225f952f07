"""Worker processes that start once and do one piece of work after the other.

A worker that dies, or takes longer than it may, costs the piece that it had: another worker tries that piece
once more, and when that fails too, it is reported as lost. Everything else goes on.

A worker has its next piece at hand before it is done with the first, unless that is large, and sends what it
made while it goes on: so it need not wait until somebody has time for it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any, Generic, TypeVar

from openletter.errors import OpenletterError

SECONDS = 300.0
"""How long one piece of work may take."""

TRIES = 2

SMALL = 30_000
"""So many bytes surely fit into a pipe: whoever writes them need not wait for a reader, who may hang."""

Piece = TypeVar("Piece")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a piece of work was given up."""

    why: str


@dataclass(slots=True)
class _Trial(Generic[Piece]):
    piece: Piece
    data: bytes
    """The piece, pickled."""
    tries: int = 0
    """How often it was begun."""


@dataclass(slots=True)
class _Worker(Generic[Piece]):
    process: Any
    pipe: Connection
    trials: deque[_Trial[Piece]] = field(default_factory=deque)
    """What it works on, and what it has at hand."""
    deadline: float = 0.0

    def give(self, trial: _Trial[Piece]) -> None:
        self.trials.append(trial)
        with contextlib.suppress(OSError):  # it died meanwhile: its pipe says so when it is read
            self.pipe.send_bytes(trial.data)


@dataclass
class Pool(Generic[Piece, Result]):
    """`workers` processes for `call`, a function of a module, whose arguments and results can be pickled."""

    call: Callable[[Piece], Result]
    workers: int
    seconds: float = SECONDS
    _all: list[_Worker[Piece]] = field(default_factory=list)
    _waiting: deque[_Trial[Piece]] = field(default_factory=deque)

    def map(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Result | Lost]]:
        """Each piece with its result, as they come. Only a few pieces are taken before they are needed.

        Raises the OpenletterError that a piece raised. All workers end with the iterator.
        """
        fresh = iter(pieces)
        try:
            while True:
                self._feed(fresh)
                busy = [worker for worker in self._all if worker.trials]
                if not busy:
                    return
                for worker in self._ready(busy):
                    trial, result = self._take(worker)
                    lost = isinstance(result, Lost) and trial.tries < TRIES
                    if lost:
                        self._waiting.append(trial)
                    self._feed(fresh)  # before whoever asked has done with the result
                    if not lost:
                        yield trial.piece, result
        finally:
            self.close()

    def close(self) -> None:
        """Ends all workers."""
        for worker in self._all:
            worker.process.kill()
            worker.pipe.close()
        for worker in self._all:
            worker.process.join()
        self._all.clear()
        self._waiting.clear()

    def _feed(self, fresh: Iterator[Piece]) -> None:
        """Gives each idle worker a piece, and then each busy one a second, to have at hand."""
        while self._more(fresh):
            worker = self._idle() or self._with_room()
            if not worker:
                return
            worker.give(self._waiting.popleft())
            if len(worker.trials) == 1:
                self._begin(worker)

    def _idle(self) -> _Worker[Piece] | None:
        """A worker without work; a new one, where there may be another."""
        idle = next((worker for worker in self._all if not worker.trials), None)
        return idle or (self._start() if len(self._all) < self.workers else None)

    def _with_room(self) -> _Worker[Piece] | None:
        """A worker that may have a second piece.

        The last pieces are kept for who is idle first. What is tried again has a worker to itself, so that
        it is known what ends that worker. What is large would have to be waited for.
        """
        if len(self._waiting) <= self.workers or self._waiting[0].tries or len(self._waiting[0].data) > SMALL:
            return None
        return next((one for one in self._all if len(one.trials) == 1 and one.trials[0].tries == 1), None)

    def _more(self, fresh: Iterator[Piece]) -> bool:
        """Whether any piece waits; more than there are workers, as long as there are so many."""
        wanted = self.workers + 1 - len(self._waiting)
        for piece in islice(fresh, max(wanted, 0)):
            self._waiting.append(_Trial(piece, bytes(ForkingPickler.dumps(piece))))
        return bool(self._waiting)

    def _begin(self, worker: _Worker[Piece]) -> None:
        """The first piece that a worker has is under way from now on."""
        if worker.trials:
            worker.trials[0].tries += 1
            worker.deadline = time.monotonic() + self.seconds

    def _start(self) -> _Worker[Piece]:
        # Spawned, not forked: a fork while other threads run (pandoc's time limit) can hang.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self.call), daemon=True)
        process.start()
        theirs.close()
        worker: _Worker[Piece] = _Worker(process, ours)
        self._all.append(worker)
        return worker

    def _ready(self, busy: list[_Worker[Piece]]) -> list[_Worker[Piece]]:
        """The workers that have answered, died, or run out of time."""
        left = min(worker.deadline for worker in busy) - time.monotonic()
        answered = multiprocessing.connection.wait([worker.pipe for worker in busy], max(left, 0.0))
        now = time.monotonic()
        return [worker for worker in busy if worker.pipe in answered or worker.deadline <= now]

    def _take(self, worker: _Worker[Piece]) -> tuple[_Trial[Piece], Result | Lost]:
        trial = worker.trials.popleft()
        try:
            if not worker.pipe.poll():
                self._end(worker)
                return trial, Lost(f"it took longer than {self.seconds:g} seconds, {trial.tries} times")
            good, result = worker.pipe.recv()
        except (EOFError, OSError):
            self._end(worker)
            code = worker.process.exitcode
            return trial, Lost(f"the process that made it ended by itself ({code}), {trial.tries} times")
        if not good:
            raise result
        self._begin(worker)
        return trial, result

    def _end(self, worker: _Worker[Piece]) -> None:
        """What it had at hand is for the others."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._all.remove(worker)
        self._waiting.extendleft(worker.trials)


def _serve(pipe: Connection, call: Callable[[Any], Any]) -> None:
    """What a worker does, until nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    with ThreadPoolExecutor(1) as sender:
        while True:
            try:
                piece = pipe.recv()
            except (EOFError, OSError):
                return
            try:
                answer = True, call(piece)
            except OpenletterError as error:
                answer = False, error
            sender.submit(pipe.send_bytes, ForkingPickler.dumps(answer))
