"""Numbers and dates of a sentence, held against its translation and repaired from the source. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from openletter.checks import Context, dates, numbers
from openletter.model import Segment
from openletter.tokens.flat import FIRST, OBJECT, Sentence

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|[.,]\d)")
MOST = 10
"""Objects in a sentence, beyond which an engine loses track."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How the target language writes figures: a whole number, and a date given as ISO 8601."""

    number: Callable[[int], str] = str
    date: Callable[[str], str] = str


def wrong(source: str, text: str, context: Context) -> str:
    """What is wrong with the numbers and dates of a translation, in one sentence; "" if nothing."""
    segment = Segment("", OBJECT.sub(" ", source), (), ())
    plain = OBJECT.sub(" ", text)
    readable = {context.lang, context.source_lang} <= dates.LANGUAGES
    for check in (numbers.number, dates.date) if readable else (numbers.number,):
        for problem in check(segment, plain, context):
            return problem.what.format(**problem.values)
    return ""


def as_objects(sentence: Sentence, lang: str, writing: Writing) -> Sentence | None:
    """The sentence with its dates and numbers as objects, written as the target language does.

    None where there are none, or too many.
    """
    found = list(_figures(sentence.text, lang, writing))
    if not found or len(found) + len(sentence.objects) > MOST:
        return None
    objects = dict(sentence.objects)
    free = iter(c for c in map(chr, range(FIRST, 0xF8FF)) if c not in objects)
    text, position, shifts = "", 0, []
    for start, end, written in found:
        character = next(free)
        objects[character] = written
        text += sentence.text[position:start] + character
        position = end
        shifts.append((start, end))
    marks = tuple(
        replace(mark, start=_shifted(mark.start, shifts), end=_shifted(mark.end, shifts))
        for mark in sentence.marks
    )
    return Sentence(text + sentence.text[position:], objects, marks)


def _shifted(at: int, spans: list[tuple[int, int]]) -> int:
    """An offset after every span has become one character; within a span, its nearer end."""
    result = at
    for start, end in spans:
        if at >= end:
            result -= end - start - 1
        elif at > start:
            return result - (at - start) + (at - start > end - at)
    return result


def _figures(text: str, lang: str, writing: Writing) -> Iterator[tuple[int, int, str]]:
    """Where dates and numbers stand, and how they are to be written."""
    position = 0
    found = [*_dates(text, lang, writing), *_numbers(text, writing)]
    for start, end, written in sorted(found, key=lambda one: (one[0], -one[1])):
        if start >= position:
            yield start, end, written
            position = end


def _dates(text: str, lang: str, writing: Writing) -> Iterator[tuple[int, int, str]]:
    for date, start, end in dates.places(text, lang):
        if date.year and date.month:
            day = f"-{date.day:02}" if date.day else ""
            yield start, end, writing.date(f"{date.year:04}-{date.month:02}{day}")


def _numbers(text: str, writing: Writing) -> Iterator[tuple[int, int, str]]:
    for found in _NUMBER.finditer(text):
        whole = found[0].replace(",", "")
        written = writing.number(int(whole)) if "," in found[0] and whole.isdigit() else found[0]
        yield *found.span(), written
