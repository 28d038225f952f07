"""How one text became another, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if old == new or max(len(before), len(after)) > _MOST:
        return ""
    return "".join(_marked(before, after))


def _marked(before: list[str], after: list[str]) -> Iterator[str]:
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "".join(after[k:m])
            continue
        if j > i:
            yield f"[-{''.join(before[i:j])}-]"
        if m > k:
            yield f"{{+{''.join(after[k:m])}+}}"
