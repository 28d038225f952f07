"""Where paragraphs and notes stand, told from the lines of a text. Pure.

pandoc takes more than twice as long to read a text with positions. Where each stretch of lines between blank
lines is one paragraph, heading, quotation, list of short items or note, the lines tell the same. `placed`
holds what pandoc made of the text against them, and gives nothing where the two do not agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openletter.model import Node

_NOTE = re.compile(r"\[\^([^\]\s\[]+)\]:[ ]+(?=\S)")
_NAMED = re.compile(r"\[\^([^\]\s\[]+)\]")
_PARAGRAPH = re.compile(r"(?:\*{1,2})?[^\W\d_]|\[|[“‘«(¿¡]")
"""How a line begins that begins nothing but a paragraph, or goes on with one."""
_HEADING = re.compile(r"#{1,6} +[^\s#]")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)]) +(?=\S)")
_QUOTED = re.compile(r"> ?(?=\S)")
_TITLED = re.compile(r"!\[|\]\((?![^\s()<>]*\))")
"""What may be a picture, or a link with a title: their texts have lines of their own."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that become one block: its kinds, the line of each of its items, and the notes that they name."""

    kinds: frozenset[str]
    lines: tuple[int, ...]
    notes: tuple[str, ...]


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
        if _NOTE.match(lines[start]):
            for at in range(start, end):
                found = _NOTE.match(lines[at])
                if not found or found[1].casefold() in notes or not _PARAGRAPH.match(lines[at], found.end()):
                    return None
                notes[found[1].casefold()] = numbers[at]
            continue
        stretch = _stretch(lines[start:end], numbers[start:end])
        if stretch is None:
            return None
        blocks.append(stretch)
    return Stretches(tuple(blocks), notes)


def _between_blanks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for at, line in enumerate([*lines, ""]):
        if line.strip(" "):
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None


_PARAGRAPHS, _HEADINGS = frozenset({"Para"}), frozenset({"Header"})
_QUOTES, _LISTS = frozenset({"BlockQuote"}), frozenset({"BulletList", "OrderedList"})


def _stretch(lines: Sequence[str], numbers: Sequence[int]) -> Stretch | None:
    """A heading, a paragraph, a quoted one, or a list of items of one line each; None for anything else."""
    text = "\n".join(lines)
    named = tuple(name.casefold() for name in _NAMED.findall(text))
    if len(lines) > 1 and _TITLED.search(text):
        return None
    if all(map(_PARAGRAPH.match, lines)):
        return Stretch(_PARAGRAPHS, (numbers[0],), named)
    if len(lines) == 1 and _HEADING.match(lines[0]):
        return Stretch(_HEADINGS, (numbers[0],), named)
    if all(map(_PARAGRAPH.match, _behind(_QUOTED, lines))):
        return Stretch(_QUOTES, (numbers[0],), named)
    if all(map(_PARAGRAPH.match, _behind(_ITEM, lines))):
        return Stretch(_LISTS, tuple(numbers), named)
    return None


def _behind(mark: re.Pattern[str], lines: Sequence[str]) -> Iterator[str]:
    """What stands in each line behind a mark; nothing where the mark is missing."""
    for line in lines:
        found = mark.match(line)
        yield line[found.end() :] if found else ""


def placed(blocks: Sequence[Node], told: Stretches) -> list[Node] | None:
    """Blocks as they were read without positions, with the lines of paragraphs, headings, items and notes."""
    if len(blocks) != len(told.blocks):
        return None
    found = []
    for block, stretch in zip(blocks, told.blocks, strict=True):
        if block["t"] not in stretch.kinds or not _place_notes(block, stretch, told.notes):
            return None
        if stretch.kinds == _LISTS:
            items = block["c"] if block["t"] == "BulletList" else block["c"][1]
            if len(items) != len(stretch.lines) or any(len(item) != 1 for item in items):
                return None
            for line, item in zip(stretch.lines, items, strict=True):
                item[0] = _at(line, item[0])
        found.append(_at(stretch.lines[0], block))
    return found


def _place_notes(block: Node, stretch: Stretch, places: Mapping[str, int]) -> bool:
    """Gives each note of a block the line where it stands; whether every one could be told."""
    lines = [places[name] for name in stretch.notes if name in places]
    notes = list(_notes(block["c"])) if stretch.notes else []
    if len(notes) != len(lines) or any([one["t"] for one in note["c"]] != ["Para"] for note in notes):
        return False
    for note, line in zip(notes, lines, strict=True):
        note["c"] = [_at(line, note["c"][0])]
    return True


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
