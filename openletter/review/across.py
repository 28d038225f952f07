"""The checks over several entries of a letter, for what somebody hands in.

A server is sent one text after the other for the same letter: what the texts have in common is remembered
from the second time on, for the letters that were sent something last.
"""

from __future__ import annotations

import operator
import threading
from collections.abc import Mapping, Sequence

from openletter import checks
from openletter.checks import CATALOG_CHECKS, Context
from openletter.checks.base import Pair, finding
from openletter.checks.together import Together
from openletter.model import Finding, Key, Place, Segment, Standing

FEW = 20
"""Up to how many texts handed in are compared with what is remembered."""
LONG = 100
"""From how many segments on a letter is remembered."""
_LETTERS = 8
_CHANGES = 50

_SEVERITIES = {row.code: row.severity for row in CATALOG_CHECKS}


class _Kept:
    """A letter in one language: at first only that it was sent something, then what its texts share."""

    def __init__(self, segments: list[Segment]) -> None:
        self.segments = segments
        self.together: Together | None = None


_kept: dict[tuple[str, str, int], _Kept] = {}
_turn = threading.Lock()


def findings(
    segments: Mapping[Key, Segment],
    standings: Mapping[Key, Standing],
    changed: Sequence[Pair],
    places: Sequence[Place],
    context: Context,
) -> list[Finding]:
    """What `check_catalog` says of the texts in `changed` among all others that hold in the letter.

    `places` are theirs.
    """
    if len(changed) <= FEW and len(segments) >= LONG:
        with _turn:
            known = _known(list(segments.values()), standings, context)
            if known is not None:
                return [
                    finding(problem, code, _SEVERITIES[code], places[at], changed[at][0], context)
                    for code, at, problem in known.look(changed)
                ]
    new = {segment.key for segment, _ in changed}
    pairs = [
        (segment, standings[key].msgstr)
        for key, segment in segments.items()
        if key not in new and standings[key].msgstr
    ]
    nowhere = [Place(places[0].file if places else "", -1)] * len(pairs)
    found = checks.check_catalog([*pairs, *changed], context, [*nowhere, *places])
    return [one for one in found if one.where.line >= 0]


def _known(segments: list[Segment], standings: Mapping[Key, Standing], context: Context) -> Together | None:
    """What is remembered of a letter, brought up to what holds now; None the first time."""
    name = (context.lang, context.source_lang, id(segments[0]))
    kept = _kept.pop(name, None)
    if kept is None or not _are_same(kept.segments, segments):
        kept = _Kept(segments)
    elif kept.together is None:
        kept.together = _whole(segments, standings, context)
    else:
        now = [standings[segment.key].msgstr for segment in segments]
        other = [number for number, text in enumerate(now) if kept.together.text(number) != text]
        if len(other) > _CHANGES:
            kept.together = _whole(segments, standings, context)
        else:
            for number in other:
                kept.together.put(number, now[number])
    _kept[name] = kept  # the last is the one that was used last
    while len(_kept) > _LETTERS:
        del _kept[next(iter(_kept))]
    return kept.together


def _whole(segments: Sequence[Segment], standings: Mapping[Key, Standing], context: Context) -> Together:
    return Together([(one, standings[one.key].msgstr) for one in segments], context)


def _are_same(one: Sequence[Segment], other: Sequence[Segment]) -> bool:
    return len(one) == len(other) and all(map(operator.is_, one, other))
