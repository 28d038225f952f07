"""Editions as the listings know them: each with its files and absolute addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from openletter.conventions import load
from openletter.model import Artifact, Conventions
from openletter.publish import notice


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter in one language. `files` has an artifact for each format that is published."""

    letter: str
    conventions: Conventions
    files: Mapping[str, Artifact]
    base: str

    @property
    def first(self) -> Artifact:
        return next(iter(self.files.values()))

    @property
    def title(self) -> str:
        return self.first.title or self.letter

    @property
    def is_original(self) -> bool:
        return not self.first.states

    @property
    def day(self) -> str:
        """The letter's date as a whole day; a letter without one has the earliest that an e-book can have."""
        return (
            (self.first.date + "-01-01"[len(self.first.date) - 4 :])[:10] if self.first.date else "1980-01-01"
        )

    @property
    def summary(self) -> str:
        """What the letter says of itself, and how far a translation has been reviewed."""
        state = "" if self.is_original else f"({notice.label(self.conventions, self.first.states)})"
        return " ".join(filter(None, (self.first.description, state)))

    def address(self, format_: str) -> str:
        """Absolute, in ASCII."""
        return absolute(self.base, self.files[format_].path)


def absolute(base: str, path: str) -> str:
    """The address of a file of the output folder, in ASCII.

    >>> absolute("https://example.org/letters/", "fr/été.html")
    'https://example.org/letters/fr/%C3%A9t%C3%A9.html'
    """
    return base + quote(path)


def entries(artifacts: Sequence[Artifact], base: str) -> list[Entry]:
    """The editions of a manifest, the newest letter first, its languages in the order of their codes."""
    ordered = sorted(artifacts, key=lambda one: (one.letter, one.lang))
    found = [
        Entry(letter, load(lang), {one.format: one for one in files}, base)
        for (letter, lang), files in groupby(ordered, lambda one: (one.letter, one.lang))
    ]
    return sorted(found, key=lambda entry: entry.day, reverse=True)


def by_language(found: Sequence[Entry]) -> dict[str, list[Entry]]:
    languages: dict[str, list[Entry]] = {}
    for entry in found:
        languages.setdefault(entry.conventions.lang, []).append(entry)
    return languages
