"""What is remembered of a letter changes nothing of what is said about a text that is handed in."""

from __future__ import annotations

import random

import pytest
from checks_data import real_pairs, segment

from openletter import checks
from openletter.checks import Context
from openletter.checks.base import Pair
from openletter.checks.together import Together
from openletter.model import Finding, Key, Place, Segment, Standing, State
from openletter.review import across

PAIRS = {one.segment.key: one for one in real_pairs() if one.lang == "fr"}
SEGMENTS = {key: one.segment for key, one in PAIRS.items()}


def standings() -> dict[Key, Standing]:
    return {key: Standing(key, State.TRANSLATED, one.msgstr) for key, one in PAIRS.items()}


def plainly(
    hold: dict[Key, Standing], changed: list[Pair], places: list[Place], context: Context
) -> list[Finding]:
    keys = {one.key for one, _ in changed}
    rest = [(one, hold[key].msgstr) for key, one in SEGMENTS.items() if key not in keys and hold[key].msgstr]
    found = checks.check_catalog([*rest, *changed], context, [Place("other")] * len(rest) + places)
    return [one for one in found if one.where.file == "x"]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    across._kept.clear()


def test_one_text_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    draw, hold, told = random.Random(2), standings(), 0
    made: list[int] = []
    build = Together.__init__

    def counted(self: Together, pairs: list[Pair], context: Context) -> None:
        made.append(len(pairs))
        build(self, pairs, context)

    monkeypatch.setattr(Together, "__init__", counted)
    for turn in range(30):
        context = Context("fr", say=(lambda text: f"so: {text}") if turn % 2 else str)
        keys = draw.sample([*PAIRS], draw.choice((1, 2)))
        changed = [(SEGMENTS[key], hold[draw.choice([*PAIRS])].msgstr) for key in keys]
        places = [Place("x", number) for number, _ in enumerate(changed, 1)]
        found = across.findings(SEGMENTS, hold, changed, places, context)
        assert found == plainly(hold, changed, places, context)
        told += len(found)
        for one, text in changed:
            if draw.random() < 0.5:
                hold[one.key] = Standing(one.key, State.TRANSLATED, text)
    assert told > 10
    assert made == [len(PAIRS)], "the letter was looked at as a whole once, the second time"


def test_another_letter_is_another() -> None:
    hold, context = standings(), Context("fr")
    changed: list[Pair] = [(next(iter(SEGMENTS.values())), "Un texte qui est le même.")]
    for _ in range(3):
        across.findings(SEGMENTS, hold, changed, [Place("x", 1)], context)
    other: dict[Key, Segment] = {one.key: one for one in SEGMENTS.values()}
    last = [*other][-1]
    other[last] = segment("Another source altogether.")
    more = {**hold, last: Standing(last, State.TRANSLATED, "Un texte qui est le même.")}
    moved = {one.key: one for one in other.values()}
    found = across.findings(moved, {**more, moved_key(moved): more[last]}, changed, [Place("x", 1)], context)
    assert [one.code for one in found] == ["same-text"]


def moved_key(segments: dict[Key, Segment]) -> Key:
    return [*segments][-1]


def test_no_more_than_some_letters_are_kept() -> None:
    hold = standings()
    for source in ("en", "fr"):
        for lang in ("fr", "es", "ru", "ar", "zh"):
            across.findings(SEGMENTS, hold, [], [], Context(lang, source))
    assert len(across._kept) == across._LETTERS
