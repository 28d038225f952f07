"""The shape of a letter: what each passage is (heading, item of a list, note …), and the outline. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openletter import markup, segment, tree
from openletter.model import Document, Key, Node


@dataclass(frozen=True, slots=True)
class Part:
    """What a passage is. `level` is a heading's level, the depth of an item's list, or a note's number."""

    kind: str
    """`title`, `subtitle`, `description`, `place`, `heading`, `text`, `item`, `term`, `quote`, `cell`,
    `line`, `note`, `alt`, `link-title`."""
    level: int = 0


_TEXT = Part("text")


def shape(document: Document) -> dict[Key, Part]:
    """What each passage of a letter is, where it occurs first."""
    found: dict[Key, Part] = {}
    notes = [0]

    def see(inlines: Sequence[Node], part: Part) -> None:
        found.setdefault(("", markup.encode(list(inlines)).text), part)
        for node in _notes(inlines):
            notes[0] += 1
            inside = Part("note", notes[0])
            for inner, _ in _blocks(node["c"], _TEXT):
                see(inner, inside)

    for key in segment.METADATA:
        if key in document.meta:
            found[key, ""] = Part(key)
    for inlines, part in _blocks(document.blocks, _TEXT):
        see(inlines, part)
    return found


@dataclass(frozen=True, slots=True)
class NoteWords:
    """A note of the letter: its number, and how it begins."""

    number: int
    words: str


FIRST = 60
"""Characters of a note that say which one it is."""


def notes(document: Document) -> dict[Key, list[NoteWords]]:
    """The notes of each passage that has any, in its order, where the passage occurs first."""
    found: dict[Key, list[NoteWords]] = {}
    number = 0
    for inlines, _ in _blocks(document.blocks, _TEXT):
        here = []
        for node in _notes(inlines):
            number += 1
            words = " ".join(tree.stringify(inner) for inner, _ in _blocks(node["c"], _TEXT))
            here.append(NoteWords(number, first(words)))
        if here:
            found.setdefault(("", markup.encode(list(inlines)).text), here)
    return found


def first(words: str) -> str:
    """The beginning of a text, cut after a word.

    >>> first("Document S/2014/872, of 5 December 2014, on the situation in a country")
    'Document S/2014/872, of 5 December 2014, on the situation in …'
    """
    words = " ".join(words.split())
    if len(words) <= FIRST:
        return words
    cut = words[: FIRST + 1].rpartition(" ")[0]
    return f"{cut} …" if len(cut) > FIRST // 2 else f"{words[:FIRST]}…"


def part(shape_: dict[Key, Part], key: Key) -> Part:
    """The part of one passage."""
    context = key[0]
    return shape_.get(key, _TEXT) if not context else Part(context)


def _notes(inlines: Sequence[Node]) -> Iterator[Node]:
    """The notes of a block of inlines, not those inside notes."""
    for node in inlines:
        if node["t"] == "Note":
            yield node
        elif node["t"] in tree.INLINE_CHILDREN:
            yield from _notes(tree.children(node))


def _blocks(blocks: Sequence[Node], around: Part) -> Iterator[tuple[list[Node], Part]]:
    """Every block of inlines with what it is. `around` is what a paragraph is here."""
    for block in blocks:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            yield content, around
        elif kind == "Header":
            yield content[2], Part("heading", content[0])
        elif kind in ("BulletList", "OrderedList"):
            deeper = Part("item", around.level + 1 if around.kind == "item" else 1)
            for item in content if kind == "BulletList" else content[1]:
                yield from _blocks(item, deeper)
        elif kind == "BlockQuote":
            yield from _blocks(content, Part("quote"))
        elif kind == "Div":
            yield from _blocks(content[1], around)
        elif kind == "Figure":
            yield from _blocks(content[2], around)
        elif kind == "DefinitionList":
            for term, bodies in content:
                yield term, Part("term")
                for body in bodies:
                    yield from _blocks(body, Part("item", 1))
        elif kind == "LineBlock":
            yield from ((line, Part("line")) for line in content)
        elif kind == "Table":
            yield from _blocks(_cells(content), Part("cell"))


def _cells(content: Node) -> list[Node]:
    """The blocks in the cells of a table, in reading order."""
    _, (_, caption), _, head, bodies, foot = content
    rows = [*head[1], *(row for body in bodies for part in body[2:] for row in part), *foot[1]]
    return [*caption, *(block for _, cells in rows for cell in cells for block in cell[4])]
