"""How one text became another, word by word. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_WIDE = "\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"\s+|</?[a-z]+[0-9]+/?>|[{_WIDE}]|[^\W{_WIDE}]+|.")
_MOST = 1_000
"""Words of a text; the comparison takes quadratic time."""


def difference(old: str, new: str) -> str:
    """The new text with what went in [-…-] and what came in {+…+}, as `wdiff` writes it.

    "" where the texts are the same, or too long to be compared.

    >>> difference("States must not return", "States shall not return")
    'States [-must-]{+shall+} not return'
    """
    if old == new or _too_long(old, new):
        return ""
    marks = {"": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    return "".join(marks[change].format(text) for change, text in changes(old, new))


def changes(old: str, new: str) -> list[tuple[str, str]]:
    """The runs of both texts in order, each with "", `out` (only in the old) or `in` (only in the new).

    Texts that are too long to be compared are one exchange.

    >>> changes("a b", "a c")
    [('', 'a '), ('out', 'b'), ('in', 'c')]
    """
    if _too_long(old, new):
        return [("out", old), ("in", new)]
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[tuple[str, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("", "".join(after[k:m])))
            continue
        if j > i:
            found.append(("out", "".join(before[i:j])))
        if m > k:
            found.append(("in", "".join(after[k:m])))
    return found


def _too_long(old: str, new: str) -> bool:
    return max(len(_TOKEN.findall(old)), len(_TOKEN.findall(new))) > _MOST
