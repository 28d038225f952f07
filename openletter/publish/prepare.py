"""What writers get of a tree: no positions, no raw code, no soft breaks, only attributes that mean something.

Document symbols become links, headings follow each other without a gap. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from openletter import symbols, tree
from openletter.model import Conventions, Node

_KEPT_ATTRIBUTES = frozenset({"lang", "dir", "width", "height"})
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")

Documents = Mapping[str, frozenset[str]]
"""Symbols of UN documents → the languages in which each exists."""


def blocks(nodes: Sequence[Node], c: Conventions, documents: Documents) -> list[Node]:
    """Blocks with positions → blocks for the writers of an edition with conventions `c`."""
    plain = _plain(tree.without_positions(list(nodes)))
    return tree.map_inlines(plain, lambda found, _: inlines(found, c, documents))


def inlines(nodes: Sequence[Node], c: Conventions, documents: Documents) -> list[Node]:
    """Inlines for the writers; symbols of UN documents become links, unless `documents` is empty."""
    return _linked(tree.settle(_plain(tree.without_positions(list(nodes)))), c, documents)


def _linked(nodes: Sequence[Node], c: Conventions, documents: Documents) -> list[Node]:
    result: list[Node] = []
    for node in nodes:
        kind = node["t"]
        if kind == "Str":
            result += _with_symbols(node["c"], c, documents)
        elif kind == "Note":
            result.append({"t": kind, "c": blocks(node["c"], c, documents)})
        elif kind in tree.INLINE_CHILDREN and kind != "Link" and "lang" not in tree.attributes(node):
            result.append(tree.with_children(node, _linked(tree.children(node), c, documents)))
        else:
            result.append(node)
    return result


def _plain(node: Node) -> Node:
    """Without raw code, and with the attributes that writers may print: an ASCII id, languages, sizes."""
    if isinstance(node, list):
        return [_plain(item) for item in node if not _is_raw(item)]
    if not isinstance(node, dict) or node.get("t") in tree.LEAVES:
        return node
    where = tree.ATTRIBUTES.get(node.get("t", ""))
    if where is not None:
        content = node["c"]
        node = {
            **node,
            "c": [*content[:where], _attributes(node["t"], *content[where]), *content[where + 1 :]],
        }
    return {key: value if type(value) is str else _plain(value) for key, value in node.items()}


def _attributes(kind: str, identifier: str, classes: list[str], pairs: list[list[str]]) -> Node:
    return [
        identifier if _ID.fullmatch(identifier) else "",
        classes if kind in ("Code", "CodeBlock") or classes == ["symbol"] else [],
        [pair for pair in pairs if pair[0] in _KEPT_ATTRIBUTES],
    ]


def _is_raw(item: Node) -> bool:
    return isinstance(item, dict) and item.get("t") in ("RawInline", "RawBlock")


def _with_symbols(text: str, c: Conventions, documents: Documents) -> list[Node]:
    """A word, its document symbols linked, and isolated from right-to-left text."""
    result: list[Node] = []
    at = 0
    for start, end in symbols.find(text):
        symbol = text[start:end]
        inner = [tree.string(symbol)]
        if c.direction == "rtl":
            inner = [tree.span(inner, [("dir", "ltr")], ["symbol"])]
        result += [tree.string(text[at:start])] if start > at else []
        result.append({"t": "Link", "c": [["", [], []], inner, [_address(symbol, c.lang, documents), ""]]})
        at = end
    return result + ([tree.string(text[at:])] if at < len(text) else [])


def _address(symbol: str, lang: str, documents: Documents) -> str:
    """Where the United Nations keep a document: in the edition's language where it is known to exist."""
    language = f"{lang}/" if lang in documents.get(symbol, ()) else ""
    return f"https://undocs.org/{language}{quote(symbol, safe='/()')}"


def heading_levels(blocks: Sequence[Node]) -> list[Node]:
    """Headings from level 2 on, none skipped: the title is the only heading of level 1 (WCAG 2.2, 1.3.1)."""
    levels = [node["c"][0] for node in tree.walk(list(blocks)) if node["t"] == "Header"]
    above = min(levels, default=2) - 2
    last = 1

    def place(node: Node) -> Node:
        nonlocal last
        if isinstance(node, list):
            return [place(item) for item in node]
        if not isinstance(node, dict) or node.get("t") in tree.LEAVES:
            return node
        if node.get("t") == "Header":
            last = min(node["c"][0] - above, last + 1, 6)
            return {"t": "Header", "c": [last, *node["c"][1:]]}
        return {key: value if type(value) is str else place(value) for key, value in node.items()}

    return [place(block) for block in blocks]
