"""The law of the page's store: it gives the bytes and the standings that the plain store gives."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openletter.errors import DamagedError
from openletter.model import Event, Finding, Key, Kind, Place, Segment, Standing, Tag
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
        st.sampled_from(["", "source", "hand", "outside", "again", "rejects", "queue", "queue"]),
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
    now, lines = FIRST, True
    for at, (kind, by, number, text, twist) in enumerate(steps, 1):
        if twist == "source":
            now = SECOND if now is FIRST else FIRST
        if twist == "hand":
            quick.settle()
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
            (events, then), (wanted, so) = (one.foresee("l", "fr", now, [event]) for one in (quick, plain))
            assert events == wanted
            assert bare(then, lines) == bare(so, lines)
            quick._new_id = ids(1000 * at)
            with quick.together(partial(bool, twist != "queue")):  # in a queue, who waits writes the catalog
                quick.apply("l", "fr", now, [event])
        plain._new_id = ids(1000 * at)
        plain.apply("l", "fr", now, [event])
        lines = twist != "queue"  # those of a file that is not written yet are not those of one that is
        of = dict if lines else journals  # which have it at once
        assert of(files(quick_at)) == of(files(plain_at))
        assert bare(quick.standings("l", "fr", now), lines) == bare(plain.standings("l", "fr", now), lines)
        assert quick.merged("l", "fr", now) == plain.merged("l", "fr", now)
        assert quick.events("l", "fr") == plain.events("l", "fr")
        assert quick.histories("l", "fr") == plain.histories("l", "fr")


def bare(found: dict[Key, Standing], lines: bool) -> dict[Key, Standing]:
    """Standings, without the lines of what was found if those do not matter."""

    def finding(one: Finding) -> Finding:
        return one if lines else replace(one, where=Place(one.where.file))

    return {k: replace(one, findings=tuple(map(finding, one.findings))) for k, one in found.items()}


def journals(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in found.items() if name.endswith(".jsonl")}


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


def text(by: str, words: str, number: int = 0) -> Event:
    return Event("", "", Kind.TEXT, by, *FIRST[number].key, words, "")


def test_who_waits_together_has_the_catalog_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openletter import files as disk

    plain_at, quick_at = tmp_path / "plain", tmp_path / "quick"
    plain, quick = store(Store, plain_at), store(QuickStore, quick_at)
    written: list[Path] = []
    true = disk.write_atomic
    for one in (plain, quick):
        one.apply("l", "fr", FIRST, [text("Ana", "un")])
    monkeypatch.setattr(disk, "write_atomic", lambda path, data: (written.append(path), true(path, data)))
    for number, one in enumerate(("deux", "voir <link1>ceci</link1>", "quatre mots"), 1):
        with quick.together(partial(bool, number == 3)):
            quick.apply("l", "fr", FIRST, [text("Ana", one, number)])
        assert (len(written), one.encode() in journals(files(quick_at))["fr/reviews/l.jsonl"]) == (
            number // 3,
            True,
        )
        assert quick.standings("l", "fr", FIRST)[FIRST[number].key].msgstr == one
        plain.apply("l", "fr", FIRST, [text("Ana", one, number)])
        del written[number // 3 :]
    assert files(quick_at) == files(plain_at)


def test_a_process_that_dies_before_the_catalog_is_written_has_lost_nothing(tmp_path: Path) -> None:
    quick = store(QuickStore, tmp_path)
    quick.apply("l", "fr", FIRST, [text("Ana", "un")])
    before = files(tmp_path)["fr/LC_MESSAGES/l.po"]
    with quick.together(lambda: False):
        quick.apply("l", "fr", FIRST, [text("Ana", "deux", 1)])
        quick.apply("l", "fr", FIRST, [text("Boris", "uno")])
    assert files(tmp_path)["fr/LC_MESSAGES/l.po"] == before
    for after in (store(Store, tmp_path), store(QuickStore, tmp_path)):
        found = after.standings("l", "fr", FIRST)
        assert (found[FIRST[1].key].msgstr, found[FIRST[0].key].msgstr) == ("deux", "uno")
    after.apply("l", "fr", FIRST, [text("Chen", "quatre", 3)])
    assert all(word in files(tmp_path)["fr/LC_MESSAGES/l.po"] for word in (b"deux", b"uno", b"quatre"))


def test_a_catalog_edited_while_others_waited_is_not_written_over(tmp_path: Path) -> None:
    quick = store(QuickStore, tmp_path)
    quick.apply("l", "fr", FIRST, [text("Ana", "un"), text("Ana", "deux", 1)])
    with quick.together(lambda: False):
        quick.apply("l", "fr", FIRST, [text("Ana", "quatre", 3)])
    edit_by_hand(tmp_path)
    quick.settle()
    assert b"une autre main" in files(tmp_path)["fr/LC_MESSAGES/l.po"]
    assert quick.standings("l", "fr", FIRST)[FIRST[3].key].msgstr == "quatre"


def test_whoever_looks_while_a_catalog_is_written_does_not_read_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openletter import files as disk

    quick = store(QuickStore, tmp_path)
    quick.apply("l", "fr", FIRST, [text("Ana", "un")])
    true, seen = disk.write_atomic, []

    def write(path: Path, data: bytes) -> None:
        true(path, data)
        seen.append(quick.catalog("l", "fr"))

    monkeypatch.setattr(disk, "write_atomic", write)
    monkeypatch.setattr("openletter.po.parse", lambda *_, **__: pytest.fail("the catalog was read again"))
    quick.apply("l", "fr", FIRST, [text("Ana", "deux", 1)])
    assert [one.msgstr for one in seen[0].entries[:2]] == ["un", "deux"]


def test_what_would_be_found_is_told_with_its_line(tmp_path: Path) -> None:
    plain_at, quick_at = tmp_path / "plain", tmp_path / "quick"
    steps = [(Kind.DRAFT, FIRST[1], FIRST), (Kind.DRAFT, SECOND[2], SECOND)]
    both = store(Store, plain_at), store(QuickStore, quick_at)
    for kind, segment, now in steps:
        for one in both:
            one.apply("l", "fr", now, [Event("", "", kind, "", *segment.key, "un", "", origin="argos")])
    text = Event("1", "", Kind.TEXT, "Ana", *SECOND[1].key, "un", "")
    plain, quick = (one.foresee("l", "fr", SECOND, [text])[1] for one in both)
    assert plain == quick
    assert [one.where.line > 0 for one in quick[SECOND[2].key].findings] == [True]
