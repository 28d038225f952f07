"""A message as sentences without tags, and translated sentences as a message with them. Pure.

What must not be translated (code, words in a language of their own, document symbols, addresses, names) is
an *object*: one private-use character in the text, put back verbatim afterwards. The other tags are *marks*:
ranges of words, or points between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from openletter import markup, sentences, symbols

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
class _Flat:
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
        inner = _Flat(self.keep, objects=dict(self.objects))
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


def _parse(msgid: str) -> list[_Node]:
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


@dataclass(frozen=True, slots=True)
class Message:
    """A message's sentences, and what stands before, between and after them: one more than sentences."""

    sentences: tuple[Sentence, ...]
    between: tuple[str, ...]


def cut(msgid: str, lang: str, names: re.Pattern[str] | None = None) -> Message:
    """A message of the language `lang` as sentences and what stands between them.

    `names` matches further words that are not to be translated. Law: with every sentence written as it is
    (see `place.write`), `paste` gives the message back.
    """
    flat = _Flat(names)
    flat.nodes(_parse(msgid))
    spans = list(_spans(flat.text, lang))
    edges = [0, *(edge for span in spans for edge in span), len(flat.text)]
    tags = iter(flat.breaks)
    between = tuple(
        re.sub("\n", lambda _: next(tags), flat.text[start:end])
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    )
    return Message(tuple(_sentence(flat, spans, number) for number in range(len(spans))), between)


def _spans(text: str, lang: str) -> Iterator[sentences.Span]:
    """The sentences of a text; none goes over a line's end."""
    for line in re.finditer(r"[^\n]+", text):
        for start, end in sentences.split(line[0], lang):
            yield line.start() + start, line.start() + end


def _sentence(flat: _Flat, spans: Sequence[sentences.Span], number: int) -> Sentence:
    start, end = spans[number]
    text = flat.text[start:end]
    chosen: dict[int, Mark] = {}
    for at, mark in enumerate(flat.marks):
        clipped = _clipped(mark, spans, number)
        if clipped:
            parent = list(chosen).index(mark.parent) if mark.parent in chosen else -1
            chosen[at] = replace(clipped, parent=parent)
    objects = {character: flat.objects[character] for character in OBJECT.findall(text)}
    return Sentence(text, objects, tuple(chosen.values()))


def _clipped(mark: Mark, spans: Sequence[sentences.Span], number: int) -> Mark | None:
    """The part of a mark that lies in a sentence, or None; a range's tags go to its first and last one."""
    start, end = spans[number]
    inside = [n for n, (first, last) in enumerate(spans) if first < mark.end and mark.start < last]
    if mark.is_point or not inside:  # a range of nothing but space is a point too
        owner = max((n for n, (first, _) in enumerate(spans) if first <= mark.start), default=0)
        at = min(max(mark.start, start), end) - start
        return replace(mark, start=at, end=at) if owner == number else None
    if number not in inside:
        return None
    return Mark(
        mark.open if number == inside[0] else "",
        mark.close if number == inside[-1] else "",
        max(mark.start, start) - start,
        min(mark.end, end) - start,
    )


def paste(message: Message, texts: Sequence[str], lang: str) -> str:
    """Translated sentences, with their tags, as a message of the language `lang`.

    Between two sentences other languages have a space, and Chinese has nothing.
    """
    result = [message.between[0]]
    for number, text in enumerate(texts, 1):
        gap = message.between[number]
        if number < len(texts) and not gap.strip():
            gap = "" if lang == "zh" else gap or " "
        result += [text, gap]
    return markup.join(piece for text in result for piece in markup.parts(text))
