"""A page, of the web or of an e-book, as a tree of parts; and what a page says beside the letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openletter.audit.own.parts import Kid, Part, merged, number, squeezed

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_KINDS = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "dl"), "list"),
    **dict.fromkeys(("td", "th"), "cell"),
    "p": "paragraph",
    "li": "item",
    "dt": "term",
    "blockquote": "quote",
    "pre": "code",
    "code": "verbatim",
    "tr": "row",
    "strong": "strong",
    "em": "em",
    "table": "table",
    "address": "paragraph",
    "caption": "paragraph",
    "figcaption": "paragraph",
}
_LEFT_OUT = frozenset(("script", "style", "head", "nav", "template"))


def html(data: bytes) -> Any:
    """The root element of a web page."""
    from lxml import etree

    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False))


def xhtml(data: bytes) -> Any:
    """The root element of a page of an e-book. Raises ValueError where it is no XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is no well-formed XML: {error}") from error


def tag(element: Any) -> str:
    """An element's name without its namespace; "" for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def elements(root: Any, name: str = "") -> list[Any]:
    """All elements with a name, in order."""
    return [one for one in root.iter() if (tag(one) == name if name else tag(one))]


def classes(element: Any) -> list[str]:
    return str(element.get("class", "")).split()


def by_id(root: Any) -> dict[str, Any]:
    """Elements by their identifier, the first where one is given twice."""
    found: dict[str, Any] = {}
    for one in elements(root):
        if one.get("id"):
            found.setdefault(one.get("id"), one)
    return found


def main(root: Any) -> Any:
    """The element that holds the letter; the whole page where none is marked."""
    return next(iter(elements(root, "main")), root)


def text(element: Any) -> str:
    """All text within an element."""
    return squeezed("".join(element.itertext()))


def role(element: Any) -> str:
    return str(element.get("role", ""))


@dataclass(slots=True)
class _Reader:
    ids: dict[str, Any]
    notes: list[Part] = field(default_factory=list)

    def kids(self, element: Any) -> tuple[Kid, ...]:
        return merged(self._kids(element))

    def _kids(self, element: Any) -> Iterator[Kid]:
        yield element.text or ""
        for child in element:
            if tag(child):
                yield from self.element(child)
            yield child.tail or ""

    def element(self, element: Any) -> Iterator[Kid]:
        name = tag(element)
        if name in _LEFT_OUT or "hidden" in element.attrib:
            return
        if role(element) == "doc-endnotes":
            self._notes(element)
            return
        special = {"a": self._anchor, "img": self._image, "br": self._space}.get(name)
        if special:
            yield from special(element)
            return
        lang = str(element.get("lang") or element.get(XML_LANG) or "")
        kind = _KINDS.get(name, "block" if name in ("div", "section", "header", "dd") else "span")
        value = ""
        if kind == "heading":
            value = name[1]
        elif kind == "list":
            value = name
        elif name == "th":
            value = "head"
        yield Part(kind, value, self.kids(element), lang, str(element.get("dir", "")))

    def _notes(self, section: Any) -> None:
        for one in elements(section):
            if tag(one) in ("li", "aside") and str(one.get("id", "")).startswith("fn"):
                self.notes.append(Part("note", number(one.get("id")), self.kids(one)))

    def _anchor(self, element: Any) -> Iterator[Kid]:
        href, kind = str(element.get("href", "")), role(element)
        if kind == "doc-noteref":
            yield Part("ref", number(href.partition("#fn")[2]))
        elif kind != "doc-backlink" and not self._in_notice(element):
            if href.startswith("#"):
                target = self.ids.get(href[1:])
                href = f"#{text_without_notes(target)}" if target is not None else ""
            yield Part("link", href, self.kids(element), str(element.get("lang") or ""))

    def _in_notice(self, element: Any) -> bool:
        return "notice" in classes(element.getparent())

    def _image(self, element: Any) -> Iterator[Kid]:
        yield Part("image", str(element.get("alt", "")))

    def _space(self, element: Any) -> Iterator[Kid]:
        yield " "


def text_without_notes(element: Any) -> str:
    """The words of an element without the numbers of notes."""
    parts = [element.text or ""]
    for child in element:
        if tag(child) and role(child) != "doc-noteref":
            parts.append(text_without_notes(child) if tag(child) != "img" else str(child.get("alt", "")))
        parts.append(child.tail or "")
    return "".join(parts)


def letter(root: Any) -> Part:
    """The letter of a page, in the common form."""
    reader = _Reader(by_id(root))
    kids = reader.kids(main(root))
    return Part("document", "", (*kids, *reader.notes), str(root.get("lang", "")), str(root.get("dir", "")))
