"""The journal's lines: exact form, strict reading, torn ends, union merges, names."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openletter import files, journal
from openletter.errors import DamagedError, UsageError
from openletter.model import Event, Kind, Place

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
settings.load_profile("patient")

ONE = Event("a1", "2026-01-31", Kind.TEXT, "Ana", "title", "A\u2028", "B é", "v1:0", "z", "po", "w")
texts = st.text(st.characters(exclude_categories=("Cs",)))
events = st.builds(
    Event,
    id=texts.filter(bool),
    at=st.dates().map(lambda day: day.isoformat()),
    kind=st.sampled_from(Kind),
    **dict.fromkeys(("by", "msgctxt", "msgid", "msgstr", "digest", "was", "origin", "why"), texts),
)


def test_the_line_is_the_contract_s() -> None:
    assert journal.line(ONE).decode() == (
        '{"v": 1, "id": "a1", "at": "2026-01-31", "kind": "text", "by": "Ana", "msgctxt": "title", '
        '"msgid": "A\u2028", "msgstr": "B é", "digest": "v1:0", "was": "z", "from": "po", "why": "w"}\n'
    )


@given(events)
def test_a_line_reads_back(event: Event) -> None:
    data = journal.line(event)
    assert data.count(b"\n") == 1
    assert journal.parse(data, Place("")) == event


def test_each_event_is_read_once_and_blank_lines_and_crlf_are_taken(tmp_path: Path) -> None:
    two = replace(ONE, id="a2")
    path = tmp_path / "j"
    path.write_bytes(
        journal.line(ONE) + b"\n" + journal.line(two).replace(b"\n", b"\r\n") + journal.line(ONE)
    )
    assert journal.read(path) == (ONE, two)
    assert journal.read(tmp_path / "none") == ()


def changed(**fields: object) -> bytes:
    line = json.loads(journal.line(ONE))
    line.update(fields)
    return json.dumps({name: value for name, value in line.items() if value is not None}).encode()


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"1",
        b"\xff",
        b"[" * 100_000,
        b"<<<<<<< HEAD",
        changed(v=2),
        changed(v=True),
        changed(v=None),
        changed(extra="x"),
        changed(why=None),
        changed(by=3),
        changed(kind="other"),
        changed(id=""),
        changed(at="2026-01-31T10:00"),
        changed(msgstr="\ud800"),
        changed(msgstr="other words"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "j"
    path.write_bytes(journal.line(ONE) + line + b"\n" + journal.line(replace(ONE, id="a3")))
    with pytest.raises(DamagedError) as caught:
        journal.read(path, "locales/fr/reviews/letter.jsonl")
    assert caught.value.where == Place("locales/fr/reviews/letter.jsonl", 2)
    assert caught.value.hint
    assert caught.value.exit_code == 4


def test_every_tear_of_the_last_line_is_read_over_and_mended(tmp_path: Path) -> None:
    last = journal.line(replace(ONE, id="a2"))
    for cut in range(len(last) + 1):
        path = tmp_path / str(cut)
        path.write_bytes(journal.line(ONE) + last[:cut])
        expected = (ONE, replace(ONE, id="a2")) if cut >= len(last) - 1 else (ONE,)
        assert journal.read(path) == expected
        torn = files.mend(path, journal.whole)
        assert torn == (b"" if cut >= len(last) - 1 else last[:cut])
        assert journal.read(path) == expected
        assert path.read_bytes().endswith(b"\n")


@pytest.mark.parametrize(
    "name",
    ["a@b.org", "Ana <ana@example.org>", "ana＠example.org", "", "  ", "a\u200bb", "a\nb\x1b", "x" * 101],
)
def test_a_name_that_may_not_be_kept_is_refused(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        journal.check_name(name)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["Ana", "  Ana  Ruiz ", "مراجِعة ٧", "审校者", "R. 2", "@ana", "K'"])
def test_a_pseudonym_is_enough(name: str) -> None:
    assert journal.check_name(name) == " ".join(name.split())


def test_ids_are_random_and_days_are_days() -> None:
    assert len({journal.new_id() for _ in range(1000)}) == 1000
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", journal.today())
