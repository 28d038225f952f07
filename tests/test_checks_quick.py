"""The quick looks of the checks spare work and change nothing: without them, the findings are the same."""

from __future__ import annotations

import random
import re

import pytest
from checks_data import LANGUAGES, cases, real_pairs

from openletter import stems
from openletter.checks import Context, Term, addresses, check, dates, lookalikes, numbers, opposite, units
from openletter.checks.text import may_hold
from openletter.model import Finding, Place, Segment

NOISE = (
    "abc XYZ.,;:!?0123456789%٪％‰$€£₽«»“”’'\"()（）[]{}<>/\\|@#&*_~^=+-–—\n\u00a0\u202f\u200bſıİ①、"
    "May maio мая آب дол Three"
)
NAMES = (
    *(
        "www",
        "ｗｗｗ",
        "com",
        "org",
        "рф",
        "شبكة",
        "例子。",
        "中国",
        "。",
        "．",
        ".",
        "｡",
        "․",
        "@",
        "＠",
        ":",
        "：",
        "//",
    ),
    *(
        "&#46;",
        "http",
        "data",
        "\u200b",
        "(.)",
        "[.]",
        "1",
        "203",
        "a",
        "/",
        "⒈",
        "㏇",
        "12.3.2014",
        "5/6/2013",
    ),
)
"""Pieces of addresses and dates, some in disguise."""
TERMS = (Term("Security Council", "x"), Term("country", "y"), Term("State", "z"), Term("élève", "w"))


def texts() -> list[tuple[str, Segment, str]]:
    """Cases of the checks, and real texts with noise in them."""
    draw = random.Random(7)
    found = [(case.lang, *pair) for case in cases() for pair in case.pairs]
    for pair in real_pairs(("letter",)):
        text = pair.msgstr
        for _ in range(draw.randrange(4)):
            at = draw.randrange(len(text) + 1)
            noise = NAMES if draw.random() < 0.3 else NOISE
            text = text[:at] + "".join(draw.choices(noise, k=draw.randrange(1, 6))) + text[at:]
        found.append((pair.lang, pair.segment, text))
    return found


def findings() -> list[list[Finding]]:
    lookalikes._narrow.cache_clear()
    return [check(one, text, Context(lang, terms=TERMS), Place("x")) for lang, one, text in texts()]


def test_the_findings_are_those_of_the_whole_look(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = findings()
    assert sum(map(bool, map(len, quick))) > 100
    everything = frozenset(map(chr, range(0x3000)))
    for module in (units, lookalikes):
        monkeypatch.setattr(module, "characters", lambda text: everything)
    monkeypatch.setattr(units, "may_hold", lambda text, pieces: True)
    monkeypatch.setattr(dates, "_STEMS", dict.fromkeys(LANGUAGES + ("en",), ("",)))
    every = re.compile("")
    monkeypatch.setattr("openletter.checks.numbers._ANY_SCALE", every)
    # that a scale may be there is no scale yet: the whole look falls back on 1
    monkeypatch.setattr("openletter.checks.numbers._SCALE", [(1, every), *_scale()])
    monkeypatch.setattr(stems, "_beginnings", lambda text: _All(range(len(stems._words(text)))))
    monkeypatch.setattr(dates, "_MAY_BE_NUMERIC", every)
    monkeypatch.setattr(addresses, "_POSSIBLE", every)
    monkeypatch.setattr(numbers, "_numbers", numbers._NUMBER.finditer)
    monkeypatch.setattr(opposite, "may_match", lambda pattern, text: True)
    _forget()
    assert findings() == quick
    _forget()


class _All(dict[str, range]):
    """Every place, however each begins."""

    def __init__(self, places: range) -> None:
        super().__init__()
        self.places = places

    def get(self, key: str, default: object = ()) -> range:
        return self.places


def _scale() -> list[tuple[int, re.Pattern[str]]]:
    return list(numbers._SCALE)


def _forget() -> None:
    numbers._values.cache_clear()


@pytest.mark.parametrize("text", ["ſix", "Sıx", "SİX"])
def test_letters_whose_case_is_special_are_left_to_the_expression(text: str) -> None:
    assert may_hold(text, ("nothing",))
