"""Symbols of United Nations documents: the same ones, in Latin letters, in every language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from openletter.checks.base import Context, Problem
from openletter.checks.text import plain, source
from openletter.model import Segment

_SYMBOL = re.compile(r"(?<![A-Za-z0-9/.])[A-Z]{1,8}(?:/[A-Z0-9][A-Za-z0-9.-]*(?:\([A-Za-z0-9]+\))?)+")
_DIGIT = re.compile("[0-9]")


def symbols(text: str) -> list[str]:
    """The document symbols in a text.

    >>> symbols("See A/HRC/25/CRP.1, S/2014/872 (2014) and HIV/AIDS.")
    ['A/HRC/25/CRP.1', 'S/2014/872']
    """
    return [*_symbols(text)] if "/" in text else []


@lru_cache(maxsize=64)
def _symbols(text: str) -> tuple[str, ...]:
    found = (match[0].rstrip(".-") for match in _SYMBOL.finditer(text))
    return tuple(symbol for symbol in found if _DIGIT.search(symbol))


def without_symbols(text: str) -> str:
    """A text without its document symbols, whose digits are no numbers."""
    return _without(text) if "/" in text else text


@lru_cache(maxsize=64)
def _without(text: str) -> str:
    return _SYMBOL.sub(lambda found: " " if _DIGIT.search(found[0]) else found[0], text)


def symbol(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Every document symbol of the source stands in the translation, unchanged; no other does."""
    expected, found = Counter(symbols(source(segment))), Counter(symbols(plain(msgstr)))
    for name in expected - found:
        yield Problem(
            "the document symbol {symbol} of the source is not in the translation",
            "write it exactly as in the source, in Latin letters and European digits: {symbol}",
            {"symbol": name},
        )
    for name in found - expected:
        yield Problem(
            "the document symbol {symbol} is not in the source",
            "write the symbols of the source, each as often as there",
            {"symbol": name},
        )
