"""The only caller of pandoc: a long-lived `pandoc lua` process that reads and writes documents.

Each process has a memory limit, and each request a time limit, so that no input can make anything hang.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import itertools
import json
import os
import re
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, cast

from openletter import tree
from openletter.errors import MissingToolError, SourceError
from openletter.model import Node

API_VERSION = [1, 23, 1, 1]
"""Of pandoc's JSON tree, as pandoc 3.9 writes it."""

READER = (
    "commonmark+attributes+bracketed_spans+fenced_divs+footnotes+definition_lists"
    "+pipe_tables+strikeout+task_lists+yaml_metadata_block"
)
"""Not `commonmark_x`, which makes “US$5 to US$10” math, `a:b:c` an emoji and `m^2` a superscript."""

_NEEDS: dict[str, str | re.Pattern[str]] = {
    "attributes": "{",
    "bracketed_spans": "{",
    "fenced_divs": ":::",
    "footnotes": "[^",
    "definition_lists": re.compile(r"(?:^|[\s>:])[:~](?=\s|\Z)", re.MULTILINE),
    "pipe_tables": "|",
    "strikeout": "~",
    "task_lists": re.compile(r"\[[\sxX]*\]"),
    "yaml_metadata_block": re.compile(r"\A\s*---"),
}
"""Each extension of READER → what a text in which it does anything must hold."""

MEMORY = "400m"
SECONDS = 30.0

AHEAD = 4
"""How many texts a worker may have before it."""

PIPE = 30_000
"""So many bytes surely fit into a pipe: whoever writes them need not wait for a reader."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A text that was sent to a process, which then has a limit on its time."""

    process: subprocess.Popen[bytes]
    timer: threading.Timer
    op: str
    data: bytes


def reader(text: str) -> str:
    """READER without the extensions that a text cannot use: the same tree in half the time.

    pandoc builds its parser anew for each text, and each extension costs as much as some hundred words.
    What stands in metadata may be written with escapes, behind which anything can hide.

    >>> reader("It said so.[^1]")
    'commonmark+footnotes'
    """
    if "\\" in text and _holds(text, "yaml_metadata_block"):
        return READER
    return "+".join(["commonmark", *(name for name in _NEEDS if _holds(text, name))])


def _holds(text: str, extension: str) -> bool:
    need = _NEEDS[extension]
    return need in text if isinstance(need, str) else need.search(text) is not None


class Worker:
    """One pandoc process. Not for use by two threads at once."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._sent: deque[_Sent] = deque()
        self._written = ("", b"", "")

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process; a later request starts a new one."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        process.kill()
        process.wait()

    def read(self, text: str, positions: bool = True) -> Node:
        """Markdown → pandoc's JSON document, with the positions that `openletter.tree` understands.

        Without them it takes half the time, and is otherwise the same.
        """
        return _read_from(self._ask(*_request(text, positions)), text, positions)

    def has_room(self, text: str) -> bool:
        """Whether a text can be sent now, without waiting for what was sent before."""
        size = sum(len(one.data) for one in self._sent) + len(text.encode())
        return not self._sent or (len(self._sent) < AHEAD and size < PIPE)

    def send(self, text: str, positions: bool = True) -> None:
        """Begin to read a text, where there is room; `receive` waits for the first that was sent."""
        op, data = _request(text, positions)
        process = self._process or self._start()
        self._sent.append(_Sent(process, _timer(self.seconds, process), op, data))
        with contextlib.suppress(OSError):  # it died: `receive` sees that
            _send(process, op, data)

    def receive(self) -> bytes:
        """pandoc's answer to a text that was sent. Where none comes it is asked anew: it may have been
        another text, or whoever called, that took so long."""
        sent = self._sent.popleft()
        try:
            if sent.process is not self._process:
                return self._ask(sent.op, sent.data)
            status, answer = _receive(sent.process)
        except (OSError, EOFError, ValueError):
            self.close()
            return self._ask(sent.op, sent.data)
        finally:
            sent.timer.cancel()
        return _good(status, answer)

    def write(self, blocks: Sequence[Node], to: str) -> str:
        """Clean blocks → a fragment in pandoc's output format `to`, unwrapped.

        What was written last is remembered: a page and its book are mostly the same blocks.
        """
        document = {"pandoc-api-version": API_VERSION, "meta": {}, "blocks": list(blocks)}
        data = json.dumps(document, ensure_ascii=False).encode()
        if self._written[:2] != (to, data):
            self._written = (to, data, self._ask(f"write:{to}", data).decode())
        return self._written[2]

    def _ask(self, op: str, data: bytes) -> bytes:
        process = self._process or self._start()
        timer = _timer(self.seconds, process)
        try:
            _send(process, op, data)
            status, answer = _receive(process)
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise SourceError(
                f"pandoc gave up on this text: it needs more than {self.seconds:g} s or {MEMORY}B of memory",
                hint="split the letter, or look for deeply nested brackets, quotes or lists in it",
                code="too-complex",
            ) from error
        finally:
            timer.cancel()
        return _good(status, answer)

    def _start(self) -> subprocess.Popen[bytes]:
        script = Path(__file__).with_name("worker.lua")
        self._process = subprocess.Popen(
            [executable(), "+RTS", f"-M{MEMORY}", "-RTS", "lua", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._process


def _timer(seconds: float, process: subprocess.Popen[bytes]) -> threading.Timer:
    timer = threading.Timer(seconds, process.kill)
    timer.daemon = True
    timer.start()
    return timer


def _send(process: subprocess.Popen[bytes], op: str, data: bytes) -> None:
    stdin = cast(IO[bytes], process.stdin)
    stdin.write(f"{op} {len(data)}\n".encode() + data)
    stdin.flush()


def _receive(process: subprocess.Popen[bytes]) -> tuple[str, bytes]:
    stdout = cast(IO[bytes], process.stdout)
    status, length = stdout.readline().decode().split()
    answer = stdout.read(int(length))
    if len(answer) != int(length):
        raise EOFError
    return status, answer


def _good(status: str, answer: bytes) -> bytes:
    if status != "ok":
        raise SourceError(f"pandoc cannot read this text: {_reason(answer)}", code="unreadable")
    return answer


def _request(text: str, positions: bool) -> tuple[str, bytes]:
    return f"read:{reader(text)}{'+sourcepos' if positions else ''}", text.encode()


def _read_from(answer: bytes, text: str, positions: bool) -> Node:
    if not positions:
        return json.loads(answer)
    document = json.loads(thinned(answer, notes="[^" in text))
    return {**document, "blocks": tree.unwrap(document["blocks"])}


_PLACED = re.compile(
    rb'\{"t":"Span","c":\[\["",\[\],\[\["wrapper","1"\],\["data-pos","[^"]*"\]\]\],'
    rb'\[(\{"t":"(?:Str","c":"(?:[^"\\]|\\.)*"|Space"|SoftBreak")\})\]\]\}'
)
"""A word, or the space after one, with its position. Quotes in JSON's texts are escaped, so none looks so."""


_PLACED_LATER = re.compile(rb"(?<=,)" + _PLACED.pattern)


def thinned(data: bytes, notes: bool = True) -> bytes:
    """pandoc's JSON without the positions of words that `tree.unwrap` takes away anyway.

    Where there are `notes`, the first of each list of inlines keeps its own: it tells where a note stands.
    Three quarters of the JSON go, and most of the time that it takes to read it.
    """
    return b"".join((_PLACED_LATER if notes else _PLACED).split(data))


def _reason(answer: bytes) -> str:
    lines = answer.decode(errors="replace").split("stack traceback")[0].strip().splitlines()
    return " ".join(line.strip() for line in lines)[:300]


@functools.cache
def executable() -> str:
    """The path of the pandoc that pypandoc_binary brings.

    Raises MissingToolError where there is none.
    """
    import pypandoc  # slow to import, and only needed once

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError as error:
        raise MissingToolError("pandoc is not installed", hint="pip install pypandoc_binary") from error


_local = threading.local()
_workers: list[Worker] = []


def _worker() -> Worker:
    """This thread's worker, started at its first request and ended with the program."""
    if not hasattr(_local, "worker") or _local.pid != os.getpid():
        _local.worker, _local.pid = Worker(), os.getpid()
        _workers.append(_local.worker)
    return cast(Worker, _local.worker)


@atexit.register
def close() -> None:
    """End every worker of this process."""
    while _workers:
        _workers.pop().close()


def read(text: str, positions: bool = True) -> Node:
    """See `Worker.read`; with this thread's worker."""
    return _worker().read(text, positions)


def read_ahead(
    texts: Iterable[str], positions: bool = True, jobs: int | None = None
) -> Iterator[Callable[[], Node]]:
    """For each text, in order, what gives its document, or raises as `read` does.

    Each of `jobs` workers (default: one per core) has texts to read while the caller goes on with another.
    """
    waiting: deque[tuple[Worker, str]] = deque()
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(Worker()) for _ in range(jobs or os.cpu_count() or 1)]
        for text, worker in zip(texts, itertools.cycle(workers), strict=False):
            while not worker.has_room(text):
                yield _next(waiting, positions)
            worker.send(text, positions)
            waiting.append((worker, text))
        while waiting:
            yield _next(waiting, positions)


def _next(waiting: deque[tuple[Worker, str]], positions: bool) -> Callable[[], Node]:
    worker, text = waiting.popleft()
    return functools.partial(_document, _answer(worker), text, positions)


def _answer(worker: Worker) -> bytes | SourceError:
    try:
        return worker.receive()
    except SourceError as error:
        return error


def _document(answer: bytes | SourceError, text: str, positions: bool) -> Node:
    if isinstance(answer, SourceError):
        raise answer
    return _read_from(answer, text, positions)


def write(blocks: Sequence[Node], to: str) -> str:
    """See `Worker.write`; with this thread's worker."""
    return _worker().write(blocks, to)
