"""What a text must hold for an expression to match anywhere in it: a quick look before a slow search.

Read from the expression itself, so that both cannot differ. Pure.
"""

from __future__ import annotations

import re
from typing import Any

from openletter.checks.text import may_hold

MOST = 80
"""More pieces than this are not looked for one by one."""

Pieces = tuple[str, ...]


def may_match(pattern: re.Pattern[str], text: str) -> bool:
    """Whether an expression may match in a text; False only where it surely does not.

    >>> may_match(re.compile(r"at (?:least|most)\\b"), "At most two"), may_match(re.compile("a+b|cd"), "abx")
    (True, True)
    >>> may_match(re.compile(r"\\bat (?:least|most)\\b"), "two or more")
    False
    """
    known = _KNOWN.get(id(pattern))
    if known is None:
        known = _KNOWN[id(pattern)] = (pattern, pieces(pattern))
    return not known[1] or may_hold(text, known[1])


_KNOWN: dict[int, tuple[re.Pattern[str], Pieces]] = {}
"""By identity, since to hash an expression takes longer than the look; the value keeps it where it is."""


def pieces(pattern: re.Pattern[str]) -> Pieces:
    """Texts in small letters one of which stands in whatever matches; () where none need.

    >>> pieces(re.compile(r"\\bat (?:least|most)\\b|\\bmini\\w+"))
    ('least', 'mini', 'most')
    """
    from re import _parser  # type: ignore[attr-defined]  # what `re` itself reads expressions with

    try:
        found = _of_sequence(_parser.parse(pattern.pattern, pattern.flags))
    except (AttributeError, TypeError, ValueError, KeyError):
        return ()
    return tuple(sorted(found)) if len(found) <= MOST else ()


def _of_sequence(items: Any) -> frozenset[str]:
    """Of what follows upon each other, whatever tells most: the one whose shortest text is longest."""
    best: frozenset[str] = frozenset()
    run = ""
    for code, argument in items:
        if str(code) == "LITERAL":
            run += chr(argument)
            best = _better(best, frozenset((run.lower(),)))
            continue
        run = ""
        best = _better(best, _of_item(str(code), argument))
    return best


def _of_item(code: str, argument: Any) -> frozenset[str]:
    if code == "SUBPATTERN":
        return _of_sequence(argument[3])
    if code == "BRANCH":
        found = [_of_sequence(one) for one in argument[1]]
        return frozenset().union(*found) if all(found) else frozenset()
    if code in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
        return _of_sequence(argument[2])
    return frozenset()


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """Which of two sets tells more: longer texts, then fewer of them."""
    return max(one, other, key=lambda texts: (min(map(len, texts), default=0), -len(texts)))
