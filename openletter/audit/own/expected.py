"""What an edition must hold in every format, read from its tree and not from any writer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from openletter import tree
from openletter.audit.own.parts import Kid, Part, is_common, merged
from openletter.conventions import dateline, text
from openletter.model import Edition, Node
from openletter.publish import notice

_RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left (CLDR 47)."""
_SIMPLE = {"Emph": "em", "Strong": "strong"}


def letter(edition: Edition, has_image: Callable[[str], bool]) -> Part:
    """The letter with its notes, its notice near the top and in full at its end.

    `has_image` tells whether the edition brings along an image, by its address; others become links.
    """
    reader = _Reader(edition, has_image)
    line = dateline(edition.conventions, edition.place, edition.date, edition.date_text)
    short = notice.short(edition)
    body: list[Kid] = [Part("paragraph", "", (line,))] if line else []
    body.append(Part("heading", "1", reader.inlines(edition.title)))
    body += [Part("paragraph", "", reader.inlines(edition.subtitle))] if edition.subtitle else []
    body += [Part("paragraph", "", (short,))] if short else []
    body += reader.blocks(edition.blocks)
    body += _about(edition)
    c = edition.conventions
    return Part("document", "", (*body, *reader.notes), c.tag, c.direction)


def _about(edition: Edition) -> Iterator[Part]:
    paragraphs = notice.full(edition)
    if paragraphs:
        yield Part("heading", "2", (text(edition.conventions, "About this translation"),))
    for paragraph in paragraphs:
        yield Part("paragraph", "", (paragraph,))


@dataclass(slots=True)
class _Reader:
    """Reads pandoc's nodes; `notes` grow on the way."""

    edition: Edition
    has_image: Callable[[str], bool]
    notes: list[Part] = field(default_factory=list)
    level: int = 1
    in_note: int = 0
    places: dict[str, str] = field(default_factory=dict)
    """Identifiers of the letter → the words that stand there."""

    def __post_init__(self) -> None:
        for node in tree.walk(list(self.edition.blocks)):
            where = tree.ATTRIBUTES.get(node["t"])
            if where is not None and node["c"][where][0]:
                inlines = node["c"][-1] if node["t"] in ("Header", "Span") else []
                self.places.setdefault(node["c"][where][0], tree.stringify(inlines))

    def blocks(self, nodes: Sequence[Node]) -> tuple[Kid, ...]:
        return tuple(part for node in nodes for part in self.block(node))

    def block(self, node: Node) -> Iterator[Part]:
        kind, content = node["t"], node.get("c")
        match kind:
            case "Para" | "Plain":
                yield Part("paragraph", "", self.inlines(content))
            case "Header":
                yield self.heading(content)
            case "BulletList" | "OrderedList":
                items = content if kind == "BulletList" else content[1]
                kids = tuple(Part("item", "", self.blocks(item)) for item in items)
                yield Part("list", "ul" if kind == "BulletList" else "ol", kids)
            case "DefinitionList":
                yield Part("list", "dl", tuple(self.definitions(content)))
            case "BlockQuote":
                yield Part("quote", "", self.blocks(content))
            case "CodeBlock":
                yield Part("code", "", (content[1],))
            case "Div":
                yield self.marked("block", content[0], self.blocks(content[1]))
            case "LineBlock":
                yield Part("paragraph", "", tuple(k for line in content for k in (*self.inlines(line), " ")))
            case "Figure":
                yield Part("block", "", (*self.blocks(content[2]), *self.blocks(content[1][1])))
            case "Table":
                yield Part("table", "", tuple(self.rows(content)))

    def heading(self, content: Node) -> Part:
        level, _, inlines = content
        if not tree.stringify(inlines).strip() or self.in_note:
            return Part("paragraph", "", self.inlines(inlines))
        self.level = min(max(level, 2), self.level + 1, 6)
        return Part("heading", str(self.level), self.inlines(inlines))

    def definitions(self, entries: Node) -> Iterator[Part]:
        for term, bodies in entries:
            yield Part("term", "", self.inlines(term))
            yield from (Part("block", "", self.blocks(body)) for body in bodies)

    def rows(self, content: Node) -> Iterator[Part]:
        _, (_, caption), _, head, bodies, foot = content
        yield Part("block", "", self.blocks(caption))
        named = any(tree.stringify(_inlines(cell)).strip() for row in head[1] for cell in row[1])
        for row in head[1] if named else ():
            yield Part("row", "", tuple(Part("cell", "head", self.blocks(cell[4])) for cell in row[1]))
        for row in [row for body in bodies for row in (*body[2], *body[3])] + foot[1]:
            yield Part("row", "", tuple(Part("cell", "", self.blocks(cell[4])) for cell in row[1]))

    def inlines(self, nodes: Sequence[Node]) -> tuple[Kid, ...]:
        return merged(kid for node in nodes for kid in self.inline(node))

    def inline(self, node: Node) -> Iterator[Kid]:
        kind, content = node["t"], node.get("c")
        match kind:
            case "Str":
                yield content
            case "Space" | "SoftBreak" | "LineBreak":
                yield " "
            case "Code" | "Math":
                yield Part("verbatim", "", (content[1],))
            case "Note":
                yield self.note(content)
            case "Image":
                yield from self.image(content)
            case "Link":
                yield from self.link(content)
            case "Span":
                yield self.marked("span", content[0], self.inlines(content[1]))
            case "Quoted":
                opening, closing = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
                yield from (opening, *self.inlines(content[1]), closing)
            case _ if kind in tree.INLINE_CHILDREN:
                yield Part(_SIMPLE.get(kind, "span"), "", self.inlines(tree.children(node)))

    def marked(self, kind: str, attr: Node, kids: tuple[Kid, ...]) -> Part:
        """Words with their language; it brings its direction where none is given."""
        values = dict(attr[2])
        lang, direction = values.get("lang", ""), values.get("dir", "")
        if lang and not direction:
            direction = "rtl" if lang.lower().split("-")[0] in _RTL else "ltr"
        return Part(kind, "", kids, lang, direction)

    def note(self, content: Node) -> Part:
        number = str(len(self.notes) + 1)
        self.notes.append(Part("note", number))
        self.in_note += 1
        self.notes[int(number) - 1] = Part("note", number, self.blocks(content))
        self.in_note -= 1
        return Part("ref", number)

    def link(self, content: Node) -> Iterator[Kid]:
        attr, inlines, (target, _) = content
        kids = self.inlines(inlines)
        if not tree.stringify(inlines).strip() and not any(node["t"] == "Image" for node in inlines):
            kids = (target, *kids)
        if target.startswith("#"):
            target = f"#{self.places[target[1:]]}" if target[1:] in self.places else ""
        kind = "link" if is_common(target) else "span"
        yield self.marked("span", attr, (Part(kind, target, kids),))

    def image(self, content: Node) -> Iterator[Kid]:
        _, alt, (target, _) = content
        if self.has_image(target):
            yield Part("image", tree.stringify(alt))
            return
        away = target if target.startswith(("http://", "https://")) else ""
        yield from self.link([["", [], []], alt or tree.words(target), [away, ""]])


def _inlines(cell: Node) -> list[Node]:
    return [inline for block in cell[4] if block["t"] in ("Plain", "Para") for inline in block["c"]]
