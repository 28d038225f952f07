"""What an expression needs is in everything that it matches."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re

import pytest
from checks_data import real_pairs

from openletter import checks
from openletter.checks import opposite_words
from openletter.checks.needs import may_match, pieces
from openletter.checks.text import plain


def patterns() -> list[re.Pattern[str]]:
    """Every expression of the checks, also those within tables."""
    found: dict[re.Pattern[str], None] = {}

    def gather(value: object, depth: int = 5) -> None:
        if isinstance(value, re.Pattern):
            found[value] = None
        elif isinstance(value, dict) and depth:
            for one in value.values():
                gather(one, depth - 1)
        elif isinstance(value, list | tuple) and depth:
            for one in value:
                gather(one, depth - 1)
        elif depth and hasattr(value, "__slots__") and hasattr(type(value), "__dataclass_fields__"):
            for name in type(value).__dataclass_fields__:
                gather(getattr(value, name), depth - 1)

    for info in pkgutil.iter_modules(checks.__path__):
        for value in vars(importlib.import_module(f"openletter.checks.{info.name}")).values():
            gather(value)
    return list(found)


def test_nothing_matches_without_what_it_needs() -> None:
    draw = random.Random(11)
    texts = [text for pair in real_pairs() for text in (plain(pair.segment.msgid), plain(pair.msgstr))]
    texts = draw.sample(texts, 500)
    texts += [text.upper() for text in texts[:60]] + [
        text.replace("i", "ı").replace("s", "ſ") for text in texts[:60]
    ]
    matches = spared = 0
    for pattern in patterns():
        for text in texts:
            if not may_match(pattern, text):
                spared += 1
                assert not pattern.search(text), (pattern, text)
            matches += 1
    assert len(patterns()) > 200
    assert spared > matches / 4


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("abc", ("abc",)),
        ("a|bc", ("a", "bc")),
        ("(?:ab)?c", ("c",)),
        ("(?:ab)+c", ("ab",)),
        ("[ab]c*", ()),
        ("a|b*", ()),
        ("(?<!abc)d", ("d",)),
        ("(?!abc)", ()),
        (r"\d\w", ()),
        ("A(?i:BC)", ("bc",)),
    ],
)
def test_what_is_needed(pattern: str, needed: tuple[str, ...]) -> None:
    assert pieces(re.compile(pattern)) == needed


def test_the_words_of_opposites_are_looked_for_quickly() -> None:
    sides = [side for axis in opposite_words.AXES for side in axis["en"]]
    assert all(pieces(side.sure) for side in sides)
