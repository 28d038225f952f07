"""Codes: words that translation models copy, standing for objects and for the ends of marks. Pure.

Measured with a real English–Portuguese model: `Zqa` and `[1]` come back nearly always, `{1}`, `<x1/>`,
`⟦1⟧` and private-use characters never (see docs/drafts.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from openletter.tokens.flat import OBJECT, Sentence
from openletter.tokens.place import Ends

_CLOSING = re.compile(r"[.,;:!?…。，、；：！？،؛؟)\]）」』»”’]")
_BEFORE_POINT = re.compile(r"[.,;:!?…。，、；：！？،؛؟)\]）」』»”’\"'\s]*$")


@dataclass(frozen=True, slots=True)
class Style:
    """One way to write codes: from a number to a code, and a pattern that finds codes, however re-spaced."""

    write: Callable[[int], str]
    find: re.Pattern[str]
    read: Callable[[str], int]


_LETTERS = "abcdefghijklmnoprstuvwxy"


def _letters(number: int) -> str:
    first, second = divmod(number, len(_LETTERS))
    return "Zq" + (_LETTERS[first - 1] if first else "") + _LETTERS[second]


def _from_letters(text: str) -> int:
    value = 0
    for position, letter in enumerate(reversed(text.lower())):
        place = _LETTERS.find(letter)
        value += (place + bool(position)) * len(_LETTERS) ** position if place >= 0 else 10**6
    return value


LETTERS = Style(
    _letters, re.compile(r"(?<![^\W\d_])Z\s?q([a-z]{1,2})(?![^\W\d_])", re.IGNORECASE), _from_letters
)
DIGITS = Style(
    lambda number: f"[{number + 1}]",
    re.compile(r"[\[［【]\s*(\d{1,3})\s*[\]］】]"),
    lambda text: int(text) - 1,
)
PAIRS = ((LETTERS, DIGITS), (DIGITS, LETTERS))
"""The style of objects, and that of marks, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence as an engine is given it, and what each code in it stands for.

    A meaning is an object's character, or a mark's number with `<` for its beginning, `>` for its end and
    `|` for a point.
    """

    text: str
    objects: Style
    marks: Style
    meanings: Mapping[tuple[bool, int], tuple[str, int]]


def usable(sentence: Sentence) -> list[tuple[Style, Style]]:
    """The pairs of styles whose codes do not occur in a sentence itself."""
    free = [style for style in (LETTERS, DIGITS) if not style.find.search(sentence.text)]
    return [pair for pair in PAIRS if all(style in free for style in pair)]


def encode(sentence: Sentence, marks: Sequence[int], styles: tuple[Style, Style]) -> Coded:
    """A sentence with codes for its objects and for the marks of the given numbers."""
    objects, codes = styles
    meanings: dict[tuple[bool, int], tuple[str, int]] = {}
    text: list[str] = []
    position = 0

    def words(end: int) -> None:
        nonlocal position
        for character in sentence.text[position:end]:
            if OBJECT.match(character):
                number = sum(key[0] for key in meanings)
                meanings[True, number] = (character, 0)
                text.append(objects.write(number))
            else:
                text.append(character)
        position = max(position, end)

    for at, number, kind in sorted(_places(sentence, marks), key=lambda place: (place[0], place[2] != ">")):
        words(at)
        code = sum(not key[0] for key in meanings)
        meanings[False, code] = (kind, number)
        written = codes.write(code)
        before = text[-1][-1:] if text else ""
        space = "" if kind == "<" and before in ' (“«"‘[¿¡' else " "
        text.append(f"{written} " if kind == "<" and not space else f"{space}{written}{' ' * (kind == '<')}")
    words(len(sentence.text))
    return Coded("".join(text).strip(), objects, codes, meanings)


def _places(sentence: Sentence, marks: Sequence[int]) -> list[tuple[int, int, str]]:
    """Where codes for marks go: (offset, number of the mark, kind)."""
    found = []
    for number in marks:
        mark = sentence.marks[number]
        if mark.is_point:
            found.append((_point(sentence.text, mark.start), number, "|"))
        else:
            found += [(mark.start, number, "<"), (mark.end, number, ">")]
    return found


def _point(text: str, at: int) -> int:
    """Before the punctuation that a point follows: a reference stands there in what models learnt from."""
    match = _BEFORE_POINT.search(text, 0, at)
    return match.start() if match and match.start() else at


def decode(answer: str, coded: Coded) -> tuple[str, dict[int, Ends]] | None:
    """A translation without codes, with its objects, and where its marks are.

    None where a code is lost, doubled or made up, or a range ends before it begins.
    """
    found = sorted(
        [(match, True, coded.objects.read(match[1])) for match in coded.objects.find.finditer(answer)]
        + [(match, False, coded.marks.read(match[1])) for match in coded.marks.find.finditer(answer)],
        key=lambda one: one[0].start(),
    )
    keys = [(is_object, number) for _, is_object, number in found]
    if sorted(keys) != sorted(coded.meanings):
        return None
    text, position = "", 0
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for (match, is_object, _), key in zip(found, keys, strict=True):
        text = _joined(text, answer[position : match.start()])
        position = match.end()
        meaning, number = coded.meanings[key]
        if is_object:
            text += meaning
        else:
            text, position = _take_out(text, answer, position, meaning)
            (ends if meaning == ">" else starts)[number] = len(text.rstrip() if meaning != "<" else text)
            if meaning == "|":
                ends[number] = starts[number]
    text = _joined(text, answer[position:])
    places = {number: (start, ends[number]) for number, start in starts.items()}
    if any(start > end for start, end in places.values()):
        return None
    return text.strip(), places


def _joined(text: str, more: str) -> str:
    """Without a space before punctuation where a code was taken out between them."""
    return text.rstrip() + more if text.endswith(" ") and _CLOSING.match(more) else text + more


def _take_out(text: str, answer: str, position: int, kind: str) -> tuple[str, int]:
    """The text so far, and where to read on, when the code of a mark is taken out between them."""
    bare = text.rstrip()
    spaced = len(bare) < len(text)
    rest = answer[position:]
    after = len(rest) - len(rest.lstrip())
    if bare and (spaced or (after and kind != "<")):
        bare += " "
    return bare, position + after
