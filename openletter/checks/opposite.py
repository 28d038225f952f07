"""The opposite of what the source says: at least and at most, before and after, all and some, lawful or not.

Only where the source plainly says the one and in no way the other, and the translation the reverse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from openletter.checks.base import Context, Problem
from openletter.checks.needs import may_match
from openletter.checks.negation import CLAUSE, denials
from openletter.checks.opposite_words import AXES, TURNED_BY_DENIAL, WILL, Axis, Side
from openletter.checks.text import plain, sentences, source
from openletter.model import Segment

Said = tuple[Axis, int]
"""What a source says plainly: which axis, and which of its two sides."""

_VOWELS = re.compile("[\u064b-\u0652\u0670\u0640]")


def opposite(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A word whose opposite stands in the source, sentence by sentence where these can be paired."""
    if context.source_lang != "en" or context.lang not in AXES[0]:
        return
    said = _said(source(segment))
    if not said:
        return
    text = _VOWELS.sub("", plain(msgstr)) if context.lang == "ar" else plain(msgstr)
    before, after = sentences(source(segment)), sentences(text)
    if len(before) != len(after):
        before, after = [source(segment)], [text]
    for one, other in zip(before, after, strict=True):
        found = (
            _turned(said, one, other, context.lang)
            or _denied(said, one, other, context.lang)
            or _gone(one, other, context.lang)
        )
        if found:
            yield Problem(
                "“{source}” of the source seems to have become “{translation}”, its opposite",
                "read both again; if the sense is the same, another person can confirm the translation",
                {"source": found[0], "translation": found[1]},
            )
            return


def _said(text: str) -> list[Said]:
    """All that a source says of which the opposite is known."""
    return [
        (axis, here)
        for axis in AXES
        for here, side in enumerate(axis["en"])
        if may_match(side.sure, text) and side.sure.search(text)
    ]


def _turned(said: list[Said], one: str, other: str, lang: str) -> tuple[str, str] | None:
    """The words of a sentence and of its translation that mean the opposite of each other."""
    for axis, here in said:
        ours, theirs, there = axis["en"], axis[lang], 1 - here
        words = _only(ours[here], ours[there], one)
        turned = words and _only(theirs[there], theirs[here], other)
        if turned and denials(one, "en") == denials(other, lang):
            return words, turned
    return None


def _denied(said: list[Said], one: str, other: str, lang: str) -> tuple[str, str] | None:
    """A word that stands in both, and that the translation alone denies: “not unlawful” for “unlawful”."""
    for axis, here in said:
        words = axis in TURNED_BY_DENIAL and _only(axis["en"][here], axis["en"][1 - here], one)
        if not words or denials(one, "en"):
            continue
        for clause in CLAUSE.split(other):
            found = _only(axis[lang][here], axis[lang][1 - here], clause)
            if found and denials(axis[lang][here].sure.sub("x", clause), lang):
                return words, clause.strip()[:60]
    return None


def _gone(one: str, other: str, lang: str) -> tuple[str, str] | None:
    """A refusal of which nothing is left, neither by such a word nor by a denial."""
    refuses = WILL["en"][1].sure
    refusal = refuses.search(one) if may_match(refuses, one) else None
    if not refusal or denials(other, lang) > denials(one, "en") or WILL[lang][1].may.search(other):
        return None
    return refusal[0], other[:40]


def _only(this: Side, that: Side, text: str) -> str:
    """What plainly says the one where nothing says the other; else ""."""
    found = this.sure.search(text) if may_match(this.sure, text) else None
    return found[0].strip() if found and not that.may.search(this.sure.sub(" ", text)) else ""
