"""Pandoc's tree → Typst's code mode, where every text is a string literal and none is markup."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from openletter import tree
from openletter.model import Asset, Conventions, Node
from openletter.publish.typst_text import Run, language, literal, look, printable, without_notes

SCHEMES = ("http", "https", "mailto", "tel", "ftp")
"""Of the addresses that become links; the words of any other link stay, as words."""

IMAGES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/svg+xml": "svg",
    "image/webp": "webp",
}
"""Kinds of images that Typst reads, and the endings by which it knows them."""

MAX_LEVEL = 6
"""PDF 1.7 knows H1 to H6."""


class TreeWriter:
    """Writes each node as an expression of Typst's code mode, in the order of the text.

    `runs` and `files` grow as it writes: the texts in tag order, and the images by name.
    """

    def __init__(self, conventions: Conventions, assets: Sequence[Asset], targets: frozenset[str]) -> None:
        self.dir = conventions.direction
        self.look = look(conventions.tag)
        self.in_note = False
        self.in_heading = False
        self.assets = {asset.href: asset for asset in assets}
        self.targets = targets
        """The identifiers of headings that links point to."""
        self.lang = ""
        self.runs: list[Run] = []
        self.files: dict[str, bytes] = {}
        self.has_line = False
        """Whether the words that are being written have a line already: a link's, a deletion's."""
        self.open_headings: list[int] = []
        self.labels: dict[str, str] = {}
        self.placed: set[str] = set()

    # Text

    def string(self, value: str) -> str:
        value = printable(value)
        if value:
            self.runs.append(Run(value, self.lang))
        return literal(value)

    def foreign(self, attributes: Mapping[str, str], inside: Callable[[], str], call: str = "foreign") -> str:
        """What `inside` writes, in the language and direction that the attributes give."""
        given = attributes.get("lang", "")
        lang, region = language(given) if given else ("", "none")
        if not lang:
            return inside()
        outer, home = (self.lang, self.dir, self.look), self.look
        self.lang, self.look = given, look(given)
        direction = attributes.get("dir", "")
        self.dir = direction if direction in ("ltr", "rtl") else ("rtl" if self.look == "arabic" else "ltr")
        body, direction = inside(), self.dir
        self.lang, self.dir, self.look = outer
        arguments = [literal(home), literal(lang), region, direction, literal(look(given)), body]
        return f"{call}({', '.join(arguments)})"

    # Blocks

    def blocks(self, nodes: Sequence[Node]) -> str:
        return block_of([self.block(node) for node in nodes])

    def block(self, node: Node) -> str:
        write = _BLOCKS.get(node["t"])
        return write(self, node.get("c")) if write else "none"

    def paragraph(self, content: Sequence[Node]) -> str:
        if len(content) == 1 and content[0]["t"] == "Span" and "lang" in tree.attributes(content[0]):
            span = content[0]
            write = lambda: f"par({self.inlines(span['c'][1])})"  # noqa: E731
            return self.foreign(tree.attributes(span), write, "foreign-block")
        if len(content) == 1 and content[0]["t"] == "Image":
            return f"figure-block({self.inlines(content)})"
        return f"par({self.inlines(content)})"

    def heading(self, content: Node) -> str:
        level, attributes, inlines = content
        if self.in_note:
            return f"par(strong({self.inlines(inlines)}))"
        if not tree.stringify(inlines).strip():
            return f"par({self.inlines(inlines)})"
        while self.open_headings and self.open_headings[-1] >= level:
            self.open_headings.pop()
        self.open_headings.append(level)
        depth = min(len(self.open_headings) + 1, MAX_LEVEL)
        self.in_heading = True
        body = self.inlines(inlines)
        self.in_heading = False
        return self.labelled(attributes[0], f"heading(level: {depth}, {body})")

    def labelled(self, identifier: str, expression: str) -> str:
        """An expression that links can point to, if any does."""
        name = self.label(identifier) if identifier not in self.placed else ""
        self.placed.add(identifier)
        return f"[#{expression}#label({literal(name)})]" if name else expression

    def label(self, identifier: str) -> str:
        """The name of a label in Typst, or "" for what does not exist in the letter or nobody points to."""
        if identifier not in self.targets:
            return ""
        return self.labels.setdefault(identifier, f"to-{len(self.labels) + 1}")

    def bullets(self, items: list[list[Node]]) -> str:
        tasks = all(_is_task(item) for item in items)
        marker = "marker: none, body-indent: 0pt, " if tasks else ""
        return f"list({marker}tight: {_tight(items)}, {self.items('list.item', items)})"

    def numbers(self, content: Node) -> str:
        (start, style, delimiter), items = content
        sign = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}.get(
            style["t"], "1"
        )
        pattern = {"OneParen": f"{sign})", "TwoParens": f"({sign})"}.get(delimiter["t"], f"{sign}.")
        arguments = f"start: {int(start)}, numbering: {literal(pattern)}, tight: {_tight(items)}"
        return f"enum({arguments}, {self.items('enum.item', items)})"

    def items(self, call: str, items: list[list[Node]]) -> str:
        return ", ".join(f"{call}({self.blocks(item)})" for item in items)

    def definitions(self, entries: Node) -> str:
        written = []
        for term, definitions in entries:
            name = self.inlines(term)
            blocks = [block for definition in definitions for block in definition]
            written.append(f"terms.item({name}, {self.blocks(blocks)})")
        return f"terms(tight: false, {', '.join(written)})"

    def code_block(self, content: Node) -> str:
        return f"raw({self.string(content[1])}, block: true)" if content[1].strip() else "none"

    def quote(self, content: Node) -> str:
        return f"quote({self.blocks(content)})"

    def div(self, content: Node) -> str:
        return self.foreign(dict(content[0][2]), lambda: self.blocks(content[1]), "foreign-block")

    def lines(self, content: Node) -> str:
        return f"par({block_of([f'{{{self.inlines(line)};linebreak()}}' for line in content])})"

    def figure(self, content: Node) -> str:
        _, (_, caption), blocks = content
        return block_of([self.blocks(blocks), self.blocks(caption)])

    def table(self, content: Node) -> str:
        _, (_, caption), columns, head, bodies, foot = content
        sides = [_ALIGNMENTS[column[0]["t"]] for column in columns]
        header = ", ".join(self.row(row) for row in head[1])
        named = any(tree.stringify(_inlines(cell)) for row in head[1] for cell in row[1])
        rows = [self.row(row) for body in bodies for row in (*body[2], *body[3])]
        rows += [self.row(row) for row in foot[1]]
        repeat = "false" if _holds(head[1], ("Link", "Note")) else "true"
        cells = [
            f"table.header(repeat: {repeat}, {header})" if named else header,
            "table.hline(stroke: hair)",
            *rows,
        ]
        align = f"align: ({''.join(side + ', ' for side in sides)})"
        whole = f"table(columns: {len(columns)}, {align}, {', '.join(filter(None, cells))})"
        return block_of([self.blocks(caption), whole])

    def row(self, row: Node) -> str:
        return ", ".join(self.cell(cell) for cell in row[1])

    def cell(self, cell: Node) -> str:
        _, _, down, across, blocks = cell
        return f"table.cell(rowspan: {int(down)}, colspan: {int(across)}, {self.blocks(blocks)})"

    # Inlines

    def inlines(self, nodes: Sequence[Node]) -> str:
        """Neighbouring words become one literal, so that the font can join and kern them."""
        parts: list[str] = []
        words = ""
        for node in nodes:
            plain = _plain(node)
            if plain is not None:
                words += plain
                continue
            if words:
                parts.append(self.string(words))
                words = ""
            parts.append(self.inline(node))
        if words:
            parts.append(self.string(words))
        return block_of(parts)

    def inline(self, node: Node) -> str:
        write = _INLINES.get(node["t"])
        if write:
            return write(self, node["c"])
        call = _CALLS.get(node["t"])
        return f"{call}({self.inlines(node['c'])})" if call else "none"

    def lined(self, kind: str, inside: Sequence[Node]) -> tuple[bool, str]:
        """Whether a node of a kind draws a line at its words, and the words.

        PDF/UA lets a text have one line only: that of a deletion before all others, then the outer one.
        """
        deleted = kind != "Strikeout" and _holds(inside, ("Strikeout",))
        crowded = kind == "Emph" and (self.look != "chinese" or _holds(inside, ("Link", "Underline", "Span")))
        line = not (self.has_line or deleted or crowded)
        before, self.has_line = self.has_line, self.has_line or line
        body = self.inlines(inside)
        self.has_line = before
        return line, body

    def emphasis(self, content: Node) -> str:
        line, body = self.lined("Emph", content)
        return f"emph(dotted({body}))" if line else f"emph({body})"

    def deletion(self, content: Node) -> str:
        line, body = self.lined("Strikeout", content)
        return f"strike({body})" if line else body

    def underlined(self, content: Node) -> str:
        line, body = self.lined("Underline", content)
        return f"underline({body})" if line else body

    def quoted(self, content: Node) -> str:
        opening, closing = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
        return self.inlines([tree.string(opening), *content[1], tree.string(closing)])

    def span(self, content: Node) -> str:
        attributes = dict(content[0][2])
        if "lang" not in attributes and attributes.get("dir") in ("ltr", "rtl"):
            return f"text(dir: {attributes['dir']}, {self.inlines(content[1])})"
        return self.foreign(attributes, lambda: self.inlines(content[1]))

    def code(self, content: Node) -> str:
        return f"raw({self.string(content[1])})" if content[1].strip() else "none"

    def math(self, content: Node) -> str:
        return self.code([None, content[1]])

    def link(self, content: Node) -> str:
        """Notes inside a link stand between its parts: a link cannot hold the link to a note.

        A link without words shows its address.
        """
        parts = []
        words = content[1]
        if not _holds(words, ("Image",)) and not tree.stringify(words).strip():
            words = [*tree.words(content[2][0]), *words]
        for inside, is_note in without_notes(words):
            if is_note:
                parts.append(self.inlines(inside))
            else:
                parts.append(self.linked(content[2][0], *self.lined("Link", inside)))
        return block_of(parts)

    def linked(self, address: str, line: bool, body: str) -> str:
        if address.startswith("#"):
            name = self.label(address[1:])
            return f"link(label({literal(name)}), {body})" if name and body != "{}" else body
        try:
            scheme = urlsplit(address).scheme
        except ValueError:
            scheme = ""
        known = scheme.lower() in SCHEMES and body != "{}"
        return f"out({literal(printable(address))}, {str(line).lower()}, {body})" if known else body

    def image(self, content: Node) -> str:
        asset = self.assets.get(content[2][0])
        alternative = printable(tree.stringify(content[1])).strip()
        if asset is None or asset.media_type not in IMAGES:
            return self.linked(content[2][0], *self.lined("Link", content[1]))
        name = f"image-{list(self.assets).index(asset.href) + 1}.{IMAGES[asset.media_type]}"
        self.files[name] = asset.data
        return (
            f"box(picture({literal(name)}, {literal(alternative)}))"
            if alternative
            else f"box(decoration({literal(name)}))"
        )

    def note(self, content: Node) -> str:
        """A note; in a heading one whose words Typst does not take into the bookmark."""
        before, self.in_note = self.in_note, True
        body = self.note_body(content)
        self.in_note = before
        return f"context footnote({body})" if self.in_heading and not self.in_note else f"footnote({body})"

    def note_body(self, content: list[Node]) -> str:
        first = content[0] if content else None
        if first is not None and first["t"] == "Para":
            return block_of(["note-gap", self.inlines(first["c"]), *map(self.block, content[1:])])
        return self.blocks(content)


_BLOCKS: Mapping[str, Callable[[TreeWriter, Node], str]] = {
    "Para": TreeWriter.paragraph,
    "Plain": TreeWriter.inlines,
    "Header": TreeWriter.heading,
    "BulletList": TreeWriter.bullets,
    "OrderedList": TreeWriter.numbers,
    "DefinitionList": TreeWriter.definitions,
    "CodeBlock": TreeWriter.code_block,
    "BlockQuote": TreeWriter.quote,
    "Div": TreeWriter.div,
    "LineBlock": TreeWriter.lines,
    "Figure": TreeWriter.figure,
    "Table": TreeWriter.table,
    "HorizontalRule": lambda writer, _: "rule",
}
"""Raw code is not among them: none is printed."""

_INLINES: Mapping[str, Callable[[TreeWriter, Node], str]] = {
    "Emph": TreeWriter.emphasis,
    "Strikeout": TreeWriter.deletion,
    "Underline": TreeWriter.underlined,
    "Quoted": TreeWriter.quoted,
    "Cite": lambda writer, content: writer.inlines(content[1]),
    "Span": TreeWriter.span,
    "Code": TreeWriter.code,
    "Math": TreeWriter.math,
    "Link": TreeWriter.link,
    "Image": TreeWriter.image,
    "Note": TreeWriter.note,
}

_CALLS = {
    "Strong": "strong",
    "Superscript": "super",
    "Subscript": "sub",
    "SmallCaps": "smallcaps",
}

_ALIGNMENTS = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center", "AlignDefault": "start"}


def _holds(nodes: Node, kinds: Sequence[str]) -> bool:
    """Whether a node of one of the kinds stands somewhere within."""
    if isinstance(nodes, dict):
        return nodes.get("t") in kinds or _holds(nodes.get("c"), kinds)
    return isinstance(nodes, list | tuple) and any(_holds(node, kinds) for node in nodes)


def block_of(expressions: Sequence[str]) -> str:
    return "{" + ";".join(expressions) + "}"


def _plain(node: Node) -> str | None:
    match node["t"]:
        case "Str":
            return str(node["c"])
        case "Space" | "SoftBreak":
            return " "
        case "LineBreak":
            return "\n"
    return None


def _tight(items: Sequence[Sequence[Node]]) -> str:
    return "false" if any(item and item[0]["t"] == "Para" for item in items) else "true"


def _is_task(item: Sequence[Node]) -> bool:
    inlines = item[0]["c"] if item and item[0]["t"] in ("Plain", "Para") else []
    return bool(inlines) and inlines[0]["t"] == "Str" and inlines[0]["c"] in ("☐", "☒")


def _inlines(cell: Node) -> list[Node]:
    return [inline for block in cell[4] if block["t"] in ("Plain", "Para") for inline in block["c"]]
