"""A long letter read in parts: pandoc's time and memory soon grow beyond what they may.

A letter is cut before paragraphs, and only where pandoc makes of the parts what it makes of the whole:
nothing in it may reach over blank lines (code between fences, HTML, definition lists), and nothing but notes
may be defined in one place and meant in another. Notes are given to each part that names them. Any other
letter is read in one piece, as short ones are.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from openletter import pandoc, positions, tree
from openletter.model import Node

LONG = 128 << 10
"""From how many characters on a letter is read in parts."""

PART = 32 << 10
"""Characters in a part, at least."""

_REACHES = re.compile(r"^[ \t]{0,3}(?:```|~~~|:::|<|[:~][ \t])", re.MULTILINE)
"""What may go on after a blank line, or belong to what stands before one."""
_DEFINES = re.compile(r"\]:")
_NOTE = re.compile(r"^\[\^([^\]\s\[]+)\]:", re.MULTILINE)
_NAMED = re.compile(r"\[\^([^\]\s\[]+)\]")
_END = "END"
"""A paragraph behind a part, which is taken away again: what follows upon a list decides about the list."""
_BEGINS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a letter, then END, then notes; and for each its number in the letter, counted from 1."""

    lines: tuple[str, ...]
    numbers: Sequence[int]

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def read(text: str, placed: bool = True) -> Node:
    """See `pandoc.read`: the same document, in parts where that may be."""
    found = list(_read_parts(text, _placed if placed else _plain, placed))
    return {**found[0], "blocks": [block for part in found for block in part["blocks"]]}


def read_lines(text: str) -> Iterator[Node]:
    """The documents of a letter's parts, in order, with the lines of paragraphs and notes; of a part where
    these cannot be told from its text, with all positions. The first has the metadata."""
    return _read_parts(text, _lined)


Reading = Callable[[pandoc.Worker, "Part"], Node]
"""What makes a document of a part, END included."""


def _read_parts(text: str, reading: Reading, placed: bool = True) -> Iterator[Node]:
    """What `reading` makes of each part; a letter that is not cut is read as it is, `placed` or not."""
    parts = divided(text) if len(text) >= LONG else []
    if len(parts) < 2:
        yield pandoc.read(text, placed)
        return
    jobs = min(2, os.cpu_count() or 1)
    with ThreadPoolExecutor(jobs) as threads:
        workers: deque[pandoc.Worker] = deque(pandoc.Worker() for _ in range(jobs))
        try:
            ahead: deque[Future[Node]] = deque()
            for part in parts:
                if len(ahead) > jobs:
                    yield ahead.popleft().result()
                ahead.append(threads.submit(_read, workers, part, reading))
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()
            threads.shutdown()
            for worker in workers:
                worker.close()


def _read(workers: deque[pandoc.Worker], part: Part, reading: Reading) -> Node:
    worker = workers.popleft()
    try:
        found = reading(worker, part)
    finally:
        workers.append(worker)
    return {**found, "blocks": found["blocks"][:-1]}


def _plain(worker: pandoc.Worker, part: Part) -> Node:
    return worker.read(part.text, False)


def _placed(worker: pandoc.Worker, part: Part) -> Node:
    found = worker.read(part.text)
    _place(found["blocks"], part.numbers)
    return found


def _lined(worker: pandoc.Worker, part: Part) -> Node:
    head = _metadata(part.lines) + 1 if part.lines[0].startswith("---") else 0
    told = positions.stretches(part.lines[head:], part.numbers[head:])
    if told:
        found = _plain(worker, part)
        blocks = positions.placed(found["blocks"], told)
        if blocks is not None:
            return {**found, "blocks": blocks}
    return _placed(worker, part)


_POSITION = re.compile(r"(\d+)(:\d+-)(\d+)")


def _place(node: Node, numbers: Sequence[int]) -> None:
    """Changes the positions of a tree that nobody has seen: from lines of the part to those of the letter."""
    for item in node:
        if type(item) is list:
            _place(item, numbers)
        elif type(item) is dict and type(item.get("c")) is list:
            where = tree.ATTRIBUTES.get(item["t"])
            for pair in item["c"][where][2] if where is not None else ():
                if pair[0] == "data-pos":
                    pair[1] = _POSITION.sub(lambda found: _moved(found, numbers), pair[1])
            _place(item["c"], numbers)


def _moved(found: re.Match[str], numbers: Sequence[int]) -> str:
    first, between, last = found.groups()
    return f"{_number(int(first), numbers)}{between}{_number(int(last), numbers)}"


def _number(line: int, numbers: Sequence[int]) -> int:
    """The line of the letter; a block may end on the line after the last."""
    return numbers[line - 1] if line <= len(numbers) else numbers[-1] + line - len(numbers)


def divided(text: str) -> list[Part]:
    """The parts of a letter; one or none where it must be read in one piece."""
    if _REACHES.search(text) or "\t" in text:
        return []
    lines = [*text.rstrip("\n").split("\n"), ""]
    notes = _notes(text, lines)
    if notes is None:
        return []
    found = []
    for start, end in _cuts(lines):
        own = [*lines[start:end], _END, ""]
        numbers = [*range(start + 1, end + 3)]
        for first, last in _elsewhere(own, start, end, lines, notes):
            own += [*lines[first:last], ""]
            numbers += range(first + 1, last + 2)
        found.append(Part(tuple(own), numbers))
    return found


def head(text: str) -> str:
    """The metadata of a letter, with a paragraph that stands for all that follows."""
    lines = text.split("\n")
    end = _metadata(lines)
    return "\n".join([*lines[: end + 1], "", "…"]) if end else "…"


def _notes(text: str, lines: Sequence[str]) -> dict[str, tuple[int, int]] | None:
    """Each note's lines, by its name; None where something is defined that cannot be told to be a note."""
    starts = [number for number, line in enumerate(lines) if _NOTE.match(line)]
    if len(_DEFINES.findall(text)) != len(starts):
        return None
    found: dict[str, tuple[int, int]] = {}
    for start in starts:
        name = _NOTE.match(lines[start])
        before = lines[start - 1] if start else ""
        if not name or name[1].casefold() in found or not (_blank(before) or _NOTE.match(before)):
            return None
        found[name[1].casefold()] = (start, _end(lines, start))
    return found


def _end(lines: Sequence[str], start: int) -> int:
    """The line after the last one of a note: to it belong indented lines, and those without a gap."""
    at = start + 1
    while at < len(lines):
        line = lines[at]
        if _NOTE.match(line) or (not _blank(line) and _blank(lines[at - 1]) and not line.startswith("    ")):
            break
        at += 1
    while at > start + 1 and _blank(lines[at - 1]):
        at -= 1
    return at


def _blank(line: str) -> bool:
    return not line.strip(" ")


def _cuts(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where each part begins and ends: before a paragraph that begins with a letter, after a blank line."""
    start = size = 0
    head = _metadata(lines)
    for number, line in enumerate(lines):
        begins = number > head and _blank(lines[number - 1]) and _BEGINS.match(line)
        if size >= PART and begins and not lines[number - 2].startswith("{"):
            yield start, number
            start, size = number, 0
        size += len(line) + 1
    yield start, len(lines)


def _metadata(lines: Sequence[str]) -> int:
    """The number of the line that ends the metadata; 0 where there are none."""
    if lines[0].rstrip() != "---":
        return 0
    ends = (number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    return next(ends, len(lines))


def _elsewhere(
    own: Sequence[str], start: int, end: int, lines: Sequence[str], notes: dict[str, tuple[int, int]]
) -> list[tuple[int, int]]:
    """The lines of the notes that a part names, and these in turn, as far as they stand in another part."""
    named = deque(_NAMED.findall("\n".join(own)))
    found: dict[str, tuple[int, int]] = {}
    while named:
        name = named.popleft().casefold()
        if name in notes and name not in found and not start <= notes[name][0] < end:
            found[name] = notes[name]
            named.extend(_NAMED.findall("\n".join(lines[slice(*notes[name])])))
    return sorted(found.values())
