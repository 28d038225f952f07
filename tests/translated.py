"""The five translations of the letter, and the tables that stand beside them, as the tests read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openletter import po, segment, source, termbase
from openletter.checks import Context
from openletter.model import Document, Segment

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "zh", "fr", "ru", "es")


@dataclass(frozen=True)
class Text:
    """One message of the letter in one language."""

    lang: str
    segment: Segment
    msgstr: str


@cache
def document() -> Document:
    return source.read(ROOT, "letter")


@cache
def texts(lang: str) -> tuple[Text, ...]:
    """Every message of the letter, in the order of the letter; an empty text where there is none."""
    data = (ROOT / "locales" / lang / "LC_MESSAGES" / "letter.po").read_bytes()
    found = {entry.key: entry.msgstr for entry in po.parse(data, f"{lang}.po").entries}
    return tuple(Text(lang, one, found.get(one.key, "")) for one in segment.segments(document()))


@cache
def context(lang: str) -> Context:
    return Context(lang, "en", termbase.terms(ROOT, lang), termbase.quotations(ROOT, lang))


@cache
def table(name: str) -> tuple[termbase.Row, ...]:
    return termbase.table(ROOT / "locales" / f"{name}.tsv")
