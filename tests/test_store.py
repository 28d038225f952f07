"""The store: journal first, nothing acknowledged is lost, nothing is written that does not change."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openletter import journal, po
from openletter.errors import DamagedError, OpenletterError, SubmissionError, UsageError
from openletter.model import Entry, Event, Finding, Kind, Place, Segment, Severity, State
from openletter.segment import digest
from openletter.store import Store

DRAFT, TEXT, APPROVE = Kind.DRAFT, Kind.TEXT, Kind.APPROVE
PROPOSE, HOLD, REJECT = Kind.PROPOSE, Kind.HOLD, Kind.REJECT
TEXTS = [
    "Open letter",
    "States must not return anyone to torture.",
    "We ask you to answer before 15 May 2014.",
]
CHANGED = [TEXTS[0], "States must never return anyone to torture.", TEXTS[2]]


def segments(texts: list[str]) -> tuple[Segment, ...]:
    return tuple(
        Segment("title" if text == TEXTS[0] else "", text, (Place("source/letter.md", 2 * n + 1),), ((),))
        for n, text in enumerate(texts)
    )


SEGMENTS = segments(TEXTS)


def event(kind: Kind, segment: Segment, msgstr: str, by: str = "", **more: str) -> Event:
    return Event("", "", kind, by, *segment.key, msgstr, "", **more)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path, checks=None, today=lambda: "2026-01-01")
    made.extract("letter", SEGMENTS, ["fr"])
    return made


def put(store: Store, *events: Event) -> tuple[Event, ...]:
    return store.apply("letter", "fr", SEGMENTS, events)


def states(store: Store, found: tuple[Segment, ...] = SEGMENTS) -> list[str]:
    return [one.state.label for one in store.standings("letter", "fr", found).values()]


def texts(store: Store) -> dict[str, str]:
    return {
        entry.msgid: entry.msgstr for entry in store.catalog("letter", "fr").entries if not entry.obsolete
    }


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def edit(store: Store, change: Callable[[Entry], Entry]) -> None:
    """What a person does to the catalog with an editor."""
    catalog = store.catalog("letter", "fr")
    entries = tuple(change(entry) for entry in catalog.entries)
    path = store.project / store.catalog_path("letter", "fr")
    path.write_bytes(po.serialize(replace(catalog, entries=entries)))


# Files


def test_the_layout_is_the_contract_s(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.extract("2014/letter", SEGMENTS, ["fr"])
    store.apply("2014/letter", "fr", SEGMENTS, [event(DRAFT, SEGMENTS[0], "Lettre", origin="argos")])
    assert (tmp_path / "locales/2014/letter.pot").is_file()
    assert (tmp_path / "locales/fr/LC_MESSAGES/2014/letter.po").is_file()
    (line,) = (tmp_path / "locales/fr/reviews/2014/letter.jsonl").read_text().splitlines()
    fields = json.loads(line)
    assert list(fields) == [*journal.FIELDS]
    assert fields["from"] == "argos"
    assert fields["digest"] == digest(SEGMENTS[0], "Lettre")
    assert len(fields["id"]) == 24
    comments = store.catalog("2014/letter", "fr").entries[0].comments
    assert comments == ("draft: argos",)


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "a/../b", "", ".x", "a\\b", "a\0b", "a/"])
def test_no_name_leads_out_of_the_project(store: Store, name: str) -> None:
    with pytest.raises(UsageError):
        store.catalog(name, "fr")
    with pytest.raises(UsageError):
        store.catalog("letter", name)


def test_nothing_is_written_when_nothing_changes(store: Store) -> None:
    put(store, event(DRAFT, SEGMENTS[0], "Lettre"), event(TEXT, SEGMENTS[1], "Les États", "Ana"))
    before = snapshot(store.project)
    assert store.extract("letter", SEGMENTS, ["fr"]) == {
        "fr": {"new": 0, "stale": 0, "obsolete": 0, "kept": 3}
    }
    assert put(store, event(TEXT, SEGMENTS[1], "Les États", "ana")) == ()
    assert put(store, event(DRAFT, SEGMENTS[0], "Lettre")) == ()
    assert store.rebuild("letter", "fr", SEGMENTS) is None
    states(store)
    assert snapshot(store.project) == before


def test_reading_writes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert states(store) == ["missing"] * 3
    store.fingerprint("letter", "fr")
    assert not list(tmp_path.iterdir())


def test_the_fingerprint_follows_catalog_and_journal(store: Store) -> None:
    seen = {store.fingerprint("letter", "fr")}
    put(store, event(DRAFT, SEGMENTS[0], "Lettre"))
    seen.add(store.fingerprint("letter", "fr"))
    put(store, event(APPROVE, SEGMENTS[0], "Lettre", "Ana"))
    seen.add(store.fingerprint("letter", "fr"))
    edit(store, lambda entry: replace(entry, msgstr="by hand"))
    seen.add(store.fingerprint("letter", "fr"))
    assert len(seen) == 4


# States, through the files


def test_a_text_rises_with_people(store: Store) -> None:
    put(store, event(DRAFT, SEGMENTS[0], "Lettre", origin="argos"))
    assert states(store)[0] == "draft"
    (taken,) = put(store, event(TEXT, SEGMENTS[0], "Lettre", "Ana"))
    assert taken.kind is APPROVE
    assert states(store)[0] == "translated"
    assert store.catalog("letter", "fr").entries[0].comments == ()
    put(store, event(APPROVE, SEGMENTS[0], "Lettre", "Boris"))
    assert states(store)[0] == "reviewed"


def reviewed(store: Store) -> None:
    put(store, event(TEXT, SEGMENTS[0], "Lettre", "Ana"), event(APPROVE, SEGMENTS[0], "Lettre", "Boris"))
    assert states(store)[0] == "reviewed"


def test_a_change_to_a_reviewed_text_by_somebody_else_is_a_proposal(store: Store) -> None:
    reviewed(store)
    (taken,) = put(store, event(TEXT, SEGMENTS[0], "Missive", "Carla"))
    assert taken.kind is PROPOSE
    assert texts(store)[TEXTS[0]] == "Lettre"
    assert states(store)[0] == "reviewed"
    assert put(store, event(TEXT, SEGMENTS[0], "Missive", "carla")) == ()
    assert put(store, event(APPROVE, SEGMENTS[0], "Missive", "Carla")) == ()
    (taken,) = put(store, event(TEXT, SEGMENTS[0], "Missive", "Daud"))
    assert taken.kind is APPROVE
    assert texts(store)[TEXTS[0]] == "Missive"
    one = store.standings("letter", "fr", SEGMENTS)[SEGMENTS[0].key]
    assert (one.state, one.people, one.pending) == (State.REVIEWED, ("Carla", "Daud"), ())


def test_a_reviewer_s_own_change_holds_and_counts_for_one(store: Store) -> None:
    reviewed(store)
    (taken,) = put(store, event(TEXT, SEGMENTS[0], "Missive", "ana"))
    assert taken.kind is TEXT
    assert states(store)[0] == "translated"


def test_who_approves_a_reviewed_text_cannot_change_it_alone(store: Store) -> None:
    reviewed(store)
    put(store, event(APPROVE, SEGMENTS[0], "Lettre", "Eve"))
    (taken,) = put(store, event(TEXT, SEGMENTS[0], "Missive", "Eve"))
    assert taken.kind is PROPOSE
    assert (texts(store)[TEXTS[0]], states(store)[0]) == ("Lettre", "reviewed")


def test_a_held_text_is_missing_until_another_person_approves(store: Store) -> None:
    put(store, event(HOLD, SEGMENTS[0], "Lettre", "Ana", why="negation"))
    assert (texts(store)[TEXTS[0]], states(store)[0]) == ("", "missing")
    assert put(store, event(HOLD, SEGMENTS[0], "Lettre", "Ana", why="negation")) == ()
    assert put(store, event(APPROVE, SEGMENTS[0], "Lettre", "Ana")) == ()
    put(store, event(APPROVE, SEGMENTS[0], "Lettre", "Boris"))
    assert (texts(store)[TEXTS[0]], states(store)[0]) == ("Lettre", "reviewed")


def test_a_publisher_alone_makes_translated_never_reviewed(tmp_path: Path) -> None:
    store = Store(tmp_path, people=1, checks=None)
    put(store, event(HOLD, SEGMENTS[0], "Lettre", "Ana"), event(DRAFT, SEGMENTS[1], "Les États"))
    put(
        store, event(APPROVE, SEGMENTS[1], "Les États", "Ana", origin="alone", why="nobody else reads French")
    )
    assert states(store)[1] == "translated"


def test_a_draft_replaces_nothing_that_a_person_wrote(store: Store) -> None:
    put(store, event(DRAFT, SEGMENTS[0], "A"), event(TEXT, SEGMENTS[1], "B", "Ana"))
    taken = put(store, *(event(DRAFT, segment, "machine") for segment in SEGMENTS))
    assert [one.msgid for one in taken] == [TEXTS[0], TEXTS[2]]
    edit(store, lambda entry: replace(entry, msgstr="by hand", flags=("fuzzy",)))
    assert put(store, *(event(DRAFT, segment, "again") for segment in SEGMENTS)) == ()


def test_who_saw_another_text_makes_a_conflict_and_both_are_kept(store: Store) -> None:
    (first,) = put(store, event(DRAFT, SEGMENTS[0], "A"))
    put(store, event(TEXT, SEGMENTS[0], "B", "Ana"))
    put(store, event(TEXT, SEGMENTS[0], "C", "Boris", was=first.id))
    one = store.standings("letter", "fr", SEGMENTS)[SEGMENTS[0].key]
    assert {one.msgstr, *(waiting.msgstr for waiting in one.pending)} == {"B", "C"}


def test_an_approval_since_is_no_conflict(store: Store) -> None:
    (first,) = put(store, event(DRAFT, SEGMENTS[0], "A"))
    put(store, event(APPROVE, SEGMENTS[0], "A", "Ana"))
    put(store, event(TEXT, SEGMENTS[0], "C", "Boris", was=first.id))
    one = store.standings("letter", "fr", SEGMENTS)[SEGMENTS[0].key]
    assert (one.msgstr, one.pending) == ("C", ())


def test_what_the_source_no_longer_has_waits_at_what_came_of_it(store: Store) -> None:
    put(store, event(TEXT, SEGMENTS[1], "Les États", "Ana"))
    found = segments(CHANGED)
    (taken,) = store.apply("letter", "fr", found, [event(TEXT, SEGMENTS[1], "Tous les États", "Boris")])
    assert taken.kind is PROPOSE
    one = store.standings("letter", "fr", found)[found[1].key]
    assert (one.state, one.msgstr, one.pending) == (State.STALE, "", (taken,))
    (stale,) = [entry for entry in store.catalog("letter", "fr").entries if entry.fuzzy]
    assert (stale.msgstr, stale.previous) == ("Les États", SEGMENTS[1].key)


def test_a_reviewed_text_comes_back_reviewed_with_its_source(store: Store) -> None:
    reviewed(store)
    store.extract("letter", SEGMENTS[1:], ["fr"])
    assert store.catalog("letter", "fr").entries[-1].obsolete
    store.extract("letter", SEGMENTS, ["fr"])
    assert states(store)[0] == "reviewed"


@pytest.mark.parametrize("name", ["ana@example.org", "", "\x1b"])
def test_a_name_that_may_not_be_kept_stops_everything(store: Store, name: str) -> None:
    before = snapshot(store.project)
    with pytest.raises(UsageError):
        put(store, event(TEXT, SEGMENTS[0], "A", "Ana"), event(APPROVE, SEGMENTS[0], "A", name))
    assert snapshot(store.project) == before


def test_a_text_that_no_catalog_may_hold_stops_everything(store: Store) -> None:
    before = snapshot(store.project)
    with pytest.raises(SubmissionError) as caught:
        put(store, event(TEXT, SEGMENTS[0], "A", "Ana"), event(TEXT, SEGMENTS[1], "\u202eA", "Ana"))
    assert caught.value.code == "bidi-control"
    assert snapshot(store.project) == before
    (taken,) = put(store, event(TEXT, SEGMENTS[0], "\u2067A\u2069", "Ana"))
    assert taken.msgstr == "A"


# Edited by hand


def test_a_catalog_edited_by_hand_is_translated_by_nobody_and_kept(store: Store) -> None:
    reviewed(store)
    edit(store, lambda entry: replace(entry, msgstr=f"[{entry.msgid}]"))
    assert states(store) == ["translated"] * 3
    store.extract("letter", SEGMENTS, ["fr"])
    assert texts(store) == {text: f"[{text}]" for text in TEXTS}


def test_what_is_written_over_goes_into_the_journal_first(store: Store) -> None:
    edit(store, lambda entry: replace(entry, msgstr="by hand"))
    put(store, event(TEXT, SEGMENTS[0], "Lettre", "Ana"), event(APPROVE, SEGMENTS[1], "by hand", "Ana"))
    found = store.events("letter", "fr")
    assert [(one.kind, one.by, one.msgstr, one.origin) for one in found] == [
        (TEXT, "", "by hand", "catalog"),
        (TEXT, "Ana", "Lettre", ""),
        (TEXT, "", "by hand", "catalog"),
        (APPROVE, "Ana", "by hand", ""),
    ]
    assert states(store) == ["translated"] * 3
    assert texts(store)[TEXTS[0]] == "Lettre"


def test_a_mark_of_doubt_goes_when_somebody_stands_behind_the_text(store: Store) -> None:
    reviewed(store)
    edit(store, lambda entry: replace(entry, flags=("fuzzy",)))
    assert states(store)[0] == "draft"
    store.extract("letter", SEGMENTS, ["fr"])
    assert states(store)[0] == "draft"
    assert put(store, event(APPROVE, SEGMENTS[0], "Lettre", "Ana")) == ()
    assert states(store)[0] == "reviewed"


def test_what_a_check_stops_is_not_printed_and_named_with_its_line(store: Store) -> None:
    def check(segment: Segment, msgstr: str, where: Place) -> list[Finding]:
        return [Finding("x", Severity.HOLD, where, "bad")] if msgstr == "bad" else []

    strict = Store(store.project, checks=lambda lang: check)
    reviewed(store)
    edit(store, lambda entry: replace(entry, msgstr="bad"))
    found = list(strict.standings("letter", "fr", SEGMENTS).values())
    assert [(one.state.label, one.msgstr) for one in found] == [
        ("reviewed", "Lettre"),
        ("missing", ""),
        ("missing", ""),
    ]
    where = found[1].findings[0].where
    lines = (store.project / where.file).read_text().split("\n")
    assert lines[where.line - 1] == 'msgstr "bad"'


def test_the_table_of_checks_is_the_default(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.extract("letter", SEGMENTS, ["fr"])
    edit(store, lambda entry: replace(entry, msgstr="<link1>faux</link1>"))
    assert states(store) == ["missing"] * 3


def test_a_journal_that_somebody_wrote_in_adds_no_tag(store: Store) -> None:
    put(store, event(TEXT, SEGMENTS[0], "<link1>faux</link1>", "Ana"), event(TEXT, SEGMENTS[1], "B", "Ana"))
    found = list(Store(store.project).standings("letter", "fr", SEGMENTS).values())
    assert [(one.state.label, one.msgstr) for one in found[:2]] == [("missing", ""), ("translated", "B")]
    assert found[0].findings[0].code.startswith("tag")


# Damage


def test_a_damaged_catalog_is_named_and_rebuilt(store: Store) -> None:
    reviewed(store)
    good = texts(store)
    path = store.project / store.catalog_path("letter", "fr")
    path.write_bytes(path.read_bytes() + b"<<<<<<< HEAD\n")
    with pytest.raises(DamagedError) as caught:
        states(store)
    assert str(caught.value.where) == f"locales/fr/LC_MESSAGES/letter.po:{len(path.read_text().splitlines())}"
    assert "rebuild" in caught.value.hint
    damaged = path.read_bytes()
    kept = store.rebuild("letter", "fr", SEGMENTS)
    assert kept
    assert kept.read_bytes() == damaged
    assert texts(store) == good
    assert states(store)[0] == "reviewed"


def test_a_torn_line_is_set_aside_and_told(store: Store) -> None:
    reviewed(store)
    path = store.project / store.journal_path("letter", "fr")
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"v": 1, "id": "abc')
    assert states(store)[0] == "reviewed"
    put(store)
    assert path.read_bytes() == whole
    assert path.with_name("letter.jsonl.torn").read_bytes() == b'{"v": 1, "id": "abc\n'
    assert [found.code for found in store.told] == ["torn-line"]


# Laws


@st.composite
def steps(draw: st.DrawFn) -> list[list[Event]]:
    people = ["Ana", "Boris", "Carla"]
    made = []
    for _ in range(draw(st.integers(1, 6))):
        batch = []
        for _ in range(draw(st.integers(0, 3))):
            kind = draw(st.sampled_from([DRAFT, TEXT, TEXT, APPROVE, APPROVE, PROPOSE, HOLD]))
            by = "" if kind is DRAFT else draw(st.sampled_from(people))
            batch.append(event(kind, draw(st.sampled_from(SEGMENTS)), draw(st.sampled_from("ABC")), by))
        made.append(batch)
    return made


patient = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
numbers = iter(range(10**9))


def fresh(tmp_path: Path) -> Store:
    store = Store(tmp_path / str(next(numbers)), checks=None, today=lambda: "2026-01-01")
    store.extract("letter", SEGMENTS, ["fr"])
    return store


@patient
@given(found=steps())
def test_the_journal_gives_the_catalog(tmp_path: Path, found: list[list[Event]]) -> None:
    """Replay of the journal: the words of the catalog, and after a rebuild the very same bytes."""
    store = fresh(tmp_path)
    for batch in found:
        put(store, *batch)
    shown = {key[1]: one.msgstr for key, one in store.standings("letter", "fr", SEGMENTS).items()}
    assert texts(store) == shown
    before = snapshot(store.project / "locales")
    assert store.rebuild("letter", "fr", SEGMENTS) is None
    assert snapshot(store.project / "locales") == before
    changed = segments(CHANGED)
    store.extract("letter", changed, ["fr"])
    stale = states(store, changed)
    (store.project / store.catalog_path("letter", "fr")).unlink()
    assert states(store, changed) == stale
    store.rebuild("letter", "fr", changed)
    assert states(store, changed) == stale


@patient
@given(base=steps(), one=steps(), other=steps())
def test_two_branches_mean_the_same_in_either_order(
    tmp_path: Path, base: list[list[Event]], one: list[list[Event]], other: list[list[Event]]
) -> None:
    root = fresh(tmp_path)
    for batch in base:
        put(root, *batch)
    branches, standings = [], []
    for number, way in enumerate((one, other)):
        copy = Store(tmp_path / str(next(numbers)), checks=None)
        shutil.copytree(root.project, copy.project)
        for batch in way:
            put(copy, *(replace(e, msgstr=f"{e.msgstr}{number}") for e in batch))
        branches.append(copy)
        standings.append(copy.standings("letter", "fr", SEGMENTS))
    path = root.journal_path("letter", "fr")
    common = root.events("letter", "fr")
    both = [[e for e in branch.events("letter", "fr") if e not in common] for branch in branches]
    results = []
    for branch, order in zip(branches, ([0, 1], [1, 0]), strict=True):
        union = [*common, *both[order[0]], *both[order[1]]]
        (branch.project / path).parent.mkdir(parents=True, exist_ok=True)
        (branch.project / path).write_bytes(b"".join(map(journal.line, union)))
        before = branch.standings("letter", "fr", SEGMENTS)
        put(branch)
        assert branch.standings("letter", "fr", SEGMENTS) == before
        results.append((before, (branch.project / branch.catalog_path("letter", "fr")).read_bytes()))
    assert results[0] == results[1]
    merged = results[0][0]
    for branch, alone, events in zip(branches, standings, both, strict=True):
        for key, before in alone.items():
            if before.event in {e.id for e in events if e.by}:
                shown = {merged[key].msgstr, *(waiting.msgstr for waiting in merged[key].pending)}
                assert before.msgstr in shown, f"{branch.project} lost its words"


# Crashes

CALLS = ("open", "write", "fsync", "replace", "rename", "ftruncate", "unlink")


class Kill(BaseException):
    """A stop at a chosen system call, as a kill would be."""


def breaking(monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException) -> list[str]:
    """Makes call number `at` raise, a write after half of its bytes; the list fills with the calls."""
    calls: list[str] = []

    def wrap(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            calls.append(name)
            if len(calls) >= at and isinstance(error, Kill):
                if len(calls) == at and name == "write":
                    original(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                raise error  # a dead process makes no further call
            if len(calls) == at:
                raise error
            return original(*arguments, **named)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, wrap(name, getattr(os, name)))
    return calls


@pytest.mark.parametrize("error", [Kill(), OSError(errno.ENOSPC, "No space left on device")])
def test_a_crash_at_any_moment_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    for at in range(1, 200):
        store = fresh(tmp_path)
        reviewed(store)
        acknowledged = set(store.events("letter", "fr"))
        with monkeypatch.context() as patch:
            calls = breaking(patch, at, error)
            two = event(TEXT, SEGMENTS[0], "Missive", "Ana"), event(TEXT, SEGMENTS[1], "Les États", "Boris")
            named = str(store.project)
            with contextlib.suppress(Kill):
                try:
                    acknowledged |= set(put(store, *two))
                except OpenletterError as caught:
                    named = str(caught)
            assert str(store.project) in named
        again = Store(store.project, checks=None)
        held = set(again.events("letter", "fr"))
        assert acknowledged <= held
        before = states(again)
        put(again)
        assert states(again) == before
        one = again.standings("letter", "fr", SEGMENTS)[SEGMENTS[0].key]
        expected = "Missive" if len(held) > 2 else "Lettre"
        assert one.msgstr == texts(again)[TEXTS[0]] == expected
        if at > len(calls):
            assert len(acknowledged) == 4
            return
    pytest.fail("never ran to its end")


WORK = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:4]
from test_store import SEGMENTS, TEXT, event, put
from openletter.store import Store
store = Store(Path(sys.argv[1]), checks=None)
for n in range(10_000):
    (taken,) = put(store, event(TEXT, SEGMENTS[n % 3], f"{sys.argv[4]} {n}", "Ana"))
    print(taken.id, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    """What was acknowledged is there; everything can be read; the next writing heals the catalog."""
    store = fresh(tmp_path)
    root = str(Path(__file__).resolve().parent.parent)
    chance = random.Random(3)
    acknowledged: set[str] = set()
    for round_ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", WORK, str(store.project), root, f"{root}/tests", str(round_)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
        )
        assert process.stdout
        for _ in range(chance.randrange(1, 12)):
            acknowledged.add(process.stdout.readline().strip())
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        acknowledged |= {line for line in rest.split("\n")[:-1] if line}
        again = Store(store.project, checks=None)
        events = again.events("letter", "fr")
        assert acknowledged <= {one.id for one in events}
        put(again)
        last = {one.msgid: one.msgstr for one in events}
        assert {key: text for key, text in texts(again).items() if text} == last


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    taken: list[Event] = []

    def work(name: str) -> None:
        own = Store(store.project, checks=None)
        for n in range(25):
            taken.extend(put(own, event(TEXT, SEGMENTS[n % 3], f"{name} {n}", name)))

    threads = [threading.Thread(target=work, args=(f"P{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 100
    assert set(store.events("letter", "fr")) == set(taken)
    assert texts(store) == {
        key[1]: one.msgstr for key, one in store.standings("letter", "fr", SEGMENTS).items()
    }


def test_a_read_only_folder_is_named(store: Store) -> None:
    folder = store.project / "locales" / "fr" / "reviews"
    folder.parent.mkdir(exist_ok=True)
    folder.write_bytes(b"")  # not even root can make a folder of it
    before = snapshot(store.project)
    with pytest.raises(OpenletterError) as caught:
        put(store, event(DRAFT, SEGMENTS[0], "A"))
    assert "reviews" in str(caught.value)
    assert snapshot(store.project) == before
