"""A tagged PDF as a tree of parts, in the order of its tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openletter.audit.own.parts import Kid, Part, merged
from openletter.publish import tagtext

_KINDS = {
    **{f"/H{level}": "heading" for level in range(1, 7)},
    **dict.fromkeys(("/TD", "/TH"), "cell"),
    "/P": "paragraph",
    "/Caption": "paragraph",
    "/LI": "item",
    "/Lbl": "term",
    "/BlockQuote": "quote",
    "/Table": "table",
    "/TR": "row",
    "/Em": "em",
    "/Strong": "strong",
}
_ORDERED = frozenset(("/Decimal", "/LowerAlpha", "/UpperAlpha", "/LowerRoman", "/UpperRoman"))
_LAYOUT = frozenset(("/Document", "/Sect", "/Div", "/Part", "/THead", "/TBody", "/TFoot", "/LBody"))


@dataclass(slots=True)
class _Reader:
    dests: dict[str, Any]
    notes: list[Part] = field(default_factory=list)
    refs: int = 0

    def kids(self, element: tagtext.Element) -> tuple[Kid, ...]:
        if "/ActualText" in element.node:
            return (str(element.node.ActualText),)
        return merged(kid for one in element.kids for kid in self.kid(one))

    def kid(self, kid: tagtext.Kid) -> Iterator[Kid]:
        if isinstance(kid, tagtext.Content):
            lang = kid.marked.lang
            yield Part("span", "", (kid.marked.text,), lang) if lang else kid.marked.text
        elif kid is not None:
            yield from self.element(kid)

    def element(self, element: tagtext.Element) -> Iterator[Kid]:
        lang = str(element.node.get("/Lang", ""))
        if element.label:
            if _has_link(element) and not self._is_own_label(element):
                self.refs += 1
                yield Part("ref", str(self.refs))
            return
        if element.kind == "/Note":
            kids = self.kids(element)
            self.notes.append(Part("note", str(self.refs), kids, lang))
        elif element.kind == "/L":
            yield Part("list", _kind_of_list(element), tuple(self.items(element)), lang)
        elif element.kind == "/Link":
            yield Part("link", self.target(element), self.kids(element), lang)
        elif element.kind == "/Figure":
            yield Part("image", str(element.node.get("/Alt", "")))
        elif element.kind == "/Code":
            yield Part("verbatim", "", self.kids(element), lang)
        else:
            kind = _KINDS.get(element.kind, "block" if element.kind in _LAYOUT else "span")
            value = element.kind[2:] if kind == "heading" else ""
            yield Part(kind, "head" if element.kind == "/TH" else value, self.kids(element), lang)

    def _is_own_label(self, element: tagtext.Element) -> bool:
        """Whether a label is the number that stands at the note itself."""
        parent = element.node.get("/P")
        while parent is not None and "/S" in parent:
            if parent.S == "/Note":
                return True
            parent = parent.get("/P")
        return False

    def items(self, element: tagtext.Element) -> Iterator[Kid]:
        """Items; a list beside them belongs to the one before (Typst hangs nested lists so)."""
        found: list[Part] = []
        for kid in element.kids:
            for part in self.kid(kid):
                if isinstance(part, Part) and part.kind == "list" and found:
                    found[-1] = Part("item", "", (*found[-1].kids, part))
                elif isinstance(part, Part):
                    found.append(part)
        if _kind_of_list(element) == "dl":
            yield from (inner for part in found for inner in part.kids)
        else:
            yield from found

    def target(self, element: tagtext.Element) -> str:
        """Where a link leads: an address, or `#` and the name of a place in the document that exists."""
        for annotation in links_of(element.node):
            action = annotation.get("/A")
            if action is not None and action.get("/S") == "/URI":
                return bytes(action.URI).decode("utf-8", "replace")
            dest = annotation.get("/Dest", action.get("/D") if action is not None else None)
            if dest is not None and (not _is_name(dest) or str(dest).lstrip("/") in self.dests):
                return "#"
        return ""


def links_of(node: Any) -> Iterator[Any]:
    """The annotations that hang on an element of the tag tree."""
    for kid in tagtext.kids(node):
        if not isinstance(kid, int) and kid.get("/Type") == "/OBJR":
            yield kid.Obj
        elif not isinstance(kid, int) and "/S" in kid:
            yield from links_of(kid)


def _is_name(dest: Any) -> bool:
    import pikepdf

    return isinstance(dest, pikepdf.Name | pikepdf.String)


def _has_link(element: tagtext.Element) -> bool:
    return any(isinstance(kid, tagtext.Element) and kid.kind == "/Link" for kid in element.kids)


def _kind_of_list(element: tagtext.Element) -> str:
    items = [kid for kid in element.kids if isinstance(kid, tagtext.Element) and kid.kind == "/LI"]
    terms = [kid for item in items for kid in item.kids if isinstance(kid, tagtext.Element)]
    if any(kid.kind == "/Lbl" and not kid.label for kid in terms):
        return "dl"
    return "ol" if numbering(element.node) in _ORDERED else "ul"


def numbering(node: Any) -> str:
    """A list's kind of numbers or signs."""
    import pikepdf

    attributes = node.get("/A")
    owners = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
    found = [str(one.ListNumbering) for one in owners if one is not None and "/ListNumbering" in one]
    return found[0] if found else ""


def _names(pdf: Any) -> dict[str, Any]:
    import pikepdf

    names = pdf.Root.get("/Names", {}).get("/Dests")
    found = dict(pikepdf.NameTree(names)) if names is not None else {}
    return {str(name): dest for name, dest in found.items()}


def letter(document: tagtext.Document) -> Part:
    """The letter of a PDF, in the common form."""
    root = document.pdf.Root
    lang = str(root.get("/Lang", ""))
    reader = _Reader(_names(document.pdf))
    kids = tuple(kid for element in document.roots() for kid in reader.element(element))
    direction = str(root.get("/ViewerPreferences", {}).get("/Direction", "/L2R"))
    return Part("document", "", (*kids, *reader.notes), lang, "rtl" if direction == "/R2L" else "ltr")
