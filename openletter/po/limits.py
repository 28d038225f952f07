"""How large a PO file may be, and which characters it may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of the parser. Beyond `file`, `line`, `lines` a file is refused, beyond `text` an entry."""

    file: int
    """Bytes in the file."""
    line: int
    """Characters in a line."""
    text: int
    """Characters in a msgid or msgstr."""
    lines: int
    """Lines over which one string may go on."""


SUBMISSION = Limits(file=10 << 20, line=1 << 20, text=64 << 10, lines=10_000)
"""For files from outside. 64 Ki characters are some 25 printed pages without a paragraph's end."""

OWN = Limits(file=1 << 30, line=64 << 20, text=64 << 20, lines=4_000_000)
"""For the project's own catalogs, which must hold whatever paragraphs a letter has."""

RAW_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Bytes that may stand nowhere in a file."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters but for tab and line feed: no translation may hold one, however it is written. A msgid
may, as an escape or beyond ASCII, since a letter may."""

BIDI_CONTROL = re.compile("[\u202a-\u202e]")
"""Embeddings and overrides, which make a text look like another (Unicode UAX #9; CVE-2021-42574)."""

ISOLATE = re.compile("[\u2066-\u2069]")
POP_ISOLATE = "\u2069"
BOM = "\ufeff"


UNUSUAL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""What a translation is looked through for only when something of it occurs."""


def balanced(text: str) -> bool:
    """Whether each isolate of a text is closed, and nothing is closed that was not opened.

    >>> balanced("\\u2067a\\u2069"), balanced("\\u2067a"), balanced("a\\u2069")
    (True, False, False)
    """
    depth = 0
    for mark in ISOLATE.findall(text):
        depth += -1 if mark == POP_ISOLATE else 1
        if depth < 0:
            return False
    return depth == 0
