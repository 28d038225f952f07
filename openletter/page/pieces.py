"""A message as pieces that a template can show: words, labelled tags, what went and what came. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openletter import markup
from openletter.merge import comments
from openletter.model import Segment
from openletter.page.shape import NoteWords
from openletter.review.difference import changes


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or a tag. `kind`: `text`, `open`, `close`, `alone`. `change`: "", `in` or `out`."""

    kind: str
    text: str
    """The words; of a tag, its name (`link1`)."""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A tag of a message, as a button offers it."""

    name: str
    kind: str
    standalone: bool
    meaning: str
    """What it stands for, in words: `link to https://…`."""
    number: int = 0
    """Of a note, its number in the letter, 0 where that is not known …"""
    words: str = ""
    """… and how it begins, in the language of the source."""

    @property
    def before(self) -> str:
        """What is written where the words begin (all of it, for a tag that stands alone)."""
        return f"<{self.name}/>" if self.standalone else f"<{self.name}>"

    @property
    def after(self) -> str:
        return "" if self.standalone else f"</{self.name}>"


def pieces(text: str) -> list[Piece]:
    """A message.

    >>> [piece.kind for piece in pieces("a <em1>b</em1><note1/>")]
    ['text', 'open', 'text', 'close', 'alone']
    """
    return [_piece(is_tag, part, "") for is_tag, part in markup.parts(text) if part]


def changed(old: str, new: str) -> list[Piece]:
    """How one message became another, word by word; one exchange of all where it is too long for that."""
    found: list[Piece] = []
    for change, text in changes(old, new):
        found += [_piece(is_tag, part, change) for is_tag, part in markup.parts(text) if part]
    return found


def chips(segment: Segment, lang: str, notes: Sequence[NoteWords] = ()) -> list[Chip]:
    """The tags of a message, each once, with what they stand for at its first place. `notes`: its own."""
    tags = segment.tags[0] if segment.tags else ()
    said = dict(_said(comments.tags(segment, lang)))
    named = {f"note{place}": one for place, one in enumerate(notes, 1)}
    return [
        Chip(
            *(tag.name, tag.kind, tag.standalone, said.get(tag.name, "")),
            *((named[tag.name].number, named[tag.name].words) if tag.name in named else ()),
        )
        for tag in tags
    ]


_LINE = re.compile(r"<([a-z]+[0-9]+)/?>(?:…</[a-z0-9]+>)?: (.*)", re.DOTALL)


def _said(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    """The name of each tag, and what its comment says; of several places, the first."""
    for line in reversed(list(lines)):
        if found := _LINE.fullmatch(line):
            yield found[1], found[2]


def _piece(is_tag: bool, part: str, change: str) -> Piece:
    if not is_tag:
        return Piece("text", part, change)
    kind = "close" if part.startswith("</") else "alone" if part.endswith("/>") else "open"
    return Piece(kind, part.strip("</>"), change)
