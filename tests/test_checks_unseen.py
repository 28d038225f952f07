"""Denials in sentences of treaties that the word lists were not made from: what is held, what is missed.

The misses and the false holds are listed in tests/golden/denials.txt, each once; it may only grow shorter.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from checks_data import LANGUAGES, Pair, real_pairs
from denials import without_one

from openletter.checks.base import Context
from openletter.checks.negation import negation

GOLDEN = Path(__file__).parent / "golden" / "denials.txt"
PAIRS = [pair for pair in real_pairs(("treaties",)) if "/" not in pair.name]


def is_held(pair: Pair, text: str) -> bool:
    return any(True for _ in negation(pair.segment, text, Context(pair.lang)))


def lines(lang: str) -> tuple[list[str], int]:
    """What is false or missed, as the golden file has it, and how many denials were taken out."""
    made, found = 0, []
    for pair in (pair for pair in PAIRS if pair.lang == lang):
        if is_held(pair, pair.msgstr):
            found.append(f"false\t{lang}\t{pair.name}")
        for text in without_one(pair.segment.msgid, pair.msgstr, lang):
            made += 1
            if not is_held(pair, text):
                found.append(f"missed\t{lang}\t{pair.name}\t{text}")
    return found, made


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_missed_or_held_falsely_is_listed(lang: str) -> None:
    found, made = lines(lang)
    listed = [line for line in GOLDEN.read_text("utf-8").splitlines() if line.split("\t")[1] == lang]
    assert made >= 20
    assert found == listed


def test_most_are_held() -> None:
    """Nine in ten; the bar of 95 in 100 holds on the tuned texts only (docs/checks.md)."""
    missed = sum(line.startswith("missed") for lang in LANGUAGES for line in lines(lang)[0])
    assert missed <= sum(lines(lang)[1] for lang in LANGUAGES) / 10
