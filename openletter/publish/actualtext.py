"""Holds the text of a finished PDF against the edition's, and gives scrambled text its /ActualText.

Typst stores the words of right-to-left text in the order in which they stand on the line, and assistive
technology would read them so. Wherever the text of a group of content is not that of the edition, the group
gets a Span with the edition's text as /ActualText (ISO 32000-1, 14.9.4); PDF/UA-1 and PDF/A-2a hold.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from openletter.conventions import text
from openletter.errors import SourceError
from openletter.model import Edition, Place
from openletter.publish import tagtext
from openletter.publish.matching import ScrambledError, assign, fold, folded
from openletter.publish.typst_text import Run

TRANSPARENT = ("/Span", "/Strong", "/Em")
"""Elements that Typst makes for each piece of a line, in the order of the line."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A kid of an element that holds text alone: a piece of content, or an element of `TRANSPARENT`."""

    index: int
    node: Any
    """The element; None for a piece of content."""
    kind: str
    text: str
    lang: str
    content: tuple[tagtext.Content, ...]


@dataclass
class Group:
    """Neighbouring units under one element, and what the edition has at their place."""

    element: Any
    units: list[Unit] = field(default_factory=list)
    actual: str = ""
    lang: str = ""

    @property
    def text(self) -> str:
        return "".join(unit.text for unit in self.units)


def apply(pdf: bytes, runs: Sequence[Run], edition: Edition) -> bytes:
    """The PDF with its text in the edition's order, and with localized labels on the links of notes.

    Law: `tagtext.text` of the result has the letters of `runs`, in their order. Raises SourceError where
    they cannot be found in the PDF, rather than let a scrambled text out.
    """
    document = tagtext.read(pdf)
    found = _Tree()
    for element in document.roots():
        found.read(element)
    spans: dict[Any, list[Group]] = {}
    try:
        for part in _Expected(runs).match(found.groups):
            spans.setdefault(part.element.objgen, []).append(part)
    except ScrambledError as error:
        raise SourceError(
            f"the PDF in {edition.lang} does not hold the letter's text in its order: {error}",
            hint="leave pdf out with --format html,epub, and report the passage",
            where=Place(f"source/{edition.letter}.md"),
            code="pdf-text-order",
        ) from error
    _wrap(document.pdf, spans)
    for label in found.labels:
        _name(label, edition)
        if label.at_note:
            _lift(label.element)
    return _saved(document.pdf)


def _saved(pdf: Any) -> bytes:
    """The file, with a second filter for streams that end in a carriage return.

    page-validation takes that for a part of the line break before `endstream`, and reports a wrong /Length.
    """
    import pikepdf

    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and (raw := item.read_raw_bytes()).endswith(b"\r"):
            inner = item.get("/Filter", pikepdf.Array())
            filters = [pikepdf.Name.ASCII85Decode, *(inner if isinstance(inner, pikepdf.Array) else [inner])]
            item.write(base64.a85encode(raw) + b"~>", filter=pikepdf.Array(filters))
    data = io.BytesIO()
    level = pikepdf.StreamDecodeLevel.none
    pdf.save(data, deterministic_id=True, stream_decode_level=level, compress_streams=False)
    return data.getvalue()


# What each group should say


def _words(value: str) -> str:
    return " ".join(value.split())


class _Expected:
    """The edition's text, of which groups take their part one after the other."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.text = "".join(run.text for run in runs)
        self.langs = [run.lang for run in runs for _ in run.text]
        self.ends = set(accumulate(len(run.text) for run in runs))
        places = [(c, i) for i, character in enumerate(self.text) for c in fold(character)]
        self.letters = "".join(c for c, _ in places)
        self.places = [i for _, i in places]
        self.taken = 0
        self.start = 0

    def match(self, groups: Sequence[Group]) -> list[Group]:
        """The groups that need an /ActualText, with it, cut where their language changes.

        Raises ScrambledError where the letters of the groups are not those of the text.
        """
        found: list[Group] = []
        counts = assign([folded(group.text) for group in groups], self.letters)
        for group, count in zip(groups, counts, strict=True):
            for part, letters in self._parts(group, count):
                self._take(part, letters)
                if _words(part.text) != _words(part.actual):
                    found.append(part)
        return found

    def _parts(self, group: Group, count: int) -> list[tuple[Group, int]]:
        """A group in parts of one language and emphasis each, if their letters can be told apart."""
        parts: list[Group] = []
        before = None
        for unit in group.units:
            look = (unit.kind, unit.lang, unit.index if unit.kind in ("/Strong", "/Em") else 0)
            if not parts or (folded(unit.text) and look != before):
                parts.append(Group(group.element))
                before = look
            parts[-1].units.append(unit)
        wanted = self.letters[self.taken : self.taken + count]
        try:
            counts = assign([folded(part.text) for part in parts], wanted)
        except ScrambledError:
            return [(group, count)]
        return list(zip(parts, counts, strict=True))

    def _take(self, group: Group, count: int) -> None:
        """Gives a group the edition's words up to its last letter, and the space after it in the same run."""
        if count == 0:
            group.actual = group.text
            return
        self.taken += count
        end = self.places[self.taken - 1] + 1
        while end not in self.ends and not fold(self.text[end]):
            end += 1
        group.actual = re.sub(r"\s+", " ", self.text[self.start : end])
        group.lang = _only(self.langs[self.start : end])
        self.start = end


def _only(values: Iterable[str]) -> str:
    found = set(values)
    return found.pop() if len(found) == 1 else ""


# The tag tree


@dataclass(frozen=True, slots=True)
class _Label:
    """The number of a note: its element, what it says, and whether it stands at the note itself."""

    element: Any
    number: str
    at_note: bool


@dataclass
class _Tree:
    """The tag tree cut into groups of content, in its order, without the labels that Typst makes."""

    groups: list[Group] = field(default_factory=list)
    labels: list[_Label] = field(default_factory=list)

    def read(self, element: tagtext.Element, in_note: bool = False) -> None:
        """Takes in the groups and labels of an element."""
        in_note = in_note or element.kind == "/Note"
        current: Group | None = None
        for index, kid in enumerate(element.kids):
            content = tuple(_content(kid))
            if content or isinstance(kid, tagtext.Content):
                if current is None:
                    current = Group(element.node)
                    self.groups.append(current)
                current.units.append(_unit(index, kid, content))
            elif isinstance(kid, tagtext.Element):
                current = None
                if not kid.label:
                    self.read(kid, in_note)
                elif element.kind != "/LI":
                    number = "".join(piece.marked.text for piece in kid.content())
                    self.labels.append(_Label(kid.node, number.strip(), in_note))


def _unit(index: int, kid: tagtext.Kid, content: tuple[tagtext.Content, ...]) -> Unit:
    node, kind = (kid.node, kid.kind) if isinstance(kid, tagtext.Element) else (None, "")
    text = "".join(piece.marked.text for piece in content)
    lang = _only(piece.marked.lang for piece in content)
    return Unit(index, node, "" if kind == "/Span" else kind, text, lang, content)


def _content(kid: tagtext.Kid) -> Iterator[tagtext.Content]:
    """The content of what can be a unit; nothing for other kids."""
    if isinstance(kid, tagtext.Content):
        yield kid
    elif isinstance(kid, tagtext.Element) and kid.kind in TRANSPARENT:
        pieces = [tuple(_content(inner)) for inner in kid.kids]
        if all(pieces):
            yield from (piece for inner in pieces for piece in inner)


def _wrap(pdf: Any, spans: dict[Any, list[Group]]) -> None:
    """Puts each group into a Span with its /ActualText, and tells the parent tree."""
    import pikepdf

    if not spans:
        return
    own = str(pdf.Root.get("/Lang", ""))
    parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    pages = {page.objgen: page for page in pdf.pages}
    for groups in spans.values():
        element = groups[0].element
        kids: list[Any] = tagtext.kids(element)
        for group in groups:
            if len(group.units) == 1 and group.units[0].node is not None:
                _say(group.units[0].node, group, own)
                continue
            members = [unit.index for unit in group.units]
            span = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.StructElem,
                    S=pikepdf.Name.Span,
                    P=element,
                    K=pikepdf.Array([kids[index] for index in members]),
                )
            )
            _say(span, group, own)
            span.Pg = pages[group.units[0].content[0].page].obj
            for unit in group.units:
                _hang(unit, span, parents, pages)
            kids[members[0]] = span
            for index in members[1:]:
                kids[index] = None
        element.K = pikepdf.Array([kid for kid in kids if kid is not None])


def _say(element: Any, group: Group, own: str) -> None:
    """Gives an element its /ActualText, and its language where another one would be inherited.

    Typst gives a paragraph the language of its first words, and what it says of a piece of content does not
    count below an /ActualText.
    """
    import pikepdf

    element.ActualText = pikepdf.String(group.actual)
    lang = group.lang or own
    if lang and lang != (_inherited(element.get("/P")) or own):
        element.Lang = pikepdf.String(lang)


def _inherited(element: Any) -> str:
    """The language that the kids of an element have from it or from above; "" for the document's."""
    while element is not None and "/S" in element:
        if "/Lang" in element:
            return str(element.Lang)
        element = element.get("/P")
    return ""


def _hang(unit: Unit, span: Any, parents: Any, pages: Any) -> None:
    """Makes a Span the parent of a unit: in the element itself, or in the parent tree for content."""
    if unit.node is not None:
        unit.node.P = span
        return
    for piece in unit.content:
        parents[int(pages[piece.page].obj.StructParents)][piece.mcid] = span


def _name(label: _Label, edition: Edition) -> None:
    """The words that assistive technology gives to the link of a note's number."""
    import pikepdf

    message = "Back to the text, note {number}" if label.at_note else "Note {number}"
    for annotation in _annotations(label.element):
        annotation.Contents = pikepdf.String(text(edition.conventions, message, number=label.number))


def _lift(label: Any) -> None:
    """Makes the number of a note of several paragraphs its own kid; Typst puts it into the first one."""
    import pikepdf

    parent, above = label.P, label.P.get("/P")
    if above is None or above.get("/S") != "/Note":
        return
    parent.K = pikepdf.Array([kid for kid in tagtext.kids(parent) if kid != label])
    above.K = pikepdf.Array([label, *tagtext.kids(above)])
    label.P = above


def _annotations(element: Any) -> Iterable[Any]:
    for kid in tagtext.kids(element):
        if isinstance(kid, int):
            continue
        if kid.get("/Type") == "/OBJR":
            yield kid.Obj
        elif "/S" in kid:
            yield from _annotations(kid)
