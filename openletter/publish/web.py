"""A letter's tree made fit for HTML and EPUB: nothing but its structure, words and safe addresses is left.

Raw code is dropped; of attributes, only language, direction and the size of images stay; identifiers
become ASCII and unique; notes are taken out and numbered; addresses that could run code or leave the
book become plain words. Markup of our own comes in as raw nodes, after all of the source's were dropped.

Where a note is referred to, and where the way back from it may stand, there are marks first, which
`with_notes` resolves: so that most letters are the same tree in HTML and EPUB, which pandoc writes once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from openletter import tree
from openletter.conventions import text, word
from openletter.model import Asset, Conventions, Node

RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left (CLDR 47), for words that tell their language but no direction."""
_ILLEGAL = re.compile(r"[\x00-\x20\x7f\"<>\\^`{|}]")
_PLAIN_ID = re.compile(r"[A-Za-z][A-Za-z0-9._-]*", re.ASCII)
_RESERVED_ID = re.compile(r"(fn|ref|section-|id-)\d+|letter|notes|about|[a-z]+-h")
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_SIZE = re.compile(r"\d{1,4}(\.\d+)?(px|em|%)?", re.ASCII)
_MARK = re.compile(r"<!--(reference|first|last|first-alone|last-alone) (\d+)-->")
_BOXES = {"☐": word("Not done"), "☒": word("Done")}


@dataclass(frozen=True, slots=True)
class Flavour:
    """Where HTML and EPUB differ. The markup's `{n}` is a note's number, `{label}` a localized label."""

    images: str
    """Where the images lie, as seen from the page."""
    relative: bool
    """Whether links may lead to files beside the page."""
    tables: tuple[str, str]
    """Markup before and after a table, to scroll in; `{label}` names it."""
    reference: str
    back: str
    """The way back from a note to the text."""
    back_first: bool
    """Whether it stands before the note's words, as its number, or after them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the letter: `level` from 2, `text` without notes."""

    level: int
    id: str
    text: str


@dataclass(slots=True)
class Cleaner:
    """Cleans nodes in reading order, and keeps what it found on the way."""

    conventions: Conventions
    flavour: Flavour
    assets: Mapping[str, Asset]
    ids: dict[str, str] = field(default_factory=dict)
    """What each identifier of the source becomes."""
    given: set[str] = field(default_factory=set)
    """Identifiers that stand on a node already."""
    headings: list[Heading] = field(default_factory=list)
    notes: list[list[Node]] = field(default_factory=list)
    images: list[Asset] = field(default_factory=list)
    undescribed: int = 0
    """How many images have no alternative text."""
    tables: int = 0

    def learn(self, node: Node) -> None:
        """Gives every identifier of the source its own, before links are cleaned."""
        if _is_attr(node) and node[0] and node[0] not in self.ids:
            plain = _PLAIN_ID.fullmatch(node[0]) and not _RESERVED_ID.fullmatch(node[0])
            self.ids[node[0]] = node[0] if plain else f"id-{len(self.ids) + 1}"
        if isinstance(node, dict):
            if node.get("t") not in tree.LEAVES:
                self.learn(list(node.values()))
        elif isinstance(node, list):
            for child in node:
                if type(child) is not str:
                    self.learn(child)

    def clean(self, nodes: Sequence[Node]) -> list[Node]:
        """Nodes, or any list inside a node, cleaned."""
        if _is_attr(nodes):
            return self.attr(nodes)
        result: list[Node] = []
        for node in nodes:
            if isinstance(node, dict):
                result += self.node(node)
            else:
                result.append(self.clean(node) if isinstance(node, list) else node)
        return result

    def node(self, node: Node) -> list[Node]:
        """What one node becomes: one node, mostly; none for raw code."""
        special = _SPECIAL.get(node["t"])
        if special:
            return special(self, node)
        return [{**node, "c": self.clean(node["c"])} if isinstance(node.get("c"), list) else node]

    def attr(self, attr: Node) -> list[Node]:
        """Identifier, classes and pairs as far as they are harmless; a language brings its direction."""
        identifier, classes, pairs = attr
        values = dict(reversed(pairs))
        kept = []
        if _LANG.fullmatch(values.get("lang", "")):
            kept.append(["lang", values["lang"]])
            values.setdefault("dir", "rtl" if values["lang"].lower().split("-")[0] in RTL else "ltr")
        if values.get("dir") in ("ltr", "rtl", "auto"):
            kept.append(["dir", values["dir"]])
        return [self._give(identifier), [name for name in classes if name == "symbol"], kept]

    def _give(self, identifier: str) -> str:
        own = self.ids.get(identifier, "")
        if own in self.given:
            return ""
        self.given.add(own)
        return own

    def note(self, node: Node) -> list[Node]:
        """A reference, with the next number; the note's words are kept in `notes`."""
        self.notes.append([])
        n = len(self.notes)
        self.notes[n - 1] = _with_ways_back(self.clean(node["c"]), n)
        return [raw(f"<!--reference {n}-->")]

    def header(self, node: Node) -> list[Node]:
        """A heading, never more than one level below the last, always with an identifier."""
        level, attr, inlines = node["c"]
        words = tree.stringify(inlines).strip()
        if not words:
            return [{"t": "Para", "c": self.clean(inlines)}] if inlines else []
        before = self.headings[-1].level if self.headings else 1
        level = min(max(level, 2), before + 1, 6)
        identifier, classes, pairs = self.attr(attr)
        identifier = identifier or f"section-{len(self.headings) + 1}"
        self.headings.append(Heading(level, identifier, words))
        return [{"t": "Header", "c": [level, [identifier, classes, pairs], self.clean(inlines)]}]

    def link(self, node: Node) -> list[Node]:
        """A link, or its words alone where its address is not allowed; notes in it come after it."""
        attr, inlines, (target, title) = node["c"]
        inlines, notes = _apart(inlines)
        words = self.clean(inlines)
        if not tree.stringify(inlines).strip() and not any(i["t"] == "Image" for i in inlines):
            words = tree.words(target)
        address, cleaned = self.address(target), self.attr(attr)
        if address:
            result = {"t": "Link", "c": [cleaned, words, [address, title]]}
        else:
            result = {"t": "Span", "c": [cleaned, words]}
        return [result, *self.clean(notes)]

    def address(self, target: str) -> str:
        """A link's address as it may stand in the page, or "" where it must not."""
        if target.startswith("#"):
            own = self.ids.get(target[1:], "")
            return f"#{own}" if own else ""
        try:
            parts = urlsplit(target)
        except ValueError:
            return ""
        if parts.scheme:
            known = parts.scheme in tree.SCHEMES and (parts.scheme not in ("http", "https") or parts.netloc)
        else:
            known = bool(target) and self.flavour.relative and ":" not in target.split("/")[0]
        return _ILLEGAL.sub(lambda m: f"%{ord(m[0]):02X}", target.strip()) if known else ""

    def image(self, node: Node) -> list[Node]:
        """An image that the letter brings along; any other becomes a link, so that nothing is fetched."""
        attr, alt, (target, title) = node["c"]
        asset = self.assets.get(target)
        if asset is None:
            away = target if target.startswith(("http://", "https://")) else ""
            return self.link({"t": "Link", "c": [["", [], []], alt or tree.words(target), [away, ""]]})
        if all(other.name != asset.name for other in self.images):  # two files may hold the same picture
            self.images.append(asset)
        words = tree.stringify(alt)
        self.undescribed += not words.strip()
        identifier, classes, pairs = self.attr(attr)
        pairs += [[k, v] for k, v in attr[2] if k in ("width", "height") and _SIZE.fullmatch(v)]
        if not words:
            pairs.append(["alt", ""])
        source = [self.flavour.images + asset.name, title]
        return [{"t": "Image", "c": [[identifier, classes, pairs], tree.words(words), source]}]

    def code(self, node: Node) -> list[Node]:
        """Code, inline or a block: always from left to right, and without highlighting."""
        attr, words = node["c"]
        identifier, _, pairs = self.attr(attr)
        others = [pair for pair in pairs if pair[0] != "dir"]
        if self.conventions.direction == "rtl" or len(others) < len(pairs):
            others.append(["dir", "ltr"])
        return [{"t": node["t"], "c": [[identifier, [], others], words]}]

    def table(self, node: Node) -> list[Node]:
        """A table in a region of its own, named by its number."""
        self.tables += 1
        label = escape(text(self.conventions, "Table {number}", number=self.tables))
        before, after = (part.format(label=label) for part in self.flavour.tables)
        inner = {"t": "Table", "c": self.clean(node["c"])}
        return [raw_block(before), inner, raw_block(after)] if before else [inner]

    def paragraph(self, node: Node) -> list[Node]:
        """A paragraph; a task's box at its start gets words for those who cannot see it."""
        words = node["c"]
        if words and words[0]["t"] == "Str" and words[0]["c"] in _BOXES:
            meaning = _BOXES[words[0]["c"]]
            label = escape(text(self.conventions, meaning))
            box = raw(f'<span class="box" role="img" aria-label="{label}">{words[0]["c"]}</span>')
            return [{"t": node["t"], "c": [box, *self.clean(words[1:])]}]
        return [{"t": node["t"], "c": self.clean(words)}]


def _with_ways_back(blocks: list[Node], n: int) -> list[Node]:
    """Marks where the way back to the text may stand: before a note's words, and after them."""
    first, last = (raw(f"<!--{where} {n}-->") for where in ("first", "last"))
    if blocks and blocks[0]["t"] in ("Para", "Plain"):
        blocks = [{"t": "Para", "c": [first, *blocks[0]["c"]]}, *blocks[1:]]
    else:
        blocks = [raw_block(f"<!--first-alone {n}-->"), *blocks]
    if blocks[-1]["t"] in ("Para", "Plain"):
        return [*blocks[:-1], {"t": "Para", "c": [*blocks[-1]["c"], last]}]
    return [*blocks, raw_block(f"<!--last-alone {n}-->")]


def with_notes(markup: str, flavour: Flavour, conventions: Conventions) -> str:
    """Markup with what a flavour has at the marks of notes."""

    def resolved(mark: re.Match[str]) -> str:
        where, n = mark[1], int(mark[2])
        if where == "reference":
            label = escape(text(conventions, "Note {number}", number=n))
            return flavour.reference.format(n=n, label=label)
        if where.startswith("first") != flavour.back_first:
            return ""
        back = flavour.back.format(
            n=n, label=escape(text(conventions, "Back to the text, note {number}", number=n))
        )
        return {"first": f"{back} ", "last": f" {back}"}.get(where, f"<p>{back}</p>")

    return _MARK.sub(resolved, markup)


def raw(markup: str) -> Node:
    """Inline markup of our own."""
    return {"t": "RawInline", "c": ["html", markup]}


def raw_block(markup: str) -> Node:
    """Block markup of our own."""
    return {"t": "RawBlock", "c": ["html", markup]}


def _is_attr(node: Node) -> bool:
    return (
        isinstance(node, list)
        and len(node) == 3
        and isinstance(node[0], str)
        and isinstance(node[1], list)
        and isinstance(node[2], list)
    )


def _apart(inlines: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Inlines without the notes in them, and those notes: a link must not hold another link."""
    rest: list[Node] = []
    notes: list[Node] = []
    for node in inlines:
        if node["t"] == "Note":
            notes.append(node)
        elif node["t"] in tree.INLINE_CHILDREN:
            inner, found = _apart(tree.children(node))
            rest.append(tree.with_children(node, inner))
            notes += found
        else:
            rest.append(node)
    return rest, notes


def _drop(cleaner: Cleaner, node: Node) -> list[Node]:
    return []


def _at_start(cleaner: Cleaner, node: Node) -> list[Node]:
    return [{"t": "AlignDefault"}]


_SPECIAL: Mapping[str, Callable[[Cleaner, Node], list[Node]]] = {
    "RawInline": _drop,
    "RawBlock": _drop,
    "AlignLeft": _at_start,
    "Note": Cleaner.note,
    "Header": Cleaner.header,
    "Link": Cleaner.link,
    "Image": Cleaner.image,
    "Code": Cleaner.code,
    "CodeBlock": Cleaner.code,
    "Table": Cleaner.table,
    "Plain": Cleaner.paragraph,
    "Para": Cleaner.paragraph,
}
