"""XLIFF 1.2 (OASIS Standard, 1 February 2008). Pure: a packet to bytes, and a tree to units.

Tags are `<g>` and `<x/>` whose id is the tag's name; half a pair, as in broken texts, is `<it>`. A text that
waits for a second reader is `needs-l10n`, Poedit's own word for “needs work”, and a draft or stale one
`needs-translation`. It is not `needs-review-translation`: Poedit and Weblate take that for done, and show
then no mark that whoever has read the text could take away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openletter.errors import SubmissionError
from openletter.merge import comments
from openletter.model import Finding, Place, State
from openletter.review import inline, packet, units, words, xml
from openletter.review.inline import Half, InlineProblem, Node, Odd, Pair, Piece, Point
from openletter.review.packet import Item, Packet
from openletter.review.units import Unit, Units
from openletter.xmlsafe import XML, Element

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
NAMESPACES = ("", *(f"urn:oasis:names:tc:xliff:document:1.{minor}" for minor in (0, 1, 2)))

STATES = {State.TRANSLATED: "needs-l10n", State.REVIEWED: "signed-off"}
"""Of texts; `needs-translation` for the others. What stands behind nothing comes back as unread."""
STANDING = frozenset(("translated", "signed-off", "final"))
OTHERS = frozenset(
    f"needs-{what}"
    for what in (
        "translation",
        "adaptation",
        "l10n",
        "review-translation",
        "review-adaptation",
        "review-l10n",
    )
) | {"new"}

# Writing


def write(whole: Packet) -> bytes:
    """The packet as a file; equal packets, equal bytes."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        xml.start("xliff", {"version": "1.2", "xmlns": NAMESPACE}),
        xml.start(
            "file",
            {
                "original": whole.letter,
                "source-language": whole.source_lang,
                "target-language": whole.lang,
                "datatype": "plaintext",
            },
        ),
        "<body>",
    ]
    for number, item in enumerate(whole.items, 1):
        lines += _unit(item, number, whole.lang)
    lines += ["</body>", "</file>", "</xliff>", ""]
    return "\n".join(lines).encode()


def _unit(item: Item, number: int, lang: str) -> Iterator[str]:
    shown, say = inline.meanings(item.segment, lang), words.of(lang).say
    approved = "yes" if item.state is State.REVIEWED else ""
    # as attributes, since Okapi drops contexts that are not places
    attributes = {"id": str(number), "resname": item.segment.msgctxt, "extradata": item.base}
    yield xml.start("trans-unit", {**attributes, "xml:space": "preserve", "approved": approved})
    yield f"<source>{_content(inline.nodes(item.segment.msgid), shown)}</source>"
    if item.text:
        state = STATES.get(item.state, "needs-translation")
        content = _content(inline.nodes(item.text), shown)
        yield f"{xml.start('target', {'state': state})}{content}</target>"
    else:
        yield xml.start("target", {"state": "new"}, empty=True)
    yield from _places(item)
    for line in (*comments.tags(item.segment, lang, say), *packet.notes(item, lang)):
        yield xml.element("note", line)
    if item.previous:
        yield from _alternative(item.previous[1], item.text, {"alttranstype": "previous-version"})
    for match in item.matches:
        yield from _alternative(match.source, match.target, {"match-quality": f"{match.quality}%"})
    yield "</trans-unit>"


def _places(item: Item) -> Iterator[str]:
    for place in dict.fromkeys(item.segment.places):
        yield xml.start("context-group", {"purpose": "location"})
        yield xml.element("context", place.file, {"context-type": "sourcefile"})
        if place.line:
            yield xml.element("context", str(place.line), {"context-type": "linenumber"})
        yield "</context-group>"


def _alternative(source: str, target: str, attributes: Mapping[str, str]) -> Iterator[str]:
    yield xml.start("alt-trans", {**attributes, "xml:space": "preserve"})
    yield f"<source>{_content(inline.nodes(source), {})}</source>"
    yield f"<target>{_content(inline.nodes(target), {})}</target>"
    yield "</alt-trans>"


def _content(tree: tuple[Node, ...], shown: Mapping[str, str]) -> str:
    return "".join(_node(node, shown) for node in tree)


def _node(node: Node, shown: Mapping[str, str]) -> str:
    if isinstance(node, str):
        return xml.text(node)
    if isinstance(node, Odd):
        return xml.start("x", {"id": f"cp-{node.code}", "ctype": "x-character"}, empty=True)
    attributes = {"id": node.name, "ctype": _ctype(node)}
    if isinstance(node, Half):
        end = "/" if node.closing else ""
        return xml.element(
            "it", f"<{end}{node.name}>", {**attributes, "pos": "close" if node.closing else "open"}
        )
    attributes["equiv-text"] = f"{node.name}: {shown[node.name]}" if node.name in shown else ""
    if isinstance(node, Point):
        return xml.start("x", attributes, empty=True)
    return f"{xml.start('g', attributes)}{_content(node.children, shown)}</g>"


_PAIRS = {"em": "italic", "strong": "bold", "underline": "underlined", "link": "link"}
_POINTS = {"image": "image", "break": "lb"}


def _ctype(node: Pair | Point | Half) -> str:
    kind = node.name.removesuffix(inline.ODD).rstrip("0123456789")
    known = _POINTS if isinstance(node, Point) else _PAIRS
    return known.get(kind, f"x-{kind}")


# Reading

_RULES = {
    "g": "pair",
    "x": "point",
    "bx": "start",
    "ex": "end",
    "bpt": "native-start",
    "ept": "native-end",
    "ph": "native-point",
    "it": "native-it",
    "mrk": "through",
}


def read(root: Element, path: str = "") -> Units:
    """The units of a file whose root element is `root`. Raises SubmissionError for one of several letters."""
    files = list(root.elements("file"))
    if not files:
        raise SubmissionError("the file holds no <file>", where=Place(path, root.line), code="xliff-empty")
    first, *others = files
    for other in others:
        if _names(other) != _names(first):
            raise SubmissionError(
                "the file holds several letters or languages",
                hint="hand in one file for each letter and language",
                where=Place(path, other.line),
                code="xliff-files",
            )
    problems: list[Finding] = []
    found = tuple(unit for file in files for unit in _units(file, False, path, problems))
    original, source, lang = _names(first)
    return Units(original, source, lang, first.line, found, tuple(problems))


def _names(file: Element) -> tuple[str, str, str]:
    get = file.attributes.get
    return get("original", ""), get("source-language", ""), get("target-language", "")


def preserved(element: Element, inherited: bool) -> bool:
    """Whether space counts within an element (XML 1.0, 2.10)."""
    value = element.attributes.get(f"{{{XML}}}space", "")
    return value == "preserve" if value in ("preserve", "default") else inherited


def _units(element: Element, preserve: bool, path: str, problems: list[Finding]) -> Iterator[Unit]:
    preserve = preserved(element, preserve)
    for child in element.elements("body", "group", "trans-unit"):
        if child.name != "trans-unit":
            yield from _units(child, preserve, path, problems)
        elif child.attributes.get("translate") != "no":
            yield from _read_unit(child, preserved(child, preserve), path, problems)


def _read_unit(element: Element, preserve: bool, path: str, problems: list[Finding]) -> Iterator[Unit]:
    source = next(element.elements("source"), None)
    target = next(element.elements("target"), None)
    if source is None:
        return
    from_source: list[Piece] = []
    try:
        if units.several(element):
            raise InlineProblem("the unit has several targets", element.line)
        from_source = inline.read(source, _RULES, preserved(source, preserve))
        from_target = inline.read(target, _RULES, preserved(target, preserve)) if target else []
    except InlineProblem as error:
        problems.append(units.problem(error, Place(path, element.line), from_source))
        return
    state = target.attributes.get("state", "") if target else ""
    msgid, msgstr, plain = units.texts(from_source, from_target)
    get = element.attributes.get
    context = get("resname") or get("id", "")
    yield Unit(
        msgctxt=context if context in units.CONTEXTS else "",
        msgid=msgid,
        msgstr=msgstr,
        line=element.line,
        state=state if state in STANDING | OTHERS else "",
        stands=state in STANDING and bool(msgstr),
        approved=get("approved") == "yes" and bool(msgstr),
        base=units.base(get("extradata", "")),
        plain=plain,
    )
