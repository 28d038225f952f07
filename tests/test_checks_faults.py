"""Seeded faults in good translations. `OPENLETTER_FULL=1` draws 1,000 of a kind and language, else 60."""

from __future__ import annotations

import os
import random

import pytest
from checks_data import DATA, LANGUAGES, Pair, real_pairs
from mutations import FAULTS

from openletter.checks import Context, check
from openletter.model import Place, Severity

PAIRS = [p for p in real_pairs(("letter", "udhr", "sentences")) if (p.lang, p.name) != ("ar", "udhr a29.3")]
HOW_MANY = 1000 if os.environ.get("OPENLETTER_FULL") else 60
MISSES = DATA / "checks" / "misses.tsv"


def is_caught(pair: Pair) -> bool:
    found = check(pair.segment, pair.msgstr, Context(pair.lang), Place(pair.name))
    return any(f.severity is not Severity.WARNING for f in found)


def faults(kind: str, lang: str) -> list[Pair]:
    """Different faults of a kind in the texts of a language, in a seeded order; of negation all."""
    draw = random.Random(f"{kind} {lang}")
    made: dict[tuple[str, str], Pair] = {}
    for _ in range(1 if kind == "negation" else 40):
        for pair in draw.sample(PAIRS, len(PAIRS)):
            if pair.lang == lang:
                made |= {(f.segment.msgid, f.msgstr): f for f in FAULTS[kind](pair, draw)}
        if len(made) >= HOW_MANY:
            break
    return draw.sample(sorted(made.values(), key=lambda f: (f.name, f.msgstr)), len(made))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in FAULTS if kind != "negation"])
def test_every_fault_of_fact_or_markup_is_refused_or_held(kind: str, lang: str) -> None:
    made = faults(kind, lang)[:HOW_MANY]
    assert len(made) == HOW_MANY
    assert [(p.name, p.msgstr) for p in made if not is_caught(p)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_deleted_negations_are_held(lang: str) -> None:
    """At least 95 per cent; the misses are listed in tests/data/checks/misses.tsv, each once."""
    made = faults("negation", lang)
    missed = {(p.lang, p.name, p.msgstr) for p in made if not is_caught(p)}
    assert len(made) >= 80
    listed = {tuple(line.split("\t")) for line in MISSES.read_text("utf-8").splitlines()[1:]}
    assert missed == {row for row in listed if row[0] == lang}
    assert len(missed) <= len(made) / 20
