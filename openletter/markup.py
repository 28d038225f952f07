"""Inlines ⇄ plain text with numbered tags. Pure.

A message is plain text. What is not text is a tag that stands for a node of the source: `<em1>…</em1>`,
`<link2>…</link2>` around words, `<note1/>`, `<code1/>` alone. Tags are numbered per kind within a segment.
A literal text that looks like a tag is written `\\<em1>`; a backslash before that, or before a tag, is
doubled.

Law: `decode(encode(inlines).text, encode(inlines).nodes)` equals `tree.settle(inlines)`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openletter import tree
from openletter.model import Node, Tag

PAIRED = {
    "Emph": "em",
    "Strong": "strong",
    "Strikeout": "strike",
    "Underline": "underline",
    "SmallCaps": "smallcaps",
    "Superscript": "sup",
    "Subscript": "sub",
    "Link": "link",
    "Quoted": "quote",
    "Cite": "cite",
    "Span": "span",
}
"""Nodes that become tags around words."""

STANDALONE = {
    "Note": "note",
    "Code": "code",
    "Image": "image",
    "LineBreak": "break",
    "Math": "math",
    "RawInline": "raw",
}
"""Nodes that become tags without words; so do Spans with a language of their own, as `lang`."""

KINDS = (*PAIRED.values(), *STANDALONE.values(), "lang")

_TAG = rf"</?(?:{'|'.join(KINDS)})[0-9]+/?>"
_TAG_OR_ESCAPE = re.compile(rf"(?<!\\)(\\*+)({_TAG})")
"""Begins at the first of its backslashes alone: else a long run of them would take quadratic time."""

_PARTS = re.compile(r"<(/?)([a-z]+)([0-9]+)(/?)>")


Piece = tuple[bool, str]
"""(Whether it is a tag, text): a part of a message."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """Text with tags, the source's node for each tag, and what each stands for, in order of appearance."""

    text: str
    nodes: Mapping[str, Node]
    tags: tuple[Tag, ...]


class MarkupError(ValueError):
    """The tags of a text are not those of its source, or are not properly nested.

    `code` is `tag-unknown`, `tag-missing`, `tag-repeated`, `tag-nesting` or `tag-form`; `tag` its name.
    """

    def __init__(self, code: str, tag: str, what: str) -> None:
        super().__init__(what)
        self.code = code
        self.tag = tag


@dataclass(slots=True)
class _Writer:
    counts: dict[str, int] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def inlines(self, inlines: Sequence[Node]) -> None:
        for run in tree.runs(inlines):
            if type(run) is str:
                self.pieces.append((False, run))
            else:
                self.tag(run)

    def tag(self, node: Node) -> None:
        kind, standalone = _kind(node)
        number = self.counts[kind] = self.counts.get(kind, 0) + 1
        name = f"{kind}{number}"
        self.nodes[name] = node
        self.tags.append(Tag(name, kind, standalone, meaning(node)))
        if standalone:
            self.pieces.append((True, f"<{name}/>"))
            return
        self.pieces.append((True, f"<{name}>"))
        self.inlines(tree.children(node))
        self.pieces.append((True, f"</{name}>"))

    def text(self) -> str:
        return join(self.pieces)


def join(pieces: Iterable[Piece]) -> str:
    """Texts and tags as one message, with what looks like a tag in a text escaped.

    Only backslashes that stand directly before a tag or a look-alike need doubling.

    >>> join([(False, "a <em1> "), (True, "<em1>"), (False, "b"), (True, "</em1>")])
    'a \\\\<em1> <em1>b</em1>'
    """
    result: list[str] = []
    literal = ""
    for is_tag, piece in [*pieces, (True, "")]:
        if not is_tag:
            literal += piece
            continue
        if "<" in literal:
            literal = _TAG_OR_ESCAPE.sub(lambda found: found[1] * 2 + "\\" + found[2], literal)
        if piece:
            backslashes = len(literal) - len(literal.rstrip("\\"))
            literal += "\\" * backslashes
        result += [literal, piece]
        literal = ""
    return "".join(result)


def parts(text: str) -> Iterator[Piece]:
    """A message as its texts, without escapes, and its tags: `join(parts(text)) == text`.

    >>> list(parts("a <em1>b</em1>"))
    [(False, 'a '), (True, '<em1>'), (False, 'b'), (True, '</em1>')]
    """
    literal, position = "", 0
    for found in _TAG_OR_ESCAPE.finditer(text):
        literal += text[position : found.start()] + "\\" * (len(found[1]) // 2)
        position = found.end()
        if len(found[1]) % 2:
            literal += found[2]
            continue
        if literal:
            yield False, literal
        yield True, found[2]
        literal = ""
    if literal + text[position:]:
        yield False, literal + text[position:]


def encode(inlines: Sequence[Node]) -> Tagged:
    """A block of inlines as text with tags."""
    writer = _Writer()
    writer.inlines(inlines)
    return Tagged(writer.text(), writer.nodes, tuple(writer.tags))


def _kind(node: Node) -> tuple[str, bool]:
    kind = node["t"]
    if kind == "Span" and _is_raw(node):
        return "raw", True
    if kind == "Span" and "lang" in tree.attributes(node):
        return "lang", True
    if kind in STANDALONE:
        return STANDALONE[kind], True
    return PAIRED[kind], False


def _is_raw(span: Node) -> bool:
    """Whether a Span only holds the position of raw code (see `tree.unwrap`)."""
    inner = span["c"][1]
    return len(inner) == 1 and inner[0]["t"] == "RawInline" and "wrapper" in tree.attributes(span)


_MEANINGS: dict[str, Callable[[Node], list[Node]]] = {
    "Link": lambda content: [content[0], content[2][0]],
    "Image": lambda content: [content[0], content[2][0]],
    "Span": lambda content: [content[0]],
    "Quoted": lambda content: [content[0]],
    "Code": lambda content: list(content),
    "Math": lambda content: list(content),
    "RawInline": lambda content: list(content),
}


def meaning(node: Node) -> str:
    """What a tag stands for, apart from words that are translated: the part that enters the digest.

    A note's body and an image's alternative text are segments of their own. Positions do not count.
    """
    if _kind(node)[0] == "lang":
        return _compact(tree.without_positions(node)["c"])
    if node["t"] == "Span":
        node = tree.without_positions([node])[0]
    found = _MEANINGS.get(node["t"])
    if not found:
        return ""
    content = node["c"]
    if node["t"] in tree.ATTRIBUTES:
        content = [tree.attr_without_position(content[0]), *content[1:]]
    return _compact(found(content))


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def decode(text: str, nodes: Mapping[str, Node]) -> list[Node]:
    """Text with tags as inlines, each tag the source's own node around the text's words.

    Every tag must occur exactly once, as often as in the source, properly nested; order is free. Nothing
    else in the text has a meaning. Raises MarkupError.
    """
    stack: list[tuple[str, list[Node]]] = [("", [])]
    seen: set[str] = set()
    position = 0
    for found in _TAG_OR_ESCAPE.finditer(text):
        backslashes, tag = len(found[1]), found[2]
        _add_text(stack, text[position : found.start()] + "\\" * (backslashes // 2))
        if backslashes % 2:
            _add_text(stack, tag)
        else:
            _apply(stack, tag, nodes, seen)
        position = found.end()
    _add_text(stack, text[position:])
    if len(stack) > 1:
        name = stack[-1][0]
        raise MarkupError("tag-nesting", name, f"<{name}> is never closed with </{name}>")
    for name in nodes:
        if name not in seen:
            raise MarkupError("tag-missing", name, f"{_shown(name, nodes)} is missing")
    return tree.settle(stack[0][1])


def _add_text(stack: list[tuple[str, list[Node]]], text: str) -> None:
    if text:
        stack[-1][1].append(tree.string(text))


def _shown(name: str, nodes: Mapping[str, Node]) -> str:
    return f"<{name}/>" if _kind(nodes[name])[1] else f"<{name}>…</{name}>"


def _apply(stack: list[tuple[str, list[Node]]], tag: str, nodes: Mapping[str, Node], seen: set[str]) -> None:
    closing, kind, number, _ = _PARTS.fullmatch(tag).groups()  # type: ignore[union-attr]
    name = kind + number
    if name not in nodes:
        raise MarkupError("tag-unknown", name, f"{tag} stands for nothing in the source")
    standalone = _kind(nodes[name])[1]
    if tag not in ([f"<{name}/>"] if standalone else [f"<{name}>", f"</{name}>"]):
        raise MarkupError("tag-form", name, f"{tag} is written wrongly: it must be {_shown(name, nodes)}")
    if closing:
        if stack[-1][0] != name:
            raise MarkupError("tag-nesting", name, f"{tag} stands where no <{name}> is open")
        _, inlines = stack.pop()
        stack[-1][1].append(tree.with_children(nodes[name], inlines))
        return
    if name in seen:
        raise MarkupError("tag-repeated", name, f"{tag} occurs more than once")
    seen.add(name)
    if standalone:
        stack[-1][1].append(nodes[name])
    else:
        stack.append((name, []))


def tag_names(text: str) -> list[str]:
    """The tags of a text in order, without what is escaped.

    >>> tag_names(r"<em1>a</em1> \\<em2> <note1/>")
    ['<em1>', '</em1>', '<note1/>']
    """
    return [found[2] for found in _TAG_OR_ESCAPE.finditer(text) if len(found[1]) % 2 == 0]


_ALONE = frozenset((*STANDALONE.values(), "lang"))


def tags_stand(text: str, tags: tuple[Tag, ...]) -> bool:
    """Whether each tag stands where it may, as `decode` judges it, without making anything of it."""
    alone = {tag.name: tag.kind in _ALONE for tag in tags}
    seen: set[str] = set()
    stack: list[str] = []
    for written in tag_names(text) if "<" in text else ():
        if written.startswith("</"):
            if not stack or stack.pop() != written[2:-1]:
                return False
            continue
        name = written.strip("</>")
        if name in seen or alone.get(name) is not written.endswith("/>"):
            return False
        seen.add(name)
        if not alone[name]:
            stack.append(name)
    return not stack and len(seen) == len(alone)


def plain(text: str) -> str:
    """A message without its tags, for reading and measuring.

    >>> plain("a <em1>b</em1>.<note1/>")
    'a b.'
    """
    if "<" not in text:
        return text
    return _TAG_OR_ESCAPE.sub(lambda f: "\\" * (len(f[1]) // 2) + (f[2] if len(f[1]) % 2 else ""), text)
