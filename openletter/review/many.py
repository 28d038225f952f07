"""The checks of very many entries at once, on every core. A few are checked here and now.

What several processes find is what one would have found: each entry is checked by itself. A process that
dies costs time, and no check: its entries are checked here.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from openletter import checks
from openletter.checks import Context, catalog
from openletter.checks.text import plain
from openletter.model import Finding, Place, Segment
from openletter.publish.pool import Lost, Pool

MANY = 1_500
"""From how many entries on it is quicker to start processes first."""

_PIECE = 300
_MOST = 4


class Entry(NamedTuple):
    """A text to be checked: of which source, and where it stands."""

    segment: Segment
    text: str
    where: Place


class _Piece(NamedTuple):
    number: int
    context: bytes
    entries: Sequence[Entry]


class _Found(NamedTuple):
    findings: list[list[Finding]]
    features: dict[tuple[str, str], catalog.Features]


def check_all(entries: Sequence[Entry], context: Context) -> list[list[Finding]]:
    """What `checks.check` says about each entry, in order."""
    cores = min(os.cpu_count() or 1, _MOST)
    packed = _packed(context) if len(entries) >= MANY and cores > 1 else None
    if packed is None:
        return [checks.check(one.segment, one.text, context, one.where) for one in entries]
    found: dict[int, list[list[Finding]]] = {}
    pool: Pool[_Piece, _Found] = Pool(_check, cores)
    for piece, result in pool.map(_pieces(entries, packed)):
        done = _check(piece) if isinstance(result, Lost) else result
        found[piece.number] = done.findings
        catalog.remember(done.features)
    return [findings for number in sorted(found) for findings in found[number]]


def _packed(context: Context) -> bytes | None:
    """The context for another process; None where it cannot go there."""
    try:
        return pickle.dumps(context)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None


def _pieces(entries: Sequence[Entry], context: bytes) -> Iterator[_Piece]:
    for start in range(0, len(entries), _PIECE):
        yield _Piece(start, context, entries[start : start + _PIECE])


_last: tuple[bytes, Context] | None = None


def _context(packed: bytes) -> Context:
    """The context of a piece; of equal ones the same object, for those who remember it."""
    global _last
    if _last is None or _last[0] != packed:
        _last = (packed, pickle.loads(packed))
    return _last[1]


def _check(piece: _Piece) -> _Found:
    """The checks of one piece, in whatever process; with what `check_catalog` will want to know."""
    context = _context(piece.context)
    findings, features = [], {}
    for segment, text, where in piece.entries:
        findings.append(checks.check(segment, text, context, where))
        for words, lang in ((plain(segment.msgid), context.source_lang), (plain(text), context.lang)):
            features[words, lang] = catalog.features(words, lang)
    return _Found(findings, features)
