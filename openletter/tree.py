"""Pandoc's JSON tree: positions, plain text, and walking over it. Pure; never changes a node in place.

Positions. pandoc's `sourcepos` puts blocks that have no attributes into a Div, and inlines into a Span,
with the attributes `wrapper="1"` and `data-pos="1:3-1:5"`; nodes with attributes get `data-pos` alone.
`unwrap` takes the Spans away as soon as a text was read, `without_positions` takes away all the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import cast

from openletter.model import Node

_LINE = re.compile(r"(\d+):\d+-")

LEAVES = frozenset({"Str", "Space", "SoftBreak", "LineBreak"})
"""Nodes without anything inside, which are most of a tree."""


SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""Of the addresses that are published as links; of any other, the words alone."""


def string(text: str) -> Node:
    return {"t": "Str", "c": text}


ATTRIBUTES = {"Span": 0, "Div": 0, "Code": 0, "CodeBlock": 0, "Link": 0, "Image": 0, "Header": 1, "Table": 0}
"""Where in "c" each kind of node keeps its attributes."""

INLINE_CHILDREN = {
    "Emph": None,
    "Strong": None,
    "Strikeout": None,
    "Underline": None,
    "SmallCaps": None,
    "Superscript": None,
    "Subscript": None,
    "Span": 1,
    "Quoted": 1,
    "Link": 1,
    "Cite": 1,
}
"""Inlines that hold inlines: where in "c" (None: "c" itself)."""


def children(node: Node) -> list[Node]:
    """The inlines that an inline of `INLINE_CHILDREN` holds."""
    where = INLINE_CHILDREN[node["t"]]
    return cast("list[Node]", node["c"] if where is None else node["c"][where])


def with_children(node: Node, inlines: Sequence[Node]) -> Node:
    """The same inline, holding other inlines."""
    where = INLINE_CHILDREN[node["t"]]
    if where is None:
        return {**node, "c": list(inlines)}
    return {**node, "c": [*node["c"][:where], list(inlines), *node["c"][where + 1 :]]}


def span(inlines: Sequence[Node], attributes: Iterable[tuple[str, str]], classes: Iterable[str] = ()) -> Node:
    return {"t": "Span", "c": [["", list(classes), [[k, v] for k, v in attributes]], list(inlines)]}


def attributes(node: Node) -> dict[str, str]:
    """The key-value attributes of a node; empty where it has none."""
    where = ATTRIBUTES.get(node["t"])
    return {} if where is None else dict(node["c"][where][2])


def _is_wrapper(node: Node) -> bool:
    identifier, classes, pairs = node["c"][0]
    return (
        not (identifier or classes)
        and len(pairs) == 2
        and pairs[0] == ["wrapper", "1"]
        and bool(pairs[1][0] == "data-pos")
    )


def unwrap(node: Node) -> Node:
    """Without the Spans that only hold positions, and with adjacent strings joined again.

    The Spans around raw code stay, for its findings.
    """
    if type(node) is list:
        return node if _is_plain(node) else _unwrap_all(node)
    if type(node) is dict and type(node.get("c")) is list:
        content: Node = node["c"]
        if node["t"] == "Note":
            content = [_placed(block) for block in content]
        return {"t": node["t"], "c": unwrap(content)}
    return node


def _is_plain(nodes: list[Node]) -> bool:
    """Whether a list of pandoc's is one of texts: attributes, an address with its title, raw code."""
    return not nodes or type(nodes[0]) is str


def _unwrap_all(nodes: list[Node]) -> list[Node]:
    result: list[Node] = []
    for item in nodes:
        if type(item) is not dict:
            result.append(unwrap(item))
        elif item["t"] in LEAVES:
            _append(result, item)
        elif item["t"] == "Span" and _is_wrapper(item) and _holds_no_raw(item["c"][1]):
            for node in unwrap(item["c"][1]):
                _append(result, node)
        else:
            _append(result, unwrap(item))
    return result


def _holds_no_raw(inlines: list[Node]) -> bool:
    return bool(inlines) and inlines[0]["t"] != "RawInline"


def _placed(block: Node) -> Node:
    """A paragraph of a note, which `sourcepos` leaves without a position, with that of its first word."""
    first = block["c"][0] if block["t"] in ("Para", "Plain") and block["c"] else {"t": ""}
    if first["t"] == "Span" and _is_wrapper(first):
        identifier, classes, pairs = cast("list[Node]", first["c"])[0]
        return {"t": "Div", "c": [[identifier, [*classes], [[*pair] for pair in pairs]], [block]]}
    return block


def _append(nodes: list[Node], node: Node) -> None:
    """Appends as the reader does without `sourcepos`, which splits strings and moves two more things."""
    kind = node["t"]
    if nodes and kind in _MERGING and type(nodes[-1]) is dict:
        last = nodes[-1]
        if kind == "Str" and last["t"] == "Str":
            nodes[-1] = string(last["c"] + node["c"])
            return
        if kind in ("LineBreak", "SoftBreak") and last["t"] == "Space":
            nodes.pop()  # a space before a line break
        if kind == "Div" and last["t"] == "Plain" and last["c"] in _BOXES:
            node = _with_box(nodes.pop(), node)
    nodes.append(node)


_MERGING = frozenset({"Str", "LineBreak", "SoftBreak", "Div"})


_BOXES = [[string("☐")], [string("☒")]]


def _with_box(box: Node, wrapper: Node) -> Node:
    """The box of a task list, which `sourcepos` leaves standing before its item, as the item's first word."""
    attr, (first, *rest) = wrapper["c"]
    if first["t"] == "Div":
        return {**wrapper, "c": [attr, [_with_box(box, first), *rest]]}
    return {**wrapper, "c": [attr, [{**first, "c": [*box["c"], {"t": "Space"}, *first["c"]]}, *rest]]}


def without_positions(node: Node) -> Node:
    """The tree as pandoc reads it without `sourcepos`."""
    if type(node) is list:
        if _is_plain(node):
            return node
        result: list[Node] = []
        for item in node:
            kind = item["t"] if type(item) is dict else None
            if kind in LEAVES:
                result.append(item)
            elif kind in ("Div", "Span") and _is_wrapper(item):
                result.extend(without_positions(item["c"][1]))
            else:
                result.append(without_positions(item))
        return result
    if isinstance(node, dict):
        where = ATTRIBUTES.get(node.get("t", ""))
        content: Node = node.get("c")
        if where is not None and content[where][2]:
            identifier, classes, pairs = content[where]
            kept = [identifier, classes, _without_place(pairs)]
            node = {**node, "c": [*content[:where], kept, *content[where + 1 :]]}
        return {key: value if type(value) is str else without_positions(value) for key, value in node.items()}
    return node


def _without_place(pairs: list[list[str]]) -> list[list[str]]:
    return [pair for pair in pairs if pair[0] != "data-pos"]


def attr_without_position(attr: Node) -> Node:
    """The attributes of a node as pandoc reads them without `sourcepos`."""
    return [attr[0], attr[1], _without_place(attr[2])] if attr[2] else attr


def line(node: Node) -> int:
    """The line where a node stands, counted from 1; 0 where the node itself does not tell."""
    where = ATTRIBUTES.get(node["t"])
    if where is not None:
        for key, value in reversed(node["c"][where][2]):
            if key == "data-pos":
                found = _LINE.search(value)
                return int(found[1]) if found else 0
    return 0


def is_wide(character: str) -> bool:
    """Whether a character is wide, as Chinese ones are (Unicode Standard Annex 11)."""
    return unicodedata.east_asian_width(character) in "WF"


def soft_break(before: str, after: str) -> str:
    """What a line break in the source means between two texts: a space, or nothing between wide characters.

    >>> soft_break("人", "权"), soft_break("human", "rights")
    ('', ' ')
    """
    return "" if before and after and is_wide(before[-1]) and is_wide(after[0]) else " "


def stringify(inlines: Sequence[Node]) -> str:
    """The words of inlines as plain text; notes and raw code have none."""
    parts: list[str] = []
    pending = False
    for text in _texts(inlines):
        if text is None:
            pending = True
            continue
        if pending:
            parts.append(soft_break("".join(parts[-2:]), text))
            pending = False
        parts.append(text)
    return "".join(parts) + (" " if pending else "")


def _texts(inlines: Sequence[Node]) -> Iterator[str | None]:
    """The texts of inlines in order, None for a soft break."""
    for node in inlines:
        kind = node["t"]
        if kind == "Str":
            yield node["c"]
        elif kind in ("Space", "LineBreak"):
            yield " "
        elif kind == "SoftBreak":
            yield None
        elif kind in ("Code", "Math"):
            yield node["c"][1]
        elif kind == "Image":
            yield from _texts(node["c"][1])
        elif kind in INLINE_CHILDREN:
            yield from _texts(children(node))


def settle(inlines: Sequence[Node]) -> list[Node]:
    """Inlines in normal form: soft breaks resolved, adjacent strings one string, spaces split off.

    >>> settle([string("a"), {"t": "SoftBreak"}, string("b"), string("c d")])
    [{'t': 'Str', 'c': 'a'}, {'t': 'Space'}, {'t': 'Str', 'c': 'bc'}, {'t': 'Space'}, {'t': 'Str', 'c': 'd'}]
    """
    result: list[Node] = []
    for run in runs(inlines):
        if type(run) is str:
            result += words(run)
        else:
            result.append(run)
    return result


def runs(inlines: Sequence[Node]) -> list[Node]:
    """Inlines in normal form with each run of words as one text.

    >>> runs([string("a"), {"t": "SoftBreak"}, string("b"), {"t": "LineBreak"}])
    ['a b', {'t': 'LineBreak'}]
    """
    result: list[Node] = []
    text = ""
    for index, node in enumerate(inlines):
        kind = node["t"]
        if kind == "Str":
            text += node["c"]
        elif kind == "Space":
            text += " "
        elif kind == "SoftBreak":
            text += soft_break(text or last_text(result[-1:]), first_text(inlines[index + 1 :]))
        else:
            if text:
                result.append(text)
                text = ""
            result.append(with_children(node, settle(children(node))) if kind in INLINE_CHILDREN else node)
    return [*result, text] if text else result


def last_text(inlines: Sequence[Node]) -> str:
    """The text before a place, as far as it decides about a soft break there."""
    return stringify(inlines[-1:])


def first_text(inlines: Sequence[Node]) -> str:
    """The text after a place, as far as it decides about a soft break there."""
    return stringify(inlines[:1])


def words(text: str) -> list[Node]:
    """Plain text as Str and Space nodes.

    >>> words(" a b")
    [{'t': 'Space'}, {'t': 'Str', 'c': 'a'}, {'t': 'Space'}, {'t': 'Str', 'c': 'b'}]
    """
    result: list[Node] = []
    for piece in text.split(" "):
        if piece:
            result.append(string(piece))
        result.append({"t": "Space"})
    result.pop()
    return result


def walk(node: Node) -> Iterator[Node]:
    """Every node below and including `node`, in document order."""
    if isinstance(node, dict):
        if "t" in node:
            yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list | tuple):
        for item in node:
            yield from walk(item)


InlinesMap = Callable[[list[Node], int], list[Node]]
"""Takes a block of inlines and its line; gives other inlines."""


def map_inlines(blocks: Sequence[Node], change: InlinesMap, at: int = 0) -> list[Node]:
    """The same blocks with each block of inlines given by `change`, in document order.

    Notes are not entered: their blocks are the business of `change`. `at` is the line around `blocks`.
    """
    return [_map_block(block, change, line(block) or at) for block in blocks]


def _map_block(block: Node, change: InlinesMap, at: int) -> Node:
    kind, content = block["t"], block.get("c")
    if kind in ("Para", "Plain"):
        return {"t": kind, "c": change(content, at)}
    if kind == "Header":
        return {"t": kind, "c": [*content[:2], change(content[2], at)]}
    mapper = _CONTAINERS.get(kind)
    return {"t": kind, "c": mapper(content, change, at)} if mapper else block


def _map_items(items: Node, change: InlinesMap, at: int) -> Node:
    return [map_inlines(item, change, at) for item in items]


def _map_definitions(items: Node, change: InlinesMap, at: int) -> Node:
    return [[change(term, at), [map_inlines(body, change, at) for body in bodies]] for term, bodies in items]


def _map_table(content: Node, change: InlinesMap, at: int) -> Node:
    attr, (short, caption), columns, head, bodies, foot = content

    def rows(items: Node) -> Node:
        return [
            [row_attr, [[*cell[:4], map_inlines(cell[4], change, at)] for cell in cells]]
            for row_attr, cells in items
        ]

    return [
        attr,
        [short, map_inlines(caption, change, at)],
        columns,
        [head[0], rows(head[1])],
        [[body[0], body[1], rows(body[2]), rows(body[3])] for body in bodies],
        [foot[0], rows(foot[1])],
    ]


_CONTAINERS: dict[str, Callable[[Node, InlinesMap, int], Node]] = {
    "BlockQuote": lambda content, change, at: map_inlines(content, change, at),
    "BulletList": _map_items,
    "OrderedList": lambda content, change, at: [content[0], _map_items(content[1], change, at)],
    "Div": lambda content, change, at: [content[0], map_inlines(content[1], change, at)],
    "Figure": lambda content, change, at: [content[0], content[1], map_inlines(content[2], change, at)],
    "DefinitionList": _map_definitions,
    "LineBlock": lambda content, change, at: [change(inlines, at) for inlines in content],
    "Table": _map_table,
}
