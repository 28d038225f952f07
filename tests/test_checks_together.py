"""What `Together` tells of a few texts is what `check_catalog` tells of them in the whole letter."""

from __future__ import annotations

import random

import pytest
from checks_data import LANGUAGES, real_pairs, segment

from openletter.checks import CATALOG_CHECKS, Context, check_catalog
from openletter.checks.base import Pair, finding
from openletter.checks.together import Together
from openletter.model import Finding, Place


def whole(kept: list[Pair], changed: list[Pair], context: Context) -> list[Finding]:
    """The findings of a look at everything, as far as they are of what changed."""
    keys = {one.key for one, _ in changed}
    pairs = [pair for pair in kept if pair[0].key not in keys and pair[1]] + changed
    first = len(pairs) - len(changed)
    places = [Place("x", number - first + 1 if number >= first else 0) for number in range(len(pairs))]
    return [one for one in check_catalog(pairs, context, places) if one.where.line]


def few(known: Together, changed: list[Pair], context: Context) -> list[Finding]:
    severities = {row.code: row.severity for row in CATALOG_CHECKS}
    return [
        finding(problem, code, severities[code], Place("x", at + 1), changed[at][0], context)
        for code, at, problem in known.look(changed)
    ]


def letter(lang: str, draw: random.Random) -> list[Pair]:
    """Real pairs with texts at wrong places, twice, left out, and sources that stand twice."""
    pairs: list[Pair] = [(one.segment, one.msgstr) for one in real_pairs() if one.lang == lang]
    pairs = list({one.key: (one, text) for one, text in draw.sample(pairs, 120)}.values())
    for _ in range(draw.randrange(12)):
        a, b = draw.sample(range(len(pairs)), 2)
        pairs[a], pairs[b] = (pairs[a][0], pairs[b][1]), (pairs[b][0], pairs[a][1])
    for _ in range(6):
        a, b = draw.sample(range(len(pairs)), 2)
        pairs[a] = (pairs[a][0], draw.choice(["", pairs[b][1]]))
        pairs.append((segment(pairs[b][0].msgid, draw.choice(("title", "alt"))), pairs[a][1]))
    return list({one.key: (one, text) for one, text in pairs}.values())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_few_texts_and_the_whole(lang: str, seed: int) -> None:
    draw = random.Random(f"{lang} {seed}")
    kept, context = letter(lang, draw), Context(lang)
    known = Together(kept, context)
    told = 0
    for _ in range(25):
        places = draw.sample(range(len(kept)), draw.choice((1, 1, 1, 2, 3)))
        texts = [kept[draw.choice((place, draw.randrange(len(kept))))][1] for place in places]
        if len(places) > 1 and draw.random() < 0.5:
            texts = [kept[place][1] for place in places[1:] + places[:1]]
        changed = [(kept[place][0], text) for place, text in zip(places, texts, strict=True) if text]
        if draw.random() < 0.2:
            changed.append(
                (segment("A source that the letter does not have, of 1948"), draw.choice(kept)[1] or "x")
            )
        found = whole(kept, changed, context)
        assert few(known, changed, context) == found
        told += len(found)
        for place, (one, text) in zip(places, changed, strict=False):
            if draw.random() < 0.6 and one.key == kept[place][0].key:
                kept[place] = (one, draw.choice((text, text, "")))
                known.put(place, kept[place][1])
    assert told > 5
    assert [known.text(number) for number in range(len(kept))] == [text for _, text in kept]


def test_common_things_point_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a change makes something common, or rare."""
    monkeypatch.setattr("openletter.checks.catalog.COMMON", 2)
    monkeypatch.setattr("openletter.checks.together.COMMON", 2)
    for seed in range(4):
        test_a_few_texts_and_the_whole("fr", 100 + seed)
