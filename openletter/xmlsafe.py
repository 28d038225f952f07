"""One safe reader for the XML that comes from outside: XLIFF, TMX, TBX. Pure: bytes to a small frozen tree.

It is expat, from the standard library, and not lxml: a handler of ours ends the reading at the very character
at which a DOCTYPE begins or the depth is reached, before anything is expanded or built, and expat knows lines
beyond 65,535. Nothing is ever opened: there is no file, no network, no DTD. Encodings are decoded here, not
there, since expat would take more of them, and less strictly.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn
from xml.parsers import expat

from openletter.errors import SubmissionError
from openletter.model import Place

XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond any of these a file is refused."""

    file: int = 10 << 20
    """Bytes in the file."""
    depth: int = 100
    """Elements within each other."""
    elements: int = 300_000
    """Elements in all: 10 MiB of the shortest ones would take more memory than a file is worth."""
    attributes: int = 64
    """Attributes of one element."""


@dataclass(frozen=True, slots=True)
class Element:
    """An element. Comments and processing instructions are not kept; CDATA is text.

    `attributes` has plain names, and `{namespace}name` for those with a prefix.
    """

    name: str
    namespace: str
    attributes: Mapping[str, str]
    children: tuple[Element | str, ...]
    line: int

    def elements(self, *names: str) -> Iterator[Element]:
        """The children that are elements, of the same namespace, with one of these names (any)."""
        for child in self.children:
            if not isinstance(child, Element) or child.namespace != self.namespace:
                continue
            if not names or child.name in names:
                yield child

    def text(self) -> str:
        """The text of the element and of everything in it.

        >>> parse(b"<a>b<c>d</c></a>").text()
        'bd'
        """
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


def is_xml(data: bytes) -> bool:
    """Whether bytes begin as XML does, whatever follows."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = data[:256].decode("utf-16", "replace")
        return head.lstrip("\ufeff \t\r\n").startswith("<")
    return data.removeprefix(codecs.BOM_UTF8)[:256].lstrip(b" \t\r\n").startswith(b"<")


def parse(data: bytes, path: str = "", *, limits: Limits = Limits(), bare_doctype: bool = False) -> Element:
    """The root element of a file.

    Raises SubmissionError with file, line and one of the codes `too-large`, `not-utf-8`, `wrong-charset`,
    `xml-syntax`, `xml-doctype`, `xml-depth`. `bare_doctype` lets a DOCTYPE pass that declares
    nothing itself, as many TMX and TBX files have; what it names is not read.
    """
    if len(data) > limits.file:
        _refuse(
            path,
            0,
            "too-large",
            f"the file has {len(data)} bytes; at most {limits.file} are taken",
            "hand it in as several files",
        )
    text = _decode(data, path)
    try:
        return _Reader(path, limits, bare_doctype).read(text.encode())
    except _BareDoctype as found:
        return _Reader(path, limits, False).read(found.rest)


_DECLARATION = re.compile(
    r"""<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*["'][^"'<>]{1,20}["']"""
    r"""(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z0-9._-]{1,40})["'])?"""
)
_UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")
_UTF_16 = ("utf-16", "utf-16le", "utf-16be")


def _decode(data: bytes, path: str) -> str:
    """Strict UTF-8, or UTF-16 where a byte order mark says so, as far as the declaration agrees."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = 0 if wide else data.count(b"\n", 0, error.start) + 1
        what = f"the file is not in {'UTF-16, as its byte order mark says' if wide else 'UTF-8'}"
        _refuse(path, line, "not-utf-8", what, "save it as UTF-8")
    declared = _DECLARATION.match(text)
    encoding = (declared[1] or "").lower() if declared else ""
    if encoding and encoding not in (_UTF_16 if wide else _UTF_8):
        what = f"the file says that it is in {encoding}; it must be in {'UTF-16' if wide else 'UTF-8'}"
        _refuse(path, 1, "wrong-charset", what, "save it as UTF-8")
    if "\0" in text:
        # not only forbidden: expat would take it for UTF-16, whatever it is told
        line = text.count("\n", 0, text.index("\0")) + 1
        _refuse(path, line, "not-utf-8", "the file holds a zero byte", "save it as UTF-8")
    return text


def _refuse(path: str, line: int, code: str, what: str, hint: str) -> NoReturn:
    raise SubmissionError(what, hint=hint, where=Place(path, line), code=code)


_AGAIN = "save the file anew in the program that it was edited with, or start from a new export"
_NOTHING: Mapping[str, str] = {}


class _BareDoctype(Exception):
    """A DOCTYPE that may pass. It is cut out: with it, expat would drop an unknown entity in an attribute."""

    def __init__(self, rest: bytes) -> None:
        self.rest = rest


class _Reader:
    """Builds the tree from expat's events. `children` has a list for each element that is open."""

    def __init__(self, path: str, limits: Limits, bare_doctype: bool) -> None:
        self.path = path
        self.limits = limits
        self.bare_doctype = bare_doctype
        self.elements = 0
        self.open: list[tuple[str, Mapping[str, str], int]] = []
        self.children: list[list[Element | str]] = [[]]
        self.expat = expat.ParserCreate("utf-8", " ")
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self.start
        self.expat.EndElementHandler = self.end
        self.expat.CharacterDataHandler = self.text
        self.expat.StartDoctypeDeclHandler = self.doctype
        self.expat.EndDoctypeDeclHandler = self.end_doctype

    def read(self, data: bytes) -> Element:
        self.data = data
        try:
            # in one piece: expat takes quadratic time for a long token that comes in many (CVE-2023-52425)
            self.expat.Parse(data, True)
        except expat.ExpatError as error:
            what = f"the file is not well-formed XML: {expat.errors.messages.get(error.code, 'broken')}"
            _refuse(self.path, error.lineno, "xml-syntax", what, _AGAIN)
        (root,) = self.children[0]
        assert isinstance(root, Element)
        return root

    def fail(self, code: str, what: str, hint: str = _AGAIN) -> NoReturn:
        _refuse(self.path, self.expat.CurrentLineNumber, code, what, hint)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.open) >= self.limits.depth:
            self.fail("xml-depth", f"more than {self.limits.depth} elements stand within each other")
        if self.elements > self.limits.elements:
            most = f"the file has more than {self.limits.elements} elements"
            self.fail("too-large", most, "hand it in as several files")
        if len(attributes) > self.limits.attributes:
            self.fail("too-large", f"an element has more than {self.limits.attributes} attributes")
        if any(" " in key for key in attributes):
            attributes = {_braced(key): value for key, value in attributes.items()}
        self.open.append((name, attributes or _NOTHING, self.expat.CurrentLineNumber))
        self.children.append([])

    def end(self, _: str) -> None:
        name, attributes, line = self.open.pop()
        namespace, _, local = name.rpartition(" ")
        children = tuple(self.children.pop())
        self.children[-1].append(Element(local, namespace, attributes, children, line))

    def text(self, text: str) -> None:
        if self.open:
            self.children[-1].append(text)

    def doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if internal or not self.bare_doctype:
            self.fail("xml-doctype", "the file has a DOCTYPE, which is not taken", "delete the DOCTYPE")

    def end_doctype(self) -> None:
        at = self.expat.CurrentByteIndex
        start, end = self.data.rindex(b"<!DOCTYPE", 0, at), self.data.index(b">", at) + 1
        lines = self.data.count(b"\n", start, end)
        raise _BareDoctype(self.data[:start] + b"\n" * lines + self.data[end:])


def _braced(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"{{{namespace}}}{local}" if namespace else local
