"""The text of a tagged PDF in the order of its tag tree, as assistive technology reads it.

/ActualText of structure elements and of marked content counts before the glyphs (ISO 32000-1, 14.9.4), and
/ReversedChars turns them round (14.8.2.3.3). What is no part of the tag tree (artifacts) is not read.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

# fmt: off
BLOCKS = frozenset((
    "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/LBody", "/Note", "/Caption",
    "/Table", "/TH", "/TD", "/TR", "/BlockQuote", "/TOCI", "/Sect", "/Div",
))
# fmt: on
"""Elements that end a line of the text (ISO 32000-1, 14.8.4)."""

OPERATORS = "BDC BMC EMC Tf Tj TJ ' \""


@dataclass(slots=True)
class Marked:
    """The text of one marked-content sequence of the tag tree, and its language, "" where it names none."""

    text: str = ""
    lang: str = ""


@dataclass(slots=True)
class _Sequence:
    """A marked-content sequence that is open while a content stream is read."""

    marked: Marked | None = None
    artifact: bool = False
    reversed: bool = False
    actual: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A piece of marked content in the tag tree."""

    mcid: int
    page: Any
    """The page's object and generation number."""
    marked: Marked


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the tag tree. `kids` stand as in its /K; None stands for the object of an annotation."""

    node: Any
    kind: str
    label: bool
    """Whether it is a label that the program made: the sign of a list item, the number of a note."""
    kids: tuple[Kid, ...]

    def content(self) -> Iterator[Content]:
        """All content within, in order."""
        for kid in self.kids:
            if isinstance(kid, Content):
                yield kid
            elif kid is not None:
                yield from kid.content()


Kid: TypeAlias = Content | Element | None


class Document:
    """A PDF that was opened with pikepdf, and the text of the marked content of its pages."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        fonts: dict[Any, _Font] = {}
        self._pages = {page.objgen: _page_text(page, fonts) for page in pdf.pages}

    def roots(self) -> list[Element]:
        """The elements at the top of the tag tree; none in a PDF without tags."""
        if "/StructTreeRoot" not in self.pdf.Root:
            return []
        root = self.pdf.Root.StructTreeRoot
        return [self._element(kid, root, None) for kid in kids(root)]

    def _element(self, node: Any, parent: Any, page: Any) -> Element:
        page = node.Pg.objgen if "/Pg" in node else page
        below = tuple(self._kid(kid, node, page) for kid in kids(node))
        return Element(node, str(node.get("/S")), _is_label(node, parent), below)

    def _kid(self, kid: Any, node: Any, page: Any) -> Kid:
        if isinstance(kid, int):
            return self._content(page, kid)
        if kid.get("/Type") == "/MCR":
            return self._content(kid.Pg.objgen if "/Pg" in kid else page, int(kid.MCID))
        return None if kid.get("/Type") == "/OBJR" else self._element(kid, node, page)

    def _content(self, page: Any, mcid: int) -> Content:
        return Content(mcid, page, self._pages.get(page, {}).get(mcid) or Marked())


def read(data: bytes) -> Document:
    """A PDF, ready to be walked over."""
    import pikepdf

    return Document(pikepdf.open(io.BytesIO(data)))


def text(data: bytes, *, labels: bool = False) -> str:
    """The text of a tagged PDF in tag order, a line per block; "" for one without tags.

    `labels` adds the signs of list items and the numbers of notes, which the program made.
    """
    document = read(data)
    parts = [part for element in document.roots() for part in _texts(element, labels)]
    return re.sub(r"\n+", "\n", "".join(parts))


def _texts(element: Element, labels: bool) -> Iterator[str]:
    if element.label and not labels:
        return
    if "/ActualText" in element.node:
        yield str(element.node.ActualText)
    else:
        for kid in element.kids:
            if isinstance(kid, Content):
                yield kid.marked.text
            elif kid is not None:
                yield from _texts(kid, labels)
    if element.kind in BLOCKS:
        yield "\n"


def kids(element: Any) -> list[Any]:
    """The kids of an element of the tag tree, in order."""
    import pikepdf

    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _is_label(element: Any, parent: Any) -> bool:
    """A Lbl, unless it is the term of a definition list (whose list has no numbering)."""
    if element.get("/S") != "/Lbl":
        return False
    return parent.get("/S") != "/LI" or _numbering(parent.get("/P")) != "/None"


def _numbering(element: Any) -> str:
    import pikepdf

    attributes = element.get("/A") if element is not None else None
    owners = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    for owner in owners:
        if isinstance(owner, pikepdf.Dictionary) and "/ListNumbering" in owner:
            return str(owner.ListNumbering)
    return ""


# Content streams


@dataclass(frozen=True, slots=True)
class _Font:
    """How a font's codes become text: the ToUnicode map, and bytes per code."""

    unicode: Mapping[int, str]
    size: int

    def decode(self, string: bytes) -> str:
        pairs = len(string) // 2
        codes = string if self.size == 1 else struct.unpack(f">{pairs}H", string[: 2 * pairs])
        return "".join([self.unicode.get(code, "\ufffd") for code in codes])


def _page_text(page: Any, fonts: dict[Any, _Font]) -> dict[int, Marked]:
    import pikepdf

    found: dict[int, Marked] = {}
    stack: list[_Sequence] = []
    font = _Font({}, 1)
    resources = page.get("/Resources", {})
    for instruction in pikepdf.parse_content_stream(page, OPERATORS):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BDC" | "BMC":
                stack.append(_opened(operands, resources, found))
            case "EMC":
                if stack:
                    _close(stack)
            case "Tf":
                font = _font(resources.Font[str(operands[0])], fonts)
            case _:
                if stack:
                    stack[-1].text += _shown(operands[-1], font)
    return found


def _opened(operands: Any, resources: Any, found: dict[int, Marked]) -> _Sequence:
    import pikepdf

    tag = str(operands[0])
    sequence = _Sequence(artifact=tag == "/Artifact", reversed=tag == "/ReversedChars")
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        properties = resources.get("/Properties", {}).get(str(properties))
    if not isinstance(properties, pikepdf.Dictionary):
        return sequence
    if "/ActualText" in properties:
        sequence.actual = str(properties.ActualText)
    if "/MCID" in properties:
        sequence.marked = found.setdefault(int(properties.MCID), Marked())
        sequence.marked.lang = str(properties.get("/Lang", ""))
    return sequence


def _close(stack: list[_Sequence]) -> None:
    sequence = stack.pop()
    text = sequence.text[::-1] if sequence.reversed else sequence.text
    if sequence.actual is not None:
        text = sequence.actual
    if sequence.marked is not None:
        sequence.marked.text += text
    elif stack and not sequence.artifact:
        stack[-1].text += text


def _shown(operand: Any, font: _Font) -> str:
    import pikepdf

    strings = operand if isinstance(operand, pikepdf.Array) else [operand]
    return "".join(font.decode(bytes(part)) for part in strings if isinstance(part, pikepdf.String))


def _font(font: Any, known: dict[Any, _Font]) -> _Font:
    if font.objgen not in known:
        wide = font.get("/Subtype") == "/Type0"
        table = _to_unicode(font.ToUnicode.read_bytes().decode("latin-1")) if "/ToUnicode" in font else {}
        known[font.objgen] = _Font(table, 2 if wide else 1)
    return known[font.objgen]


def _to_unicode(cmap: str) -> dict[int, str]:
    """A ToUnicode CMap as a table (ISO 32000-1, 9.10.3)."""
    table: dict[int, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, target in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>", section):
            table[int(code, 16)] = _utf16(target)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        rows = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[^>]*>|\[.*?\])", section, re.DOTALL)
        for first, last, target in rows:
            table.update(_range(int(first, 16), int(last, 16), target))
    return table


def _range(first: int, last: int, target: str) -> Iterator[tuple[int, str]]:
    texts = [_utf16(part) for part in re.findall(r"<([0-9A-Fa-f\s]*)>", target)]
    if target.startswith("["):
        yield from zip(range(first, last + 1), texts, strict=False)
        return
    start = texts[0]
    for code in range(first, last + 1):
        yield code, start[:-1] + chr(ord(start[-1]) + code - first)


def _utf16(digits: str) -> str:
    return bytes.fromhex("".join(digits.split())).decode("utf-16-be", "replace")
