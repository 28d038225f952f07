"""Characters that no translation needs and that deceive: what cannot be seen, and what reorders text.

Unicode 17: chapters 23.2 (layout controls), 23.7 (noncharacters), 23.9 (tag characters).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from openletter.checks.base import Context, EntryCheck, Problem
from openletter.model import Segment

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_DIRECTION_MARK = re.compile(r"[\u200e\u200f\u061c]")
_OVERRIDE = re.compile(r"[\u202a-\u202e]")
_ISOLATE = re.compile(r"[\u2066-\u2069]")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_PRIVATE = re.compile(r"[\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff\ufdd0-\ufdef\ufffc-\uffff]")
_PLANE_END = re.compile(
    "[" + "".join(f"{chr(p * 0x10000 + 0xFFFE)}-{chr(p * 0x10000 + 0xFFFF)}" for p in range(1, 15)) + "]"
)


_UNUSUAL = re.compile(
    r"[\u0300-\u0338\u0340-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
    r"|[\u064b-\u065f\u0670]{3,}|[\ufb00-\ufdff\ufe70-\ufefc]"
    r"|[†‡\u2460-\u24ff\u00b9\u00b2\u00b3\u2070-\u209c\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)


_STACKED = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2,}")


def _number(character: str) -> str:
    return f"U+{ord(character):04X}"


def _without(pattern: re.Pattern[str], what: str, hint: str) -> EntryCheck:
    """A check that finds characters which the source does not have either."""

    def run(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
        for found in pattern.finditer(msgstr):
            if found[0] not in segment.msgid:
                yield Problem(what, hint, {"character": " ".join(map(_number, found[0]))})
                return

    return run


control: Callable[..., Iterator[Problem]] = _without(
    _CONTROL,
    "the control character {character} stands in the translation",
    "delete it, or type the passage anew",
)
line_break: Callable[..., Iterator[Problem]] = _without(
    _BREAK,
    "the translation holds a line break ({character}), which the source does not have",
    "write the translation as one paragraph",
)
direction_mark: Callable[..., Iterator[Problem]] = _without(
    _DIRECTION_MARK,
    "the translation holds an invisible direction mark ({character})",
    "delete it: the direction of document symbols and foreign names is set when the letter is published",
)
_invisible = _without(
    _INVISIBLE,
    "the translation holds a character that cannot be seen ({character})",
    "delete it, or type the word anew",
)


_OWN_CHECKS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def invisible(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Zero-width, tag and other characters that are not seen, and every other format character."""
    found = next(_invisible(segment, msgstr, context), None)
    if found:
        yield found
        return
    for character in sorted(set(msgstr) - _OWN_CHECKS):
        if (
            not character.isascii()
            and unicodedata.category(character) == "Cf"
            and character not in segment.msgid
        ):
            yield Problem(
                "the translation holds a character that cannot be seen ({character})",
                "delete it, or type the word anew",
                {"character": _number(character)},
            )
            return


def stacked(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Marks heaped on one letter, which spread over the lines around."""
    found = _STACKED.search(unicodedata.normalize("NFC", msgstr))
    if found:
        yield Problem(
            "several marks are heaped on one letter ({character})",
            "type the word anew",
            {"character": " ".join(map(_number, found[0][:3]))},
        )


_MOJIBAKE = re.compile(
    "[ÃÂ][\u0080-\u00bf]|â€|[ÐÑ][\u0080-\u00bf]|Ø[\u00a1-\u00bf]|Ù[\u0080-\u008f]|ï¿½|(?<=[a-zà-ÿ])\\?(?=[a-zà-ÿ])"
    r"|(?<=[A-Za-z ])\+[A-Z][A-Za-z0-9/]{2,7}-(?=[a-z. ])"
)
mojibake: Callable[..., Iterator[Problem]] = _without(
    _MOJIBAKE,
    "letters were spoiled when the text was saved or copied ({character})",
    "save the file as UTF-8, or type the passage anew",
)


def private(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Characters that no standard gives a meaning to."""
    found = _PRIVATE.search(msgstr) or _PLANE_END.search(msgstr)
    character = found[0] if found else _unassigned(msgstr)
    if character and (found or character not in segment.msgid):
        yield Problem(
            "the translation holds a character without a public meaning ({character})",
            "delete it, or type the passage anew",
            {"character": _number(character)},
        )


def _unassigned(text: str) -> str:
    """The first character that Unicode has not given a meaning to, as far as this Python knows."""
    if text.isascii():
        return ""
    return next((c for c in sorted(set(text)) if not c.isascii() and unicodedata.category(c) == "Cn"), "")


def unusual(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Marks heaped on letters, ligatures and other presentation forms, raised digits, pictures."""
    found = _UNUSUAL.search(unicodedata.normalize("NFC", msgstr))
    if found and found[0] not in unicodedata.normalize("NFC", segment.msgid) and found[0] != "\u0301":
        yield Problem(
            "the translation holds a character that is unusual in a text ({character})",
            "write it with letters and digits of the language; footnotes stand where their tags stand",
            {"character": " ".join(map(_number, found[0]))},
        )


def bidi(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Overrides and embeddings, and isolates that are not closed: text that reads otherwise than it is."""
    found = _OVERRIDE.search(msgstr)
    character = found[0] if found else _unbalanced(msgstr)
    if character:
        yield Problem(
            "the translation holds a character that changes the order in which text is read ({character})",
            "delete it: the direction of text is set when the letter is published",
            {"character": _number(character)},
        )


def _unbalanced(text: str) -> str:
    depth, first = 0, ""
    for found in _ISOLATE.finditer(text):
        if found[0] != "\u2069":
            depth += 1
            first = first or found[0]
        elif depth == 0:
            return found[0]
        else:
            depth -= 1
    return first if depth else ""
