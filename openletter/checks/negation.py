"""Negation lost or added. Never proof: languages deny in different places. So it is a hold for a person.

Denials are counted, not understood. Two words of one denial (ne … pas, никто не, no … nadie) count once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openletter.checks.base import Context, Problem
from openletter.checks.negation_words import (
    ENGLISH_NOR,
    ENGLISH_SECOND,
    ENGLISH_WIDE,
    FRENCH_ALONE,
    FRENCH_NE,
    FRENCH_PARTNER,
    LEXICONS,
    RUSSIAN_ORPHAN,
    Lexicon,
)
from openletter.checks.text import plain, sentences, source
from openletter.model import Segment


@dataclass(frozen=True, slots=True)
class Count:
    """Denials of a text: plain ones, and words that may stand for one."""

    strong: int
    weak: int


_CLAUSE = re.compile(r"[,;:،؛，；：—–()]|\bque\b|\bqu[’']")
_NI = re.compile(r"\bni\b.*\bni\b", re.IGNORECASE)


def count(sentence: str, lang: str) -> Count:
    """The denials in one sentence.

    >>> count("Nul ne peut dire qu’il n’a rien vu.", "fr"), count("No lo sabe nadie.", "es")
    (Count(strong=2, weak=0), Count(strong=1, weak=0))
    """
    lexicon = LEXICONS[lang]
    rest = lexicon.idioms.sub(" ", sentence)
    strong = len(lexicon.strong.findall(rest)) + _concord(rest, lexicon)
    if lang == "fr":
        strong += _french(lexicon.strong.sub(" ", rest))
    elif lang == "es" and not strong and _NI.search(rest):
        strong = 1
    elif lang == "ru" and RUSSIAN_ORPHAN.search(rest) and not lexicon.strong.search(rest):
        return Count(0, 0)
    return Count(strong, len(lexicon.weak.findall(sentence if lang == "en" else rest)))


def _concord(text: str, lexicon: Lexicon) -> int:
    """How many clauses deny by a word of concord, with no plain denial before it."""
    if not lexicon.concord.search(text) and "ولا" not in text and not _CLAUSE.search(text):
        return 0
    total = 0
    for clause in _CLAUSE.split(text):
        word = lexicon.concord.search(clause)
        if word:
            if len(clause.split()) <= 3 and word[0].split()[-1].casefold().startswith("ning"):
                continue  # “en ningún caso” alone between commas
            denied = lexicon.strong.search(clause)
            total += not denied or denied.start() > word.end()
    return total


def _french(text: str) -> int:
    """“ne” counts where something completes it; without any “ne”, what may deny alone counts once."""
    ne = len(FRENCH_NE.findall(text))
    if ne:
        return min(ne, len(FRENCH_PARTNER.findall(text)))
    return min(1, len(FRENCH_ALONE.findall(text)))


def negation(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """As many denials in the translation as in the source, sentence by sentence where these can be paired."""
    if context.source_lang != "en" or context.lang not in LEXICONS:
        return
    before, after = sentences(source(segment)), sentences(plain(msgstr))
    if len(before) != len(after):
        before, after = [source(segment)], [plain(msgstr)]
    for one, other in zip(before, after, strict=True):
        what = _compared(one, other, context.lang)
        if what:
            yield Problem(what, _HINT, {"source": one, "translation": other})
            return


def _compared(one: str, other: str, lang: str) -> str:
    """What differs between a sentence and its translation; "" where they may well agree."""
    expected, found = count(one, "en"), count(other, lang)
    if found.strong + max(0, found.weak - expected.weak) < expected.strong + _nor(one, lang):
        return _LOST
    if found.strong > expected.strong:
        wide = len(ENGLISH_WIDE.findall(one))
        if found.strong > expected.strong + expected.weak + wide:
            return _ADDED
    return ""


def _nor(sentence: str, lang: str) -> int:
    """How many denials the “nor” of an English sentence adds in another language."""
    if lang == "zh" and not re.search(r"\bneither\b", sentence, re.IGNORECASE):
        return len(ENGLISH_SECOND.findall(sentence))
    return len(ENGLISH_NOR.findall(sentence)) if lang in ("ar", "ru") else 0


_LOST = "the source denies something that the translation may not deny: “{source}”"
_ADDED = "the translation may deny something that the source does not deny: “{translation}”"
_HINT = "read both again; if the sense is the same, another person can confirm the translation"
