"""The only caller of pandoc: a long-lived `pandoc lua` process that reads and writes documents.

Each process has a memory limit, and each request a time limit, so that no input can make anything hang.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import re
import subprocess
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
        if not positions:
            return json.loads(self._ask(f"read:{reader(text)}", text.encode()))
        data = self._ask(f"read:{reader(text)}+sourcepos", text.encode())
        document = json.loads(thinned(data, notes="[^" in text))
        return {**document, "blocks": tree.unwrap(document["blocks"])}

    def write(self, blocks: Sequence[Node], to: str) -> str:
        """Clean blocks → a fragment in pandoc's output format `to`, unwrapped."""
        document = {"pandoc-api-version": API_VERSION, "meta": {}, "blocks": list(blocks)}
        return self._ask(f"write:{to}", json.dumps(document, ensure_ascii=False).encode()).decode()

    def _ask(self, op: str, data: bytes) -> bytes:
        process = self._process or self._start()
        timer = threading.Timer(self.seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            status, answer = _exchange(process, op, data)
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise SourceError(
                f"pandoc gave up on this text: it needs more than {self.seconds:g} s or {MEMORY}B of memory",
                hint="split the letter, or look for deeply nested brackets, quotes or lists in it",
                code="too-complex",
            ) from error
        finally:
            timer.cancel()
        if status != "ok":
            raise SourceError(f"pandoc cannot read this text: {_reason(answer)}", code="unreadable")
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        script = Path(__file__).with_name("worker.lua")
        self._process = subprocess.Popen(
            [executable(), "+RTS", f"-M{MEMORY}", "-RTS", "lua", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._process


def _exchange(process: subprocess.Popen[bytes], op: str, data: bytes) -> tuple[str, bytes]:
    stdin, stdout = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    stdin.write(f"{op} {len(data)}\n".encode() + data)
    stdin.flush()
    status, length = stdout.readline().decode().split()
    answer = stdout.read(int(length))
    if len(answer) != int(length):
        raise EOFError
    return status, answer


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


def read_all(texts: Sequence[str], jobs: int | None = None) -> list[Node]:
    """The documents of many texts, in order, read by `jobs` workers at once (default: one per core)."""
    jobs = min(jobs or os.cpu_count() or 1, len(texts))
    if jobs <= 1:
        return [read(text) for text in texts]
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(read, texts))


def write(blocks: Sequence[Node], to: str) -> str:
    """See `Worker.write`; with this thread's worker."""
    return _worker().write(blocks, to)
