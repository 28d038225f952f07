"""What both versions of XLIFF come to when they are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from openletter import markup, segment
from openletter.model import Finding, Place, Severity
from openletter.review.inline import InlineProblem, Piece
from openletter.xmlsafe import Element

CONTEXTS = frozenset((*segment.METADATA, segment.ALT, segment.LINK_TITLE))
"""Every msgctxt that there is."""

_BASE = re.compile(r"v1:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of a file. Of its attributes nothing is kept but what stands here."""

    msgctxt: str
    msgid: str
    msgstr: str
    line: int
    state: str
    """The file's own word, if it is one of its version's."""
    stands: bool
    approved: bool = False
    base: str = ""
    plain: tuple[str, str] | None = None
    """(msgid, msgstr) where the tags stand in the file as words, as Weblate exports a PO file."""


@dataclass(frozen=True, slots=True)
class Units:
    """A file as read. Languages and the name of the letter as the file has them."""

    original: str
    source_lang: str
    lang: str
    lang_line: int
    units: tuple[Unit, ...]
    problems: tuple[Finding, ...]


def base(value: str) -> str:
    """A digest as a packet has it, or "" for anything else."""
    return value if _BASE.fullmatch(value) else ""


def texts(source: Sequence[Piece], target: Sequence[Piece]) -> tuple[str, str, tuple[str, str] | None]:
    """(msgid, msgstr, the same with tags that stand as words, if there are any)."""
    msgid, msgstr = markup.join(source), markup.join(target)
    if any(is_tag for is_tag, _ in (*source, *target)):
        return msgid, msgstr, None
    plain = "".join(text for _, text in source), "".join(text for _, text in target)
    return msgid, msgstr, plain if plain != (msgid, msgstr) else None


def several(element: Element) -> bool:
    """Whether a unit or segment has more than one target, so that nobody can tell which is meant."""
    return len(list(element.elements("target"))) > 1


def problem(error: InlineProblem, unit: Place, source: Sequence[Piece]) -> Finding:
    """An element that cannot be taken, as a finding of its entry, whose source text may have been read."""
    return Finding(
        "xliff-inline",
        Severity.REFUSE,
        unit,
        str(error) if error.line == unit.line else f"{error} (in line {error.line})",
        "write the passage anew, with the placeholders that your program offers",
        msgid=markup.join(source),
    )
