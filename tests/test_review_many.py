"""Very many entries are checked by several processes, and the answer is that of one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from checks_data import real_pairs

from openletter import checks, termbase
from openletter.checks import Context, catalog
from openletter.checks.text import plain
from openletter.model import Place
from openletter.publish.pool import Pool
from openletter.review import many
from openletter.review.many import Entry
from openletter.review.words import Words

PROJECT = Path(__file__).parent.parent


def entries() -> list[Entry]:
    """Good texts, and every fifth of them with a fault."""
    pairs = [pair for pair in real_pairs() if pair.lang == "fr"]
    return [
        Entry(
            pair.segment, pair.msgstr + (" evil.example/now" if number % 5 == 0 else ""), Place("x", number)
        )
        for number, pair in enumerate(pairs)
    ]


@pytest.fixture
def context() -> Context:
    return Context(
        "fr", "en", termbase.terms(PROJECT, "fr"), termbase.quotations(PROJECT, "fr"), Words("fr").say
    )


def test_several_processes_find_what_one_finds(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [checks.check(one.segment, one.text, context, one.where) for one in entries()]
    assert sum(map(bool, found)) > 20
    monkeypatch.setattr(many, "MANY", 2)
    monkeypatch.setattr(many, "_PIECE", 40)
    monkeypatch.setattr(many.os, "cpu_count", lambda: 2)
    catalog._FEATURES.clear()
    assert many.check_all(entries(), context) == found
    known = dict(catalog._FEATURES)
    catalog._FEATURES.clear()
    assert len(known) > 200
    assert all(catalog.features(*key) == value for key, value in known.items())
    assert {(plain(one.text), "fr") for one in entries()} <= known.keys()


def test_what_a_process_loses_is_checked_here(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [checks.check(one.segment, one.text, context, one.where) for one in entries()]
    monkeypatch.setattr(many, "MANY", 2)
    monkeypatch.setattr(many.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(Pool, "_start", lambda self: _dead(self))
    assert many.check_all(entries(), context) == found


def _dead(pool: Pool[object, object]) -> object:
    """A worker that dies before it has done anything."""
    import multiprocessing

    from openletter.publish.pool import _Worker

    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=shutil.which, args=("x",))
    process.start()
    process.kill()
    theirs.close()
    worker: _Worker[object] = _Worker(process, ours)
    pool._all.append(worker)
    return worker


def test_a_context_that_cannot_travel_is_used_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "MANY", 2)
    monkeypatch.setattr(Pool, "_start", None)
    context = Context("fr", say=lambda text: f"so: {text}")
    found = many.check_all(entries(), context)
    assert next(one for each in found for one in each).what.startswith("so: ")
