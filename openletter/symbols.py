"""Symbols of United Nations documents (S/2014/872, A/HRC/25/CRP.1) in plain text. Pure.

Source: United Nations Editorial Manual, “Document symbols”: elements of capital letters and numbers,
divided by strokes, the first naming the organ.
"""

from __future__ import annotations

import re

_ORGANS = (
    "A|S|E|T|ST|SG|CAT|CCPR|CED|CEDAW|CERD|CMW|CRC|CRPD|DP|HRI|HSP|ICCD|JIU|LC|TD|UNEP|UNODC|WFP|FCCC|CBD"
)
_ELEMENT = r"(?:\([A-Z0-9]+\)|[A-Z0-9]+(?:[.\-][A-Za-z0-9]+)*(?:\([A-Z]+\))?)"
SYMBOL = re.compile(rf"(?<![A-Za-z0-9/.])(?:{_ORGANS})(?:/{_ELEMENT})+(?![A-Za-z0-9/])")


def find(text: str) -> list[tuple[int, int]]:
    """Where symbols stand in a text, as (start, end).

    >>> text = "UN Doc. A/HRC/25/CRP.1 (2014), A/RES/69/188 and/or S/2014/872."
    >>> [text[start:end] for start, end in find(text)]
    ['A/HRC/25/CRP.1', 'A/RES/69/188', 'S/2014/872']
    """
    return [found.span() for found in SYMBOL.finditer(text) if _is_symbol(found[0])]


def _is_symbol(text: str) -> bool:
    """Whether it has a number after the organ; “A/B” alone is no symbol."""
    return any(character.isdigit() for character in text.split("/", 1)[1])
