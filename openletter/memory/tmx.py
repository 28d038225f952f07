"""TMX 1.4b (LISA OSCAR, 2005): translation memories as other programs write and read them. Pure.

Of a file nothing is read but languages and texts with their inline elements: no names, times, tools, notes
or properties. A tag of a message is written as a native code that is the tag itself, `<bpt i="1"
x="1">&lt;em1&gt;</bpt>`, and is read back from it. Of codes of others only sort and place are kept; what
stands in them, addresses too, is dropped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openletter import markup, po, xmlsafe
from openletter.errors import SubmissionError
from openletter.memory.text import ANY_PAIR, ANY_POINT, same_tags
from openletter.model import Place
from openletter.review import xml
from openletter.xmlsafe import XML, Element, Limits

Texts = Mapping[str, str]
"""Language → a message: one unit of a file."""

LIMITS = Limits(file=128 << 20, elements=4_000_000)
"""Some 400,000 units in two languages."""

_PAIRS = {"bold": "strong", "italic": "em", "link": "link", "ulined": "underline"}
_POINTS = {"fnote": "note", "image": "image", "lb": "break"}
_OWN = re.compile(rf"<(/?)((?:{'|'.join(markup.KINDS)})[0-9]+)(/?)>")


@dataclass(frozen=True, slots=True)
class Left:
    """A unit, or a text of it, that was not taken, and why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Memories:
    """What a file holds."""

    units: tuple[Texts, ...]
    left: tuple[Left, ...]


# Writing


def write(units: Iterable[Texts], source_lang: str) -> bytes:
    """A file; equal units, equal bytes. The language of the source goes first in each unit."""
    header = {
        "creationtool": "openletter",
        "creationtoolversion": "1",
        "segtype": "paragraph",
        "o-tmf": "PO",
        "adminlang": "en",
        "srclang": source_lang,
        "datatype": "plaintext",
    }
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        xml.start("tmx", {"version": "1.4"}),
        xml.start("header", header, empty=True),
        "<body>",
    ]
    for unit in units:
        lines.append("<tu>")
        for lang in sorted(unit, key=lambda lang: (lang != source_lang, lang)):
            seg = f"<seg>{_content(unit[lang])}</seg>"
            lines.append(f"{xml.start('tuv', {'xml:lang': lang})}{seg}</tuv>")
        lines.append("</tu>")
    return "\n".join([*lines, "</body>", "</tmx>", ""]).encode()


def _content(text: str) -> str:
    found: list[str] = []
    numbers: dict[str, str] = {}
    for is_tag, piece in markup.parts(text):
        match = _OWN.fullmatch(piece) if is_tag else None
        if not match:
            found.append(xml.text(piece))
            continue
        closing, name, point = match.groups()
        number = numbers.setdefault(name, str(len(numbers) + 1))
        kind = {"x": _x(name), "type": name.rstrip("0123456789")}
        if point:
            found.append(xml.element("ph", piece, kind))
        elif closing:
            found.append(xml.element("ept", piece, {"i": number}))
        else:
            found.append(xml.element("bpt", piece, {"i": number, **kind}))
    return "".join(found)


def _x(name: str) -> str:
    """A number that a tag has in every language of a unit: its kind's and its own."""
    kind = name.rstrip("0123456789")
    return f"{markup.KINDS.index(kind) + 1}{name[len(kind) :][-4:]:0>4}"


# Reading


def read(data: bytes, path: str = "") -> Memories:
    """What a file holds. Raises SubmissionError for one that is no TMX, or that `xmlsafe` refuses."""
    root = xmlsafe.parse(data, path, limits=LIMITS, bare_doctype=True)
    body = next(root.elements("body"), None)
    if root.name != "tmx" or body is None:
        raise SubmissionError(
            "the file is no translation memory: its root is not <tmx> with a <body>",
            hint="export it from the program that holds it, as TMX 1.4",
            where=Place(path, root.line),
            code="tmx",
        )
    units: list[Texts] = []
    left: list[Left] = []
    for unit in body.elements("tu"):
        texts = _unit(unit, left)
        if len(texts) > 1:
            units.append(texts)
        else:
            left.append(Left(unit.line, "the unit has no two languages with texts that can be taken"))
    return Memories(tuple(units), tuple(left))


def _unit(unit: Element, left: list[Left]) -> Texts:
    """The texts of a unit, with tags where all of them have the same, else without any."""
    found: dict[str, list[markup.Piece]] = {}
    for variant in unit.elements("tuv"):
        lang = language(variant.attributes.get(f"{{{XML}}}lang") or variant.attributes.get("lang", ""))
        seg = next(variant.elements("seg"), None)
        if not lang or seg is None or lang in found:
            continue
        try:
            found[lang] = _clean(list(_pieces(seg)))
        except SubmissionError as error:
            left.append(Left(seg.line, f"{lang}: {error.what}"))
    if not any(is_tag for pieces in found.values() for is_tag, _ in pieces):
        found = _tags_as_words(found)
    texts = {lang: markup.join(pieces).strip() for lang, pieces in found.items()}
    first = next(iter(texts.values()), "")
    if not all(same_tags(first, text) for text in texts.values()):
        plain = {lang: [piece for piece in pieces if not piece[0]] for lang, pieces in found.items()}
        texts = {lang: " ".join(markup.join(pieces).split()) for lang, pieces in plain.items()}
    return {lang: text for lang, text in texts.items() if text}


def language(tag: str) -> str:
    """The project's code for a language tag; "" for Chinese in traditional characters, and for no tag.

    >>> language("fr-CA"), language("ZH_Hans"), language("zh-TW")
    ('fr', 'zh', '')
    """
    parts = tag.replace("_", "-").lower().split("-")
    if not re.fullmatch("[a-z]{2,3}", parts[0]) or {"hant", "tw", "hk", "mo"} & set(parts[1:]):
        return ""
    return parts[0]


def _clean(pieces: Sequence[markup.Piece]) -> list[markup.Piece]:
    """The pieces with clean texts, line breaks as spaces. Raises SubmissionError."""
    found = []
    for is_tag, piece in pieces:
        text = piece if is_tag else po.clean_text(re.sub(r"[ \t\r\n]+", " ", piece))
        found.append((is_tag, text))
    if sum(len(piece) for _, piece in found) > po.SUBMISSION.text:
        raise SubmissionError("the text is too long", code="too-large")
    return found


def _tags_as_words(found: dict[str, list[markup.Piece]]) -> dict[str, list[markup.Piece]]:
    """Texts with tags, where they hold the same tags as words, as a PO file that became TMX has them."""
    whole = {lang: "".join(piece for _, piece in pieces) for lang, pieces in found.items()}
    counts = [Counter(match[0] for match in _OWN.finditer(text)) for text in whole.values()]
    if not counts or not counts[0] or any(count != counts[0] or max(count.values()) > 1 for count in counts):
        return found
    return {lang: list(_split(text)) for lang, text in whole.items()}


def _split(text: str) -> Iterator[markup.Piece]:
    at = 0
    for match in _OWN.finditer(text):
        yield False, text[at : match.start()]
        yield True, match[0]
        at = match.end()
    yield False, text[at:]


@dataclass
class _Codes:
    """The names that other programs' codes get: by sort, in the order in which they come."""

    counts: Counter[str]
    open: dict[str, str]

    def name(self, element: Element, kinds: Mapping[str, str], other: str) -> str:
        kind = kinds.get(element.attributes.get("type", "").lower(), other)
        number = element.attributes.get("x", "")
        if re.fullmatch("[0-9]{1,6}", number):
            return f"{kind}{int(number)}"
        self.counts[kind] += 1
        return f"{kind}{self.counts[kind]}"


def _pieces(seg: Element, codes: _Codes | None = None) -> Iterator[markup.Piece]:
    codes = codes or _Codes(Counter(), {})
    for child in seg.children:
        if isinstance(child, str):
            yield False, child
        elif child.name == "hi":
            yield from _pieces(child, codes)
        elif child.name in ("bpt", "ept", "ph", "ut"):
            yield from _code(child, codes)
        # <it>, half a pair whose other half is in another unit, and what is not of TMX: nothing


def _code(element: Element, codes: _Codes) -> Iterator[markup.Piece]:
    own = element.text().strip()
    if _OWN.fullmatch(own):
        yield True, own
    elif element.name == "bpt":
        name = codes.name(element, _PAIRS, ANY_PAIR)
        codes.open[element.attributes.get("i", "")] = name
        yield True, f"<{name}>"
    elif element.name == "ept":
        name = codes.open.pop(element.attributes.get("i", ""), "")
        if name:
            yield True, f"</{name}>"
    else:
        yield True, f"<{codes.name(element, _POINTS, ANY_POINT)}/>"
