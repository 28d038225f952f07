"""XLIFF 2.1 (OASIS Standard, 13 February 2018). Pure: a packet to bytes, and a tree to units.

Tags are `<pc>` and `<ph/>` whose id is the tag's name; half a pair is `<sc/>` or `<ec/>`. A unit that was
divided into several segments is read as one text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from openletter import markup
from openletter.errors import SubmissionError
from openletter.merge import comments
from openletter.model import Finding, Place, State
from openletter.review import inline, packet, units, words, xml
from openletter.review.inline import Half, InlineProblem, Node, Odd, Pair, Piece, Point
from openletter.review.packet import Item, Packet
from openletter.review.units import Unit, Units
from openletter.review.xliff12 import preserved
from openletter.xmlsafe import Element

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"

STATES = {State.REVIEWED: "reviewed"}
STANDING = frozenset(("translated", "reviewed", "final"))

# Writing


def write(whole: Packet) -> bytes:
    """The packet as a file; equal packets, equal bytes."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        xml.start(
            "xliff",
            {
                "version": "2.1",
                "xmlns": NAMESPACE,
                "xmlns:mda": METADATA,
                "srcLang": whole.source_lang,
                "trgLang": whole.lang,
            },
        ),
        xml.start("file", {"id": "f1", "original": whole.letter}),
    ]
    for number, item in enumerate(whole.items, 1):
        lines += _unit(item, number, whole.lang)
    lines += ["</file>", "</xliff>", ""]
    return "\n".join(lines).encode()


def _unit(item: Item, number: int, lang: str) -> Iterator[str]:
    shown, say = inline.meanings(item.segment, lang), words.of(lang).say
    attributes = {
        "id": f"u{number}",
        "name": item.segment.msgctxt,
        "canResegment": "no",
        "xml:space": "preserve",
    }
    yield xml.start("unit", attributes)
    yield "<mda:metadata><mda:metaGroup>"
    yield xml.element("mda:meta", item.base, {"type": "base"})
    yield "</mda:metaGroup></mda:metadata>"
    yield "<notes>"
    for place in comments.references(item.segment):
        yield xml.element("note", place, {"category": "location"})
    for line in (*comments.tags(item.segment, lang, say), *packet.notes(item, lang)):
        yield xml.element("note", line)
    if item.previous:
        yield xml.element("note", say("Before: {0}").format(item.previous[1]), {"category": "previous"})
    for line in packet.memory(item, lang):
        yield xml.element("note", line, {"category": "memory"})
    yield "</notes>"
    yield xml.start("segment", {"state": STATES.get(item.state, "initial") if item.text else "initial"})
    fixed = dict(_FIXED)
    if item.text and Counter(markup.tag_names(item.text)) != Counter(markup.tag_names(item.segment.msgid)):
        # words of another source text: no reader would take them, were its tags not allowed to be missing
        del fixed["canDelete"]
    yield f"<source>{_content(inline.nodes(item.segment.msgid), shown, fixed)}</source>"
    if item.text:
        yield f"<target>{_content(inline.nodes(item.text), shown, fixed)}</target>"
    yield "</segment>"
    yield "</unit>"


def _content(tree: tuple[Node, ...], shown: Mapping[str, str], fixed: Mapping[str, str]) -> str:
    return "".join(_node(node, shown, fixed) for node in tree)


_FIXED = {"canCopy": "no", "canDelete": "no"}


def _node(node: Node, shown: Mapping[str, str], fixed: Mapping[str, str]) -> str:
    if isinstance(node, str):
        return xml.text(node)
    if isinstance(node, Odd):
        return xml.start("cp", {"hex": node.code}, empty=True)
    means = shown.get(node.name, "")
    kind = _kind(node)
    if isinstance(node, Pair):
        display = {
            "equivStart": means,
            "dispStart": f"<{node.name}>",
            "dispEnd": f"</{node.name}>",
        }
        start = xml.start("pc", {"id": node.name, **kind, **fixed, **display})
        return f"{start}{_content(node.children, shown, fixed)}</pc>"
    if isinstance(node, Half):
        attributes = {"id": node.name, "isolated": "yes", **kind, **fixed}
        return xml.start("ec" if node.closing else "sc", attributes, empty=True)
    display = {"equiv": means, "disp": f"{node.name}: {means}" if means else f"<{node.name}/>"}
    return xml.start("ph", {"id": node.name, **kind, **fixed, **display}, empty=True)


_TYPES = {
    "em": {"type": "fmt", "subType": "xlf:i"},
    "strong": {"type": "fmt", "subType": "xlf:b"},
    "underline": {"type": "fmt", "subType": "xlf:u"},
    "strike": {"type": "fmt"},
    "smallcaps": {"type": "fmt"},
    "sup": {"type": "fmt"},
    "sub": {"type": "fmt"},
    "break": {"type": "fmt", "subType": "xlf:lb"},
    "link": {"type": "link"},
    "quote": {"type": "quote"},
    "image": {"type": "image"},
}


def _kind(node: Pair | Point | Half) -> Mapping[str, str]:
    kind = node.name.removesuffix(inline.ODD).rstrip("0123456789")
    return _TYPES.get(kind, {"type": "other"})


# Reading

_RULES = {
    "pc": "pair",
    "ph": "point",
    "sc": "start",
    "ec": "end",
    "cp": "character",
    "mrk": "through",
    "sm": "through",
    "em": "through",
}


def read(root: Element, path: str = "") -> Units:
    """The units of a file whose root element is `root`. Raises SubmissionError for one of several letters."""
    files = list(root.elements("file"))
    if not files:
        raise SubmissionError("the file holds no <file>", where=Place(path, root.line), code="xliff-empty")
    originals = [file.attributes.get("original", "") for file in files]
    for file, original in zip(files, originals, strict=True):
        if original != originals[0]:
            raise SubmissionError(
                "the file holds several letters",
                hint="hand in one file for each letter and language",
                where=Place(path, file.line),
                code="xliff-files",
            )
    problems: list[Finding] = []
    preserve = preserved(root, False)
    found = tuple(unit for file in files for unit in _units(file, preserve, path, problems))
    get = root.attributes.get
    return Units(originals[0], get("srcLang", ""), get("trgLang", ""), root.line, found, tuple(problems))


def _units(element: Element, preserve: bool, path: str, problems: list[Finding]) -> Iterator[Unit]:
    preserve = preserved(element, preserve)
    for child in element.elements("group", "unit"):
        if child.name != "unit":
            yield from _units(child, preserve, path, problems)
        elif child.attributes.get("translate") != "no":
            yield from _read_unit(child, preserved(child, preserve), path, problems)


def _read_unit(element: Element, preserve: bool, path: str, problems: list[Finding]) -> Iterator[Unit]:
    parts = list(element.elements("segment", "ignorable"))
    segments = [part for part in parts if part.name == "segment"]
    if not segments:
        return
    source: list[Piece] = []
    try:
        if any(map(units.several, parts)):
            raise InlineProblem("the unit has several targets", element.line)
        source = [piece for part in parts for piece in _read_part(part, "source", preserve)]
        target = [piece for part in _ordered(parts) for piece in _target(part, preserve)]
    except InlineProblem as error:
        problems.append(units.problem(error, Place(path, element.line), source))
        return
    if not any(True for part in segments for _ in part.elements("target")):
        target = []
    msgid, msgstr, plain = units.texts(source, target)
    state = min((part.attributes.get("state", "initial") for part in segments), key=_rank)
    stated = any("state" in part.attributes for part in segments)
    # Poedit marks a text as unsure in the sub-state, with the state `translated`
    unsure = any(part.attributes.get("subState", "").endswith(":fuzzy") for part in segments)
    context = element.attributes.get("name", "")
    yield Unit(
        msgctxt=context if context in units.CONTEXTS else "",
        msgid=msgid,
        msgstr=msgstr,
        line=element.line,
        state=(state if state in STANDING else "initial") if stated else "",
        stands=state in STANDING and not unsure and bool(msgstr),
        base=units.base(_base(element)),
        plain=plain,
    )


def _rank(state: str) -> int:
    """How far a state is; anything unknown is below all."""
    return ("translated", "reviewed", "final").index(state) if state in STANDING else -1


def _read_part(part: Element, name: str, preserve: bool) -> Sequence[Piece]:
    found = next(part.elements(name), None)
    return inline.read(found, _RULES, preserved(found, preserve)) if found else ()


def _target(part: Element, preserve: bool) -> Sequence[Piece]:
    """A part's translation; what is between two segments is as in the source where it has none."""
    if part.name == "ignorable" and not any(True for _ in part.elements("target")):
        return _read_part(part, "source", preserve)
    return _read_part(part, "target", preserve)


def _ordered(parts: Sequence[Element]) -> list[Element]:
    """The parts in the order of the translation (XLIFF 2.1, 4.7.2.4)."""

    def place(number: int) -> int:
        target = next(parts[number].elements("target"), None)
        order = target.attributes.get("order", "") if target else ""
        return int(order) if order.isascii() and order.isdigit() and len(order) < 9 else number + 1

    return [parts[number] for number in sorted(range(len(parts)), key=place)]


def _base(element: Element) -> str:
    for child in element.children:
        if isinstance(child, Element) and child.namespace == METADATA:
            for group in child.elements("metaGroup"):
                for meta in group.elements("meta"):
                    if meta.attributes.get("type") == "base":
                        return meta.text()
    return ""
