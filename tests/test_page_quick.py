"""The law of the page's store: it gives the bytes and the standings that the plain store gives."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openletter.errors import DamagedError
from openletter.model import Event, Kind, Place, Segment, Tag
from openletter.page.quick import QuickStore
from openletter.store import Store

LINK = Tag("link1", "link", False, '[["",[],[]],"https://example.org"]')


def segments(*texts: str) -> tuple[Segment, ...]:
    return tuple(
        Segment("", text, (Place("source/l.md", at),), ((LINK,) if "<link1>" in text else (),))
        for at, text in enumerate(texts, 1)
    )


FIRST = segments("one river", "two rivers", "see <link1>this</link1>", "four words of source")
SECOND = segments("one river", "two broad rivers", "see <link1>this</link1>", "four words of source", "five")


def ids(first: int = 1) -> Callable[[], str]:
    count = itertools.count(first)
    return lambda: f"{next(count):024x}"


def store(kind: type[Store], project: Path) -> Store:
    return kind(project, 2, new_id=ids(), today=lambda: "2026-01-02")


def files(project: Path) -> dict[str, bytes]:
    folder = project / "locales"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


steps = st.lists(
    st.tuples(
        st.sampled_from([*Kind]),
        st.sampled_from(["Ana", "Boris", "Carla"]),
        st.integers(0, 4),
        st.sampled_from(["un", "deux", "voir <link1>ceci</link1>", "sans lien", "quatre"]),
        st.sampled_from(["", "source", "hand", "outside", "again", "rejects"]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_quick_store_gives_what_the_plain_one_gives(
    tmp_path: Path, steps: list[tuple[Kind, str, int, str, str]]
) -> None:
    plain_at, quick_at = tmp_path / "plain", tmp_path / "quick"
    for folder in (plain_at, quick_at):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    plain, quick = store(Store, plain_at), store(QuickStore, quick_at)
    now = FIRST
    for at, (kind, by, number, text, twist) in enumerate(steps, 1):
        if twist == "source":
            now = SECOND if now is FIRST else FIRST
        if twist == "hand":
            for folder in (plain_at, quick_at):
                edit_by_hand(folder)
        if twist == "again":
            quick = store(QuickStore, quick_at)
        segment = now[number % len(now)]
        was = plain.events("l", "fr")[-1].id if twist == "rejects" and plain.events("l", "fr") else ""
        event = Event(
            "", "", kind, "" if kind is Kind.DRAFT else by, *segment.key, text, "", was, "argos", "why"
        )
        if twist == "outside":  # another process
            outside = store(Store, quick_at)
            outside._new_id = ids(1000 * at)
            outside.apply("l", "fr", now, [event])
        else:
            quick._new_id, plain._new_id = ids(1000 * at), ids(1000 * at)
            assert quick.foresee("l", "fr", now, [event]) == plain.foresee("l", "fr", now, [event])
            quick._new_id = ids(1000 * at)
            quick.apply("l", "fr", now, [event])
        plain._new_id = ids(1000 * at)
        plain.apply("l", "fr", now, [event])
        assert files(quick_at) == files(plain_at)
        assert quick.standings("l", "fr", now) == plain.standings("l", "fr", now)
        assert quick.merged("l", "fr", now) == plain.merged("l", "fr", now)
        assert quick.events("l", "fr") == plain.events("l", "fr")
        assert quick.histories("l", "fr") == plain.histories("l", "fr")


def edit_by_hand(project: Path) -> None:
    path = project / "locales/fr/LC_MESSAGES/l.po"
    if path.is_file():
        path.write_bytes(path.read_bytes().replace(b'msgstr "un"', b'msgstr "une autre main"'))


def test_what_cannot_be_read_is_told_by_both(tmp_path: Path) -> None:
    quick = store(QuickStore, tmp_path)
    event = Event("", "", Kind.TEXT, "Ana", *FIRST[0].key, "un", "")
    quick.apply("l", "fr", FIRST, [event])
    path = tmp_path / "locales/fr/reviews/l.jsonl"
    path.write_bytes(path.read_bytes() + b"{\n")
    for one in (quick, store(Store, tmp_path)):
        with pytest.raises(DamagedError):
            one.standings("l", "fr", FIRST)


def test_one_text_costs_no_new_reading_of_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = store(QuickStore, tmp_path)

    def text(by: str, words: str) -> Event:
        return Event("", "", Kind.TEXT, by, *FIRST[1].key, words, "")

    drafts = [Event("", "", Kind.DRAFT, "", *one.key, one.msgid + "!", "", origin="x") for one in FIRST]
    quick.apply("l", "fr", FIRST, drafts)
    quick.apply("l", "fr", FIRST, [text("Ana", "deux")])
    monkeypatch.setattr("openletter.po.parse", lambda *_, **__: pytest.fail("the catalog was read again"))
    monkeypatch.setattr("openletter.journal.read", lambda *_: pytest.fail("the journal was read again"))
    quick.apply("l", "fr", FIRST, [text("Ana", "deux fleuves")])
    assert quick.standings("l", "fr", FIRST)[FIRST[1].key].msgstr == "deux fleuves"
