"""A message as one flat text: objects as characters, other tags as marks with places. Pure.

What must not be translated (code, words in a language of their own, document symbols, addresses, names) is
an *object*: one private-use character in the text, put back verbatim afterwards. The other tags are *marks*:
ranges of words, or points between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from openletter import markup, symbols

FIRST = 0xE000
OBJECT = re.compile("[\ue000-\uf8ff]")
"""The characters that stand for objects."""

POINTS = ("note",)
"""Standalone tags that stand between words; all others but `break` are objects."""

BREAK = "break"

_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>«»“”\"]*[^\s<>«»“”\".,;:!?)\]’']|(?<![\w@.])www\.[\w-]+(?:\.[\w-]+)+[\w/]*"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|int|edu|gov|info)(?:/[\w/#?=&.%-]*\w)?(?!\w)",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of words (or, without width, a point between them) with the tags around it.

    Where a range goes on in the next sentence, or came from the one before, `close` or `open` is empty.
    `parent` is the number of the range around it among the sentence's marks, -1 for none.
    """

    open: str
    close: str
    start: int
    end: int
    parent: int = -1

    @property
    def is_point(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its text with a character for each object, what these stand for, and its marks.

    Marks are in the order of the source, a range before what is inside it. `objects` maps each character
    to a part of the message, with its tags.
    """

    text: str
    objects: dict[str, str] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()

    @property
    def has_words(self) -> bool:
        return bool(_NO_WORDS.search(OBJECT.sub("", self.text)))


@dataclass(slots=True)
class _Tree:
    """A tag, and what is inside it; None for one that stands alone."""

    name: str
    children: list[_Node] | None


_Node = _Tree | str


@dataclass(slots=True)
class Flat:
    """A message as one text, with the objects and marks found so far."""

    keep: re.Pattern[str] | None
    text: str = ""
    objects: dict[str, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    breaks: list[str] = field(default_factory=list)
    """The tags that the line ends of `text` stand for, in order."""

    def object(self, literal: str) -> None:
        character = chr(FIRST + len(self.objects))
        self.objects[character] = literal
        self.text += character

    def words(self, text: str) -> None:
        position = 0
        for start, end in kept(text, self.keep):
            self.text += text[position:start]
            self.object(markup.join([(False, text[start:end])]))
            position = end
        self.text += text[position:]

    def nodes(self, nodes: Sequence[_Node], parent: int = -1) -> None:
        for node in nodes:
            if isinstance(node, str):
                self.words(node)
            elif node.children is None:
                self.standalone(node.name, parent)
            else:
                self.range(node.name, node.children, parent)

    def standalone(self, name: str, parent: int) -> None:
        kind, tag = name.rstrip("0123456789"), f"<{name}/>"
        if kind in POINTS:
            self.marks.append(Mark(tag, "", len(self.text), len(self.text), parent))
        elif kind == BREAK and parent < 0:
            self.breaks.append(tag)
            self.text += "\n"
        else:
            self.object(tag)

    def range(self, name: str, children: Sequence[_Node], parent: int) -> None:
        opened, closed = f"<{name}>", f"</{name}>"
        inner = Flat(self.keep, objects=dict(self.objects))
        inner.nodes(children)
        if not Sentence(inner.text).has_words:  # nothing to translate in it: an object as a whole
            self.object(markup.join([(True, opened), *_pieces(children), (True, closed)]))
            return
        number, start = len(self.marks), len(self.text)
        self.marks.append(Mark(opened, closed, start, start, parent))
        self.nodes(children, number)
        self.marks[number] = replace(self.marks[number], end=len(self.text))


def kept(text: str, names: re.Pattern[str] | None = None) -> Iterator[tuple[int, int]]:
    """Where a text holds what is never translated: symbols, addresses, what looks like a tag, `names`.

    >>> text = "See A/HRC/25/63 at https://www.un.org/a or ask me@un.org."
    >>> [text[a:b] for a, b in kept(text)]
    ['A/HRC/25/63', 'https://www.un.org/a', 'me@un.org']
    """
    found = [*symbols.find(text), *(match.span() for match in _ADDRESS.finditer(text))]
    found += [match.span() for match in OBJECT.finditer(text)]
    found += [match.span() for match in re.finditer(r"</?[a-z]+[0-9]+/?>|\\+", text)]
    if names:
        found += [match.span() for match in names.finditer(text)]
    position = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= position:
            yield start, end
            position = end


def parse(msgid: str) -> list[_Node]:
    stack: list[_Tree] = [_Tree("", [])]
    for is_tag, part in markup.parts(msgid):
        above = stack[-1].children
        assert above is not None
        if not is_tag:
            above.append(part)
        elif part.startswith("</"):
            stack.pop()
        elif part.endswith("/>"):
            above.append(_Tree(part[1:-2], None))
        else:
            opened = _Tree(part[1:-1], [])
            above.append(opened)
            stack.append(opened)
    return stack[0].children or []


def _pieces(nodes: Sequence[_Node]) -> Iterator[markup.Piece]:
    for node in nodes:
        if isinstance(node, str):
            yield False, node
        elif node.children is None:
            yield True, f"<{node.name}/>"
        else:
            yield True, f"<{node.name}>"
            yield from _pieces(node.children)
            yield True, f"</{node.name}>"
