"""A message as a tree of inline elements, as XLIFF has them, and back. Pure.

A tag around words is a Pair, a tag alone a Point. A tag that has no partner, as in broken texts, is a Half; a
character that XML cannot hold is an Odd. Law: `message(nodes(text)) == text`, whatever the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openletter import markup
from openletter.merge.comments import tags as tag_lines
from openletter.model import Segment
from openletter.xmlsafe import Element

DEPTH = 40
"""Pairs within each other; a tag beyond that is written as two halves, since readers have limits."""


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Point:
    name: str
    """With ODD at its end for the broken form `</em1/>`."""


@dataclass(frozen=True, slots=True)
class Half:
    name: str
    closing: bool


@dataclass(frozen=True, slots=True)
class Odd:
    code: str
    """Hexadecimal, four digits."""


Node = str | Pair | Point | Half | Odd

ODD = ".odd"
_TAG = re.compile(r"<(/?)([a-z]+[0-9]+)(/?)>")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NAME = re.compile(rf"(?:{'|'.join(markup.KINDS)})[0-9]+")
"""What the name of a tag is, and so the id of an element that stands for one."""


def nodes(text: str) -> tuple[Node, ...]:
    """A message as a tree."""
    stack: list[tuple[str, list[Node]]] = [("", [])]
    opened: Counter[str] = Counter()
    for is_tag, piece in markup.parts(text):
        if not is_tag:
            stack[-1][1].extend(_characters(piece))
            continue
        closing, name, alone = _TAG.fullmatch(piece).groups()  # type: ignore[union-attr]
        if alone:
            stack[-1][1].append(Point(name + ODD if closing else name))
        elif not closing and len(stack) <= DEPTH:
            stack.append((name, []))
            opened[name] += 1
        elif closing and opened[name]:
            while stack[-1][0] != name:
                _halve(stack, opened)
            children = stack.pop()[1]
            opened[name] -= 1
            stack[-1][1].append(Pair(name, tuple(children)))
        else:
            stack[-1][1].append(Half(name, bool(closing)))
    while len(stack) > 1:
        _halve(stack, opened)
    return tuple(stack[0][1])


def _halve(stack: list[tuple[str, list[Node]]], opened: Counter[str]) -> None:
    """The innermost open tag, which has no partner, as a Half before what follows it."""
    name, children = stack.pop()
    opened[name] -= 1
    stack[-1][1].append(Half(name, False))
    stack[-1][1].extend(children)


def _characters(text: str) -> Iterator[Node]:
    at = 0
    for found in _NO_XML.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        yield Odd(f"{ord(found[0]):04X}")
        at = found.end()
    if at < len(text):
        yield text[at:]


Piece = tuple[bool, str]


def pieces(tree: Iterable[Node]) -> Iterator[Piece]:
    """A tree as texts and tags (see `markup.parts`)."""
    for node in tree:
        if isinstance(node, str):
            yield False, node
        elif isinstance(node, Odd):
            yield False, chr(int(node.code, 16))
        elif isinstance(node, Half):
            yield True, f"</{node.name}>" if node.closing else f"<{node.name}>"
        elif isinstance(node, Point):
            yield True, point(node.name)
        else:
            yield True, f"<{node.name}>"
            yield from pieces(node.children)
            yield True, f"</{node.name}>"


def point(name: str) -> str:
    return f"</{name.removesuffix(ODD)}/>" if name.endswith(ODD) else f"<{name}/>"


def message(tree: Iterable[Node]) -> str:
    """A tree as a message."""
    return markup.join(pieces(tree))


_LINE = re.compile(r"<([a-z]+[0-9]+)(?:/>|>…</\1>): (.*)")


def meanings(segment: Segment, lang: str) -> Mapping[str, str]:
    """What each tag stands for, by name; in English, since sources hold it, which no language changes."""
    found = (_LINE.fullmatch(line) for line in reversed(tag_lines(segment, lang)))
    return {one[1]: one[2] for one in found if one}


class InlineProblem(Exception):
    """An element within a text that cannot be taken; the line is where it stands."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


Rules = Mapping[str, str]
"""Name of an element → how it is read: `pair`, `point`, `start`, `end`, `it`, `native-…` for those
that may hold the tag as text, `character`, or `through` for marks that only surround words."""


def read(element: Element, rules: Rules, preserve: bool) -> list[Piece]:
    """The content of a `source` or `target` as texts and tags. Raises InlineProblem.

    Where space is not preserved, it is what XML calls default: a run of it is one space, none at the ends.
    """
    found = list(_read(element, rules))
    return found if preserve else _without_space(found)


def _read(element: Element, rules: Rules) -> Iterator[Piece]:
    for child in element.children:
        if isinstance(child, str):
            yield False, child
        elif child.namespace == element.namespace and child.name in rules:
            yield from _element(child, rules[child.name], rules)
        elif NAME.fullmatch(child.name) and not child.attributes:
            # tags of the message itself, as Weblate makes them of a PO file's text
            yield from _named(child, rules)
        else:
            raise InlineProblem(f"the element “{child.name[:40]}” has no place within a text", child.line)


def _element(element: Element, rule: str, rules: Rules) -> Iterator[Piece]:
    if rule == "through":
        yield from _read(element, rules)
        return
    if rule == "character":
        yield False, _character(element)
        return
    if rule.startswith("native-"):
        native = element.text().strip()
        if _TAG.fullmatch(native) and NAME.fullmatch(_TAG.fullmatch(native)[2]):  # type: ignore[index]
            yield True, native
            return
        rule = rule.removeprefix("native-")
    name = element.attributes.get("id", "")
    if rule == "end":
        name = element.attributes.get("startRef", name)
    if rule == "point" and name.startswith("cp-"):
        yield False, _code(name[3:], element)
        return
    if not NAME.fullmatch(name.removesuffix(ODD)):
        raise InlineProblem(
            f"the element “{element.name}” with the id “{name[:40]}” stands for nothing in the source",
            element.line,
        )
    if rule == "pair":
        yield True, f"<{name}>"
        yield from _read(element, rules)
        yield True, f"</{name}>"
    elif any(isinstance(child, Element) for child in element.children):
        raise InlineProblem(f"the element “{element.name}” holds other elements", element.line)
    else:
        closing = rule == "end" or (rule == "it" and element.attributes.get("pos") == "close")
        yield True, point(name) if rule == "point" else f"<{'/' * closing}{name}>"


_ALONE = {*markup.STANDALONE.values(), "lang"}


def _named(element: Element, rules: Rules) -> Iterator[Piece]:
    """An element that is called as the tag is: `<link1>`."""
    if not element.children and element.name.rstrip("0123456789") in _ALONE:
        yield True, f"<{element.name}/>"
        return
    yield True, f"<{element.name}>"
    yield from _read(element, rules)
    yield True, f"</{element.name}>"


def _character(element: Element) -> str:
    return _code(element.attributes.get("hex", ""), element)


def _code(digits: str, element: Element) -> str:
    if not re.fullmatch("[0-9A-Fa-f]{4,6}", digits) or int(digits, 16) > 0x10FFFF:
        raise InlineProblem("a character's number is no number", element.line)
    character = chr(int(digits, 16))
    if "\ud800" <= character <= "\udfff":
        raise InlineProblem("a character's number is half a character", element.line)
    return character


_SPACE = re.compile("[ \t\r\n]+")


def _without_space(found: Sequence[Piece]) -> list[Piece]:
    narrow = [(is_tag, piece if is_tag else _SPACE.sub(" ", piece)) for is_tag, piece in _texts(found)]
    if narrow and not narrow[0][0]:
        narrow[0] = (False, narrow[0][1].lstrip(" "))
    if narrow and not narrow[-1][0]:
        narrow[-1] = (False, narrow[-1][1].rstrip(" "))
    return narrow


def _texts(found: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces with neighbouring texts as one."""
    texts: list[str] = []
    for is_tag, piece in found:
        if not is_tag:
            texts.append(piece)
            continue
        if texts:
            yield False, "".join(texts)
            texts = []
        yield True, piece
    if texts:
        yield False, "".join(texts)
