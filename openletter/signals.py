"""What makes a machine's draft suspect, so that a reviewer reads the worst first. Pure.

Signals are no checks: none refuses or holds anything. Each has a weight from 0 to 1, how sure it is that
something is wrong; `score` puts them together. They look for what translation engines do when they fail: they
repeat themselves, hand back the source, stop early, answer in another script or language, or know nothing of
the project's terms, since neither Argos nor Firefox can be told of any.
How often each is right and wrong is measured in tests/test_signals.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openletter.checks import Context
from openletter.checks.scripts import SCRIPTS, language, script
from openletter.checks.structure import usual
from openletter.checks.terms import term
from openletter.checks.text import ascii_digits, folded, plain, sentences, words
from openletter.model import Key, Segment, Standing, State

SPACELESS = frozenset({"zh", "ja", "th"})


@dataclass(frozen=True, slots=True)
class Signal:
    """Something suspect in a draft. `what` is a message for gettext, with {placeholders} for `values`."""

    code: str
    weight: float
    what: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.what.format(**self.values)


def of(
    segment: Segment, text: str, context: Context, confidence: float | None = None, low: float = 0.0
) -> tuple[Signal, ...]:
    """What is suspect in a draft, the gravest first; () for an empty text.

    `confidence` is the engine's own, from 0 to 1, where it gives one; at or below `low` (see `lows`) it is
    a signal.
    """
    if not text.strip():
        return ()
    source, target = plain(segment.msgid), plain(text)
    found: list[Signal] = []
    for look in (_repetition, _echo, _script, _length, _tail):
        found += look(source, target, context)
    other = not any(one.code in ("wrong-script", "source-echoed") for one in found)
    if other and next(language(segment, text, context), None):
        found.append(Signal("wrong-language", 0.8, "the text reads like another language"))
    found += [Signal("term", 0.25, one.what, one.values) for one in term(segment, text, context)]
    if confidence is not None and confidence <= low:
        what = "the engine was less sure of it than of nine in ten of its drafts here"
        found.append(Signal("low-score", UNSURE, what))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.code)))


def score(signals: Iterable[Signal]) -> float:
    """How likely something is wrong, from 0 to 1: each signal takes its share of what is left.

    >>> score([Signal("a", 0.5, ""), Signal("b", 0.5, "")])
    0.75
    """
    right = 1.0
    for signal in signals:
        right *= 1 - signal.weight
    return round(1 - right, 3)


# The engine's own confidence

UNSURE = 0.35
"""The weight of a low confidence: it moves a draft forward, and alone never makes it one that weighs."""
SURE = 0.9
"""Above this an engine counts as sure, whatever it thought of its other drafts."""
FEWEST = 10
"""Drafts of one engine in a letter, below which there is no lowest tenth."""
_WORD = "confidence"
_CONFIDENCE = re.compile(rf"{_WORD} ([01]\.\d+)")


def written(confidence: float) -> str:
    """A confidence as the journal has it, in `why` of a draft.

    >>> written(0.72249), confidence_of(Standing(("", "a"), State.DRAFT, "b", why="confidence 0.7225"))
    ('confidence 0.7225', 0.7225)
    """
    return f"{_WORD} {confidence:.4f}"


def confidence_of(standing: Standing) -> float | None:
    """How sure the engine was of a draft; None for other texts, and where it did not tell."""
    found = _CONFIDENCE.fullmatch(standing.why) if standing.state is State.DRAFT else None
    return float(found[1]) if found else None


def lows(standings: Iterable[Standing]) -> dict[str, float]:
    """What made drafts of a letter → the confidence at or below which its lowest tenth lies.

    Relative, because no two models mean the same by a number (docs/drafts.md has the measurement).
    """
    by_origin: dict[str, list[float]] = {}
    for one in standings:
        sure = confidence_of(one)
        if sure is not None:
            by_origin.setdefault(one.origin, []).append(sure)
    return {
        origin: min(SURE, sorted(found)[len(found) // 10 - 1])
        for origin, found in by_origin.items()
        if len(found) >= FEWEST
    }


# Repetition


def _repetition(source: str, target: str, context: Context) -> Iterator[Signal]:
    """The same words again and again, far more often than in the source."""
    theirs, ours = (
        _units(one, lang) for one, lang in ((target, context.lang), (source, context.source_lang))
    )
    run, phrase = _run(theirs)
    if run >= 3 and run > _run(ours)[0] + 1:
        what = "“{words}” is repeated {times} times in a row"
        joint = "" if context.lang in SPACELESS else " "
        values = {"words": joint.join(phrase)[:60], "times": str(run)}
        yield Signal("repetition", 0.95 if run > 3 else 0.85, what, values)
        return
    share, usually = _again(theirs), _again(ours)
    if len(theirs) >= 12 and share > 0.3 and share > usually + 0.25:
        values = {"share": str(round(100 * share))}
        yield Signal("repetition", 0.7, "{share} per cent of the words are a repetition of others", values)


def _units(text: str, lang: str) -> list[str]:
    if lang in SPACELESS:
        return [c for c in text if c.isalpha()]
    return [word.casefold() for word in words(text)]


def _run(units: list[str], longest: int = 12) -> tuple[int, list[str]]:
    """How often some group of words follows upon itself, and the group."""
    best, phrase = 1, units[:1]
    for size in range(1, min(longest, len(units) // 2) + 1):
        same = 0
        for at in range(size, len(units)):
            same = same + 1 if units[at] == units[at - size] else 0
            if same // size + 1 > best:
                best, phrase = same // size + 1, units[at - size + 1 : at + 1]
    return best, phrase


def _again(units: list[str], size: int = 3) -> float:
    """The share of groups of three words that stood before."""
    groups = Counter(tuple(units[at : at + size]) for at in range(len(units) - size + 1))
    total = groups.total()
    return (total - len(groups)) / total if total else 0.0


# The source handed back, and other scripts


def _echo(source: str, target: str, context: Context) -> Iterator[Signal]:
    """Words of the source, which are no names, left in the translation."""
    own = [word for word in words(source) if word[0].islower() and len(word) > 2]
    if len(own) < 3:
        return
    if folded(source).split() == folded(target).split():
        yield Signal("source-echoed", 0.95, "the source was handed back")
        return
    there = {word.casefold() for word in words(target)}
    left = [word for word in own if word.casefold() in there]
    share = len(left) / len(own)
    latin = SCRIPTS.get(context.lang, ("LATIN",))[0] == SCRIPTS.get(context.source_lang, ("LATIN",))[0]
    if share > (0.4 if latin else 0.15):
        what = "{share} per cent of the source's words stand in the translation, such as “{word}”"
        values = {"share": str(round(100 * share)), "word": max(left, key=len)}
        yield Signal("source-echoed", round(min(0.9, 0.5 + share), 2), what, values)


def _script(source: str, target: str, context: Context) -> Iterator[Signal]:
    """Letters of a script that is neither the language's nor the source's."""
    own = SCRIPTS.get(context.lang)
    letters = [c for c in target if c.isalpha()]
    if own is None or not letters:
        return
    known = set(source)
    wrong = [
        c
        for c in letters
        if script(c) not in (*own, "", "MODIFIER", "FEMININE", "MASCULINE") and c not in known
    ]
    strangers = [c for c in letters if script(c) != own[0] and c not in known]
    if wrong:
        share = len(wrong) / len(letters)
        what = "“{letters}” is of no script of the language"
        yield Signal("wrong-script", round(min(0.95, 0.6 + share), 2), what, {"letters": "".join(wrong)[:20]})
    elif own[0] != "LATIN" and len(strangers) > 0.3 * len(letters):
        what = "{share} per cent of the letters are of another script than the language's"
        share = len(strangers) / len(letters)
        yield Signal(
            "wrong-script", round(min(0.95, 0.4 + share), 2), what, {"share": str(round(100 * share))}
        )


# Length, and the end


def _ratio(source: str, target: str, context: Context) -> float:
    """How long a translation is, 1 for what is usual between the two languages."""
    return len(target.strip()) / max(len(source), 1) / (usual(context.lang) / usual(context.source_lang))


def _length(source: str, target: str, context: Context) -> Iterator[Signal]:
    """Out of proportion; the longer the source, the less a translation's length varies."""
    ratio, size = _ratio(source, target, context), len(source)
    if size < 12:
        return
    low, high = (0.72, 1.4) if size >= 150 else (0.58, 1.65) if size >= 60 else (0.35, 2.5)
    if context.lang in SPACELESS:  # a few characters more or less are many per cent
        low, high = low * 0.7, high * 1.6
    if ratio > high:  # a name may stand in both languages
        kept = set(words(source))
        names = sum(len(word) + 1 for word in words(target) if word in kept and not word.islower())
        ratio = max(ratio - names / size / usual(context.lang), low)
    if low <= ratio <= high:
        return
    far = low / max(ratio, 0.01) if ratio < low else ratio / high
    weight = round(min(0.9, 0.35 + 0.5 * (far - 1)), 2)
    what = "the translation has {share} per cent of the usual length"
    yield Signal("length", weight, what, {"share": str(round(100 * ratio))})


_END = re.compile(r"[.!?؟。！？…:：;；][»”’\"')\]）」』\s\u00a0\u202f]*$")
_ANCHOR = re.compile(r"\d[\d.,\u00a0\u202f]*\d|\d")


def _tail(source: str, target: str, context: Context) -> Iterator[Signal]:
    """The end of the source is missing: its last sentence, its last figures, its full stop."""
    if len(source) < 40:
        return
    ratio = _ratio(source, target, context)
    clues = []
    ours, theirs = len(sentences(source)), len(sentences(target))
    if theirs < ours and ratio < 0.85:
        clues.append(0.5)
    if _END.search(source) and not _END.search(target):
        clues.append(0.5 if ratio < 0.9 else 0.3)
    cut = len(source) * 2 // 3
    last = [_digits(one) for one in _ANCHOR.findall(source[cut:])]
    there = _digits(target)
    if last and not any(one in there for one in last) and ratio < 1.0:
        before = [_digits(one) for one in _ANCHOR.findall(source[:cut])]
        clues.append(0.5 if before and all(one in there for one in before) else 0.3)
    if clues:
        weight = score(Signal("", clue, "") for clue in clues)
        yield Signal("lost-tail", min(weight, 0.9), "the end of the source seems to be missing")


def _digits(text: str) -> str:
    return re.sub(r"(?<=\d)[.,\u00a0\u202f\u066b\u066c](?=\d)", "", ascii_digits(text))


def of_draft(
    segment: Segment, standing: Standing, context: Context, low: Mapping[str, float]
) -> tuple[Signal, ...]:
    """What is suspect in the text that holds; () for one that is no draft. `low` is that of `lows`."""
    if standing.state is not State.DRAFT:
        return ()
    sure = confidence_of(standing)
    return of(segment, standing.msgstr, context, sure, low.get(standing.origin, 0.0))


@dataclass(frozen=True, slots=True)
class Suspect:
    """A draft with signals. `number` is its place among the letter's messages, from 1."""

    number: int
    segment: Segment
    score: float
    signals: tuple[Signal, ...]


def worst_first(
    segments: Sequence[Segment], standings: Mapping[Key, Standing], context: Context
) -> list[Suspect]:
    """The drafts of a letter in which something is suspect, the worst first, those alike in their order."""
    found = []
    low = lows(standings.values())
    for number, segment in enumerate(segments, 1):
        signals = of_draft(segment, standings[segment.key], context, low)
        if signals:
            found.append(Suspect(number, segment, score(signals), signals))
    return sorted(found, key=lambda one: (-one.score, one.number))
