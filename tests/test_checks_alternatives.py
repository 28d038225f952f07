"""An expression that was gathered matches what it matched before, at the same places."""

from __future__ import annotations

import random
import re

import pytest

from openletter.checks.alternatives import any_of, gathered

PATTERNS = (
    r"\bno\b|\bnot\b|n[’']t\b|\bnone\b|\bno one\b",
    r"\bno one\b|x|\bno\b|\b(?:a|b\|c)d|\bn[|)(]o",
    r"(?<!a)b|(?<!a)c|(?<!c)a|(?<!c)b",
    r"(?<![a)b])n|(?<![a)b])o|o",
    r"(?!n)\w|(?!n)\W|(?=n)n",
    r"(?<=(?:a))b|(?<=(?:a))c",
    r"\\b|\[a|\(b|\|",
    r"[]|]a|[^]|]b|\bn",
    r"\b|\bn",
    "",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_matches_are_the_same(pattern: str) -> None:
    draw = random.Random(pattern)
    plain, made = re.compile(pattern, re.IGNORECASE), any_of(pattern)
    for _ in range(400):
        text = "".join(
            draw.choices(
                ("no", "n", "o", "a", "b", "c", " ", "t", "’", "|", "(", ")", "[", "]", "\\", "d"), k=12
            )
        )
        assert [m.span() for m in made.finditer(text)] == [m.span() for m in plain.finditer(text)], text


def test_a_condition_is_asked_once() -> None:
    assert gathered(r"\bno\b|\bnot\b|n[’']t|\ba|\bb") == r"\b(?:no\b|not\b)|n[’']t|\b(?:a|b)"
    assert gathered(r"(?<![a|b])x|(?<![a|b])y") == r"(?<![a|b])(?:x|y)"
