"""The words of the page in a reader's language: the package's catalog `page`, taken from the templates."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from openletter import conventions
from openletter.model import Conventions
from openletter.review.words import Words

DOMAIN = "page"
LOCALE = Path(__file__).parent.parent / "locale"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""In which the page speaks."""


def say(message: str) -> str:
    """Marks a message of this package for extraction and gives it back unchanged."""
    return message


class Voice:
    """The page in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.conventions: Conventions = conventions.load(lang)
        self.findings = Words(lang)
        """Says what the checks, and review, have found."""
        path = LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.mo"
        self._words = conventions.read_mo(path.read_bytes()) if path.is_file() else {}

    @cached_property
    def _forms(self) -> Conventions:
        return replace(self.conventions, words={**self.conventions.words, **self._words})

    def say(self, message: str, **values: object) -> str:
        """A message with its `{placeholders}` filled."""
        return conventions.text(self._forms, message, **values)

    def plural(self, singular: str, plural: str, n: int, **values: object) -> str:
        return conventions.plural(self._forms, singular, plural, n, **values)


_TAGS = re.compile(r"</?[a-z]+[0-9]+/?>(?:…</[a-z]+[0-9]+>)?")


def isolated(text: str) -> str:
    r"""A sentence whose tags keep their order from left to right, also among Arabic words.

    >>> isolated("<note1/> is missing") == "\u2066<note1/>\u2069 is missing"
    True
    """
    return _TAGS.sub("\u2066\\g<0>\u2069", text)


@cache
def voice(lang: str) -> Voice:
    return Voice(lang)


def chosen(accepts: str) -> str:
    """The language of the page for somebody whose browser asks for these.

    >>> chosen("de, fr-CA;q=0.8, ar;q=0.9"), chosen("")
    ('ar', 'en')
    """
    found: list[tuple[float, int, str]] = []
    for number, part in enumerate(accepts.split(",")[:30]):
        tag, _, weight = part.partition(";")
        lang = tag.strip().split("-")[0].lower()
        try:
            value = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if lang in LANGUAGES and value > 0:
            found.append((-value, number, lang))
    return min(found)[2] if found else "en"
