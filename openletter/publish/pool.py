"""Worker processes that start once and do one piece of work after the other.

A worker that dies, or takes longer than it may, costs the piece that it had: another worker tries that piece
once more, and when that fails too, it is reported as lost. Everything else goes on.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from openletter.errors import OpenletterError

SECONDS = 300.0
"""How long one piece of work may take."""

TRIES = 2

Piece = TypeVar("Piece")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Lost:
    """Why a piece of work was given up."""

    why: str


@dataclass(slots=True)
class _Trial(Generic[Piece]):
    piece: Piece
    tries: int = 0


@dataclass(slots=True)
class _Worker(Generic[Piece]):
    process: Any
    pipe: Connection
    trial: _Trial[Piece] | None = None
    deadline: float = 0.0


@dataclass
class Pool(Generic[Piece, Result]):
    """`workers` processes for `call`, a function of a module, whose arguments and results can be pickled."""

    call: Callable[[Piece], Result]
    workers: int
    seconds: float = SECONDS
    _all: list[_Worker[Piece]] = field(default_factory=list)

    def map(self, pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Result | Lost]]:
        """Each piece with its result, as they come. Pieces are taken only when a worker is free.

        Raises the OpenletterError that a piece raised. All workers end with the iterator.
        """
        again: deque[_Trial[Piece]] = deque()
        fresh = iter(pieces)
        try:
            while True:
                self._feed(fresh, again)
                busy = [worker for worker in self._all if worker.trial]
                if not busy:
                    return
                for worker in self._ready(busy):
                    trial, result = self._take(worker)
                    lost = isinstance(result, Lost) and trial.tries < TRIES
                    if lost:
                        again.append(trial)
                    self._feed(fresh, again)  # before whoever asked has done with the result
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

    def _feed(self, fresh: Iterator[Piece], again: deque[_Trial[Piece]]) -> None:
        idle = deque(worker for worker in self._all if not worker.trial)
        while idle or len(self._all) < self.workers:
            trial = again.popleft() if again else next((_Trial(piece) for piece in fresh), None)
            if trial is None:
                return
            worker = idle.popleft() if idle else self._start()
            trial.tries += 1
            worker.trial, worker.deadline = trial, time.monotonic() + self.seconds
            with contextlib.suppress(OSError):  # it died while idle: its pipe says so when it is read
                worker.pipe.send(trial.piece)

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
        trial, worker.trial = worker.trial, None
        assert trial is not None
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
        return trial, result

    def _end(self, worker: _Worker[Piece]) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._all.remove(worker)


def _serve(pipe: Connection, call: Callable[[Any], Any]) -> None:
    """What a worker does, until nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    while True:
        try:
            piece = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, call(piece)
        except OpenletterError as error:
            answer = False, error
        pipe.send(answer)
