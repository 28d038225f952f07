"""Signals of bad drafts: how often they are right about seeded faults, and wrong about good translations."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from checks_data import Pair, real_pairs, segment
from hypothesis import given
from hypothesis import strategies as st

from openletter import signals
from openletter.checks import Context, Term
from openletter.checks.text import sentences
from openletter.model import Standing, State
from openletter.signals import Signal

PAIRS = real_pairs(("letter", "udhr", "sentences"))
LONG = [pair for pair in PAIRS if len(pair.segment.msgid) >= 60 and "/" not in pair.name]


def scored(pair: Pair, text: str) -> float:
    return signals.score(signals.of(pair.segment, text, Context(pair.lang)))


def test_good_translations_are_left_alone() -> None:
    """Measured: 13 of 1,021 have any signal, 3 one that weighs."""
    scores = [scored(pair, pair.msgstr) for pair in PAIRS]
    assert len(scores) > 1000
    assert sum(one > 0 for one in scores) <= 0.02 * len(scores)
    assert sum(one >= 0.5 for one in scores) <= 0.005 * len(scores)


def _cut(pair: Pair, rng: random.Random) -> str:
    return pair.msgstr[: int(len(pair.msgstr) * rng.uniform(0.3, 0.65))].rstrip(" ,.;")


def _last_sentence(pair: Pair, rng: random.Random) -> str:
    return " ".join(sentences(pair.msgstr)[:-1])


def _loop(pair: Pair, rng: random.Random) -> str:
    joint = "" if pair.lang == "zh" else " "
    units = list(pair.msgstr) if pair.lang == "zh" else pair.msgstr.split()
    at = rng.randrange(1, len(units) // 2)
    return joint.join(units[:at] + units[max(0, at - rng.randint(1, 4)) : at] * rng.randint(4, 12))


def _echo(pair: Pair, rng: random.Random) -> str:
    return pair.segment.msgid


def _half_echo(pair: Pair, rng: random.Random) -> str:
    ours, theirs = pair.segment.msgid.split(), pair.msgstr.split()
    return " ".join(theirs[: len(theirs) // 2] + ours[len(ours) // 2 :])


def _script(pair: Pair, rng: random.Random) -> str:
    at = len(pair.msgstr) // 2
    return f"{pair.msgstr[:at]}これはテストです{pair.msgstr[at:]}"


def _other_language(pair: Pair, rng: random.Random) -> str:
    others = [one for one in LONG if one.name == pair.name and one.lang != pair.lang]
    return rng.choice(others).msgstr if others else ""


@pytest.mark.parametrize(
    ("fault", "code", "share"),
    [
        (_cut, "lost-tail", 0.95),
        (_last_sentence, "lost-tail", 0.75),
        (_loop, "repetition", 0.97),
        (_echo, "source-echoed", 0.95),
        (_half_echo, "source-echoed", 0.93),
        (_script, "wrong-script", 1.0),
        (_other_language, "", 0.97),
    ],
)
def test_what_engines_do_when_they_fail_is_seen(
    fault: Callable[[Pair, random.Random], str], code: str, share: float
) -> None:
    rng = random.Random(7)
    cases = [(pair, text) for pair in LONG if (text := fault(pair, rng))]
    found = [signals.of(pair.segment, text, Context(pair.lang)) for pair, text in cases]
    assert len(cases) > 60
    assert sum(signals.score(one) >= 0.5 for one in found) >= (share - 0.02) * len(cases)
    if code:
        assert sum(code in {signal.code for signal in one} for one in found) >= share * len(cases)


def test_the_gravest_goes_first_and_scores_grow_with_each() -> None:
    found = signals.of(
        segment("This is a text of some length, of 37 words or so."), "это это это это", Context("ru")
    )
    assert found[0].code == "repetition"
    weights = [one.weight for one in found]
    assert weights == sorted(weights, reverse=True)
    assert signals.score(found) >= max(weights)
    assert "{" not in "".join(map(str, found))


def test_an_engine_that_was_not_sure_says_so() -> None:
    one = segment("Good morning")
    assert [s.code for s in signals.of(one, "Bonjour à tous", Context("fr"), 0.2, 0.2)] == ["low-score"]
    assert signals.of(one, "Bonjour à tous", Context("fr"), 0.3, 0.2) == ()
    assert signals.of(one, "Bonjour à tous", Context("fr"), None, 0.9) == ()


def drafted(number: int, confidence: float, origin: str = "argos en_fr 1.9") -> Standing:
    return Standing(
        ("", f"Good morning {number}"), State.DRAFT, "Bonjour", origin=origin, why=signals.written(confidence)
    )


def test_the_lowest_tenth_of_an_engine_s_drafts_in_a_letter_is_low() -> None:
    many = [drafted(number, 0.5 + number / 100) for number in range(25)]
    other = [drafted(100 + number, 0.1) for number in range(9)]
    assert signals.lows(many) == {"argos en_fr 1.9": 0.51}
    assert signals.lows([replace(one, origin="x 1") for one in other]) == {}, "too few for a tenth"
    assert signals.lows(drafted(n, 0.95 + n / 1000) for n in range(20)) == {"argos en_fr 1.9": signals.SURE}
    by_a_person = [replace(one, state=State.TRANSLATED) for one in many]
    assert signals.lows(by_a_person) == {}


def test_an_unsure_draft_goes_before_those_without_a_signal() -> None:
    many = [drafted(number, 0.9 - number / 100) for number in range(20)]
    found = signals.worst_first(
        [segment(one.key[1]) for one in many], {one.key: one for one in many}, Context("fr")
    )
    low = [one.number for one in found if "low-score" in {signal.code for signal in one.signals}]
    assert low == [19, 20]
    assert all(signals.score([s for s in one.signals if s.code == "low-score"]) < 0.5 for one in found)


def test_a_confidence_in_the_journal_is_read_back_and_anything_else_is_none() -> None:
    assert signals.confidence_of(drafted(1, 0.72249)) == 0.7225
    for why in ("", "confidence", "confidence 7", "confidence 0.5 or so", "taken back"):
        assert signals.confidence_of(Standing(("", "a"), State.DRAFT, "b", why=why)) is None


def test_a_term_that_the_engine_did_not_know_is_told() -> None:
    one, terms = segment("The Security Council met."), (Term("Security Council", "Conseil de sécurité"),)
    (signal,) = signals.of(one, "Le Conseil de la sûreté s’est réuni.", Context("fr", terms=terms))
    assert str(signal) == "“Security Council” is usually “Conseil de sécurité”"
    assert signals.of(one, "Le Conseil de sécurité s’est réuni.", Context("fr", terms=terms)) == ()


def test_drafts_alone_worst_first() -> None:
    long = "The Council should consider the situation of human rights without delay."
    good = "Le Conseil devrait examiner sans tarder la situation des droits de l’homme."
    texts = [(good, State.DRAFT), ("Le Conseil", State.DRAFT), ("Le", State.TRANSLATED), (long, State.DRAFT)]
    segments = [segment(long, context) for context in ("", "title", "subtitle", "alt")]
    standings = {
        one.key: Standing(one.key, state, text) for one, (text, state) in zip(segments, texts, strict=True)
    }
    found = signals.worst_first(segments, standings, Context("fr"))
    assert [one.number for one in found] == [2, 4]
    assert found[0].score >= found[1].score > 0


@given(
    st.text(max_size=80), st.text(max_size=80), st.sampled_from(["ar", "zh", "fr", "ru", "es", "en", "pt"])
)
def test_any_text_can_be_judged(source: str, text: str, lang: str) -> None:
    found = signals.of(segment(source), text, Context(lang))
    assert all(isinstance(one, Signal) and 0 < one.weight <= 0.95 for one in found)
    assert 0 <= signals.score(found) < 1


@pytest.mark.parametrize(
    "text", ["a " * 30_000, "a" * 60_000, "1." * 30_000, "。" * 60_000, "ab ba " * 10_000]
)
def test_no_text_takes_long(text: str) -> None:
    import time

    began = time.process_time()
    signals.of(segment("word " * 1000), text, Context("ru"))
    assert time.process_time() - began < 3
