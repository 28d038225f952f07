"""Holds the text of a finished PDF against the edition's, and gives scrambled text its /ActualText.

Typst stores the words of right-to-left text in the order in which they stand on the line, and assistive
technology would read them so. Wherever the text of a group of content is not that of the edition, the group
gets a Span with the edition's text as /ActualText (ISO 32000-1, 14.9.4); the file stays PDF/UA-1 and PDF/A-2a.
"""

from __future__ import annotations

import base64
import io
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from typing import Any

from openletter.conventions import text
from openletter.errors import SourceError
from openletter.model import Edition, Place
from openletter.publish import tagtext
from openletter.publish.typst_text import Run


@dataclass
class Group:
    """Neighbouring pieces of content under one element, and what the edition has at their place."""

    element: Any
    pieces: list[tagtext.Content] = field(default_factory=list)
    actual: str = ""
    lang: str = ""

    @property
    def text(self) -> str:
        return "".join(piece.marked.text for piece in self.pieces)


def apply(pdf: bytes, runs: Sequence[Run], edition: Edition) -> bytes:
    """The PDF with its text in the edition's order, and with localized labels on the links of notes.

    Law: `tagtext.text` of the result has the letters of `runs`, in their order. Raises SourceError where
    they cannot be found in the PDF, rather than let a scrambled text out.
    """
    document = tagtext.read(pdf)
    groups, labels = _groups(document)
    expected = _Expected(runs)
    spans: dict[Any, list[Group]] = {}
    try:
        for group in groups:
            for part in expected.match(group):
                spans.setdefault(part.element.objgen, []).append(part)
        expected.finish()
    except ScrambledError as error:
        raise SourceError(
            f"the PDF in {edition.lang} does not hold the letter's text in its order: {error}",
            hint="leave pdf out with --format html,epub, and report the passage",
            where=Place(f"source/{edition.letter}.md"),
            code="pdf-text-order",
        ) from error
    _wrap(document.pdf, spans)
    for label in labels:
        _name(label, edition)
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


class ScrambledError(Exception):
    """The letters of the PDF are not those of the edition."""


# Matching

_PAIRS = str.maketrans(")]}>»›", "([{<«‹")
"""The brackets of right-to-left text are stored mirrored or not; both count as one."""


@cache
def _fold(character: str) -> str:
    """What counts of a character: nothing of spaces and marks of direction, the letters of a ligature."""
    plain = unicodedata.normalize("NFKD", character).translate(_PAIRS)
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "ZC")


def _folded(value: str) -> str:
    return "".join(map(_fold, value))


def _words(value: str) -> str:
    return " ".join(value.split())


class _Expected:
    """The edition's text, of which groups take their part one after the other."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self.text = "".join(run.text for run in runs)
        self.langs = [run.lang for run in runs for _ in run.text]
        self.ends = set(accumulate(len(run.text) for run in runs))
        places = [(c, i) for i, character in enumerate(self.text) for c in _fold(character)]
        self.letters = "".join(c for c, _ in places)
        self.places = [i for _, i in places]
        self.run_ends = sorted({bisect_left(self.places, end) for end in self.ends})
        self.taken = 0
        self.start = 0

    def match(self, group: Group) -> list[Group]:
        """The parts of a group that need an /ActualText, with it; takes the group's letters."""
        parts = self._by_language(group) or [(group, self._count(group, self.taken))]
        for part, count in parts:
            self._take(part, count)
        return [part for part, _ in parts if _words(part.text) != _words(part.actual)]

    def finish(self) -> None:
        """Raises ScrambledError where letters of the edition are left."""
        if self.taken < len(self.letters):
            raise ScrambledError(f"“{self.text[self.start : self.start + 60]}” is missing")

    def _count(self, group: Group, taken: int) -> int:
        """How many of the next letters a group holds; raises ScrambledError if it holds others.

        A mark that stands apart from its letter (Typst sets both apart if their heights differ) tells the
        letter again: the group then ends with the last run whose letters it holds, and may have such letters
        over.
        """
        letters = _folded(group.text)
        wanted = self.letters[taken : taken + len(letters)]
        if letters == wanted:
            return len(letters)
        held = Counter(letters)
        if held == Counter(wanted):
            return len(letters)
        for end in reversed(self.run_ends[bisect_right(self.run_ends, taken) :]):
            if end < taken + len(letters) and _tells_twice(held, Counter(self.letters[taken:end])):
                return end - taken
        raise ScrambledError(f"“{_words(group.text)[:60]}” stands in the place of “{wanted[:60]}”")

    def _by_language(self, group: Group) -> list[tuple[Group, int]]:
        """The group cut where the language of the content changes; empty where that cannot be held apart."""
        parts: list[Group] = []
        for piece in group.pieces:
            lang, empty = piece.marked.lang, not _folded(piece.marked.text)
            if not parts or not (empty or parts[-1].pieces[0].marked.lang == lang):
                parts.append(Group(group.element))
            parts[-1].pieces.append(piece)
        counted: list[tuple[Group, int]] = []
        taken = self.taken
        try:
            for part in parts if len(parts) > 1 else ():
                counted.append((part, self._count(part, taken)))
                taken += counted[-1][1]
        except ScrambledError:
            return []
        return counted

    def _take(self, group: Group, count: int) -> None:
        """Gives a group the edition's words up to its last letter, and the space after it in the same run."""
        if count == 0:
            group.actual = group.text
            return
        self.taken += count
        end = self.places[self.taken - 1] + 1
        while end not in self.ends and not _fold(self.text[end]):
            end += 1
        group.actual = re.sub(r"\s+", " ", self.text[self.start : end])
        group.lang = _only(self.langs[self.start : end])
        self.start = end


def _tells_twice(held: Counter[str], wanted: Counter[str]) -> bool:
    """Whether what a group holds is what is wanted, and over that only letters with their marks again."""
    over = held - wanted
    marks = sum(n for c, n in over.items() if unicodedata.combining(c))
    return not wanted - held and marks > 0 and over.total() <= 3 * marks and set(over) <= set(wanted)


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


def _groups(document: tagtext.Document) -> tuple[list[Group], list[_Label]]:
    """The groups of content in tag order without those of labels, and the labels of the notes."""
    groups: list[Group] = []
    labels: list[_Label] = []
    current: Group | None = None
    open_elements: list[Any] = []
    label: Any = None
    number = ""
    for event in document.walk():
        if isinstance(event, tagtext.Content):
            if label is not None:
                number += event.marked.text
                continue
            if current is None:
                current = Group(event.element)
                groups.append(current)
            current.pieces.append(event)
            continue
        current = None
        if isinstance(event, tagtext.Opening):
            if event.label:
                label, number = event.element, ""
            open_elements.append(event.element)
            continue
        open_elements.pop()
        if label is not None and event.element.objgen == label.objgen:
            at_note = any(element.get("/S") == "/Note" for element in open_elements)
            labels.append(_Label(label, number.strip(), at_note))
            label = None
    return groups, labels


def _wrap(pdf: Any, spans: dict[Any, list[Group]]) -> None:
    """Puts each group into a Span with its /ActualText, and tells the parent tree."""
    import pikepdf

    if not spans:
        return
    parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    pages = {page.objgen: page for page in pdf.pages}
    for groups in spans.values():
        element = groups[0].element
        kids: list[Any] = tagtext.kids(element)
        for group in groups:
            members = [piece.index for piece in group.pieces]
            span = pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.StructElem,
                    S=pikepdf.Name.Span,
                    P=element,
                    K=pikepdf.Array([kids[index] for index in members]),
                    ActualText=pikepdf.String(group.actual),
                )
            )
            page = next(piece.page for piece in group.pieces)
            span.Pg = pages[page].obj
            if group.lang:
                span.Lang = pikepdf.String(group.lang)
            for piece in group.pieces:
                parents[int(pages[piece.page].obj.StructParents)][piece.mcid] = span
            kids[members[0]] = span
            for index in members[1:]:
                kids[index] = None
        element.K = pikepdf.Array([kid for kid in kids if kid is not None])


def _name(label: _Label, edition: Edition) -> None:
    """The words that assistive technology gives to the link of a note's number."""
    import pikepdf

    message = "Back to the text, note {number}" if label.at_note else "Note {number}"
    for annotation in _annotations(label.element):
        annotation.Contents = pikepdf.String(text(edition.conventions, message, number=label.number))


def _annotations(element: Any) -> Iterable[Any]:
    for kid in tagtext.kids(element):
        if isinstance(kid, int):
            continue
        if kid.get("/Type") == "/OBJR":
            yield kid.Obj
        elif "/S" in kid:
            yield from _annotations(kid)
