"""Where paragraphs and notes stand, told from the lines of a text. Pure.

pandoc takes more than twice as long to read a text with positions. Where each stretch of lines between blank
lines is surely one paragraph, one heading or one note, the lines tell the same; `placed` holds what pandoc made
of the text against them, and gives nothing where the two do not agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openletter import tree
from openletter.model import Node

_NOTE = re.compile(r"\[\^([^\]\s\[]+)\]:[ ]+(?=\S)")
_NAMED = re.compile(r"\[\^([^\]\s\[]+)\]")
_PARAGRAPH = re.compile(r"(?:\*{1,2})?[^\W\d_]|[\[“‘«(¿¡]")
"""How a line begins that begins nothing but a paragraph, or goes on with one."""
_HEADING = re.compile(r"#{1,6} +[^\s#]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that become one block, or one note: where they stand, and the notes that they name."""

    line: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretches:
    """What a text is made of: its blocks in order, and the line of each note."""

    blocks: tuple[Stretch, ...]
    notes: Mapping[str, int]


def stretches(lines: Sequence[str], numbers: Sequence[int]) -> Stretches | None:
    """The stretches of a text without metadata; None where any of them may be something else.

    `numbers` are the numbers that the lines have in the letter.
    """
    blocks: list[Stretch] = []
    notes: dict[str, int] = {}
    for start, end in _between_blanks(lines):
        note = _NOTE.match(lines[start])
        if note:
            named = [_NOTE.match(line) for line in lines[start:end]]
            for at, found in enumerate(named, start):
                if not found or not _is_plain_note(lines[at][found.end() :]):
                    return None
                notes[found[1].casefold()] = numbers[at]
        elif _is_one_block(lines[start:end]):
            text = "\n".join(lines[start:end])
            blocks.append(Stretch(numbers[start], tuple(name.casefold() for name in _NAMED.findall(text))))
        else:
            return None
    return Stretches(tuple(blocks), notes)


def _between_blanks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for at, line in enumerate([*lines, ""]):
        if line.strip(" "):
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None


def _is_plain_note(text: str) -> bool:
    return bool(_PARAGRAPH.match(text)) and "[^" not in text


def _is_one_block(lines: Sequence[str]) -> bool:
    """One heading, or a paragraph; of several lines only without links, whose titles have lines of their own."""
    if len(lines) == 1:
        return bool(_PARAGRAPH.match(lines[0]) or _HEADING.match(lines[0])) and not lines[0].startswith("[^")
    return all(_PARAGRAPH.match(line) and "](" not in line for line in lines)


def placed(blocks: Sequence[Node], told: Stretches) -> list[Node] | None:
    """Blocks as they were read without positions, with the lines of paragraphs, headings and their notes."""
    if len(blocks) != len(told.blocks):
        return None
    found = []
    for block, stretch in zip(blocks, told.blocks, strict=True):
        lines = [told.notes[name] for name in stretch.notes if name in told.notes]
        if block["t"] not in ("Para", "Header"):
            return None
        if lines or stretch.notes:
            notes = list(_notes(block["c"]))
            if len(notes) != len(lines):
                return None
            for note, line in zip(notes, lines, strict=True):
                if len(note["c"]) != 1 or note["c"][0]["t"] != "Para":
                    return None
                note["c"] = [_at(line, note["c"][0])]
        found.append(_at(stretch.line, block))
    return found


def _notes(nodes: Node) -> Iterator[Node]:
    """The notes in nodes that nobody else has seen, in order."""
    for node in nodes:
        if type(node) is list:
            yield from _notes(node)
        elif type(node) is dict:
            if node["t"] == "Note":
                yield node
            elif type(node.get("c")) is list:
                yield from _notes(node["c"])


def _at(line: int, block: Node) -> Node:
    return {"t": "Div", "c": [["", [], [["wrapper", "1"], ["data-pos", f"{line}:1-{line}:1"]]], [block]]}
