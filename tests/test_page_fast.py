"""What the page remembers for speed shows what is so now: boards, runs of states, parts of pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import page_stage
import pytest
from markupsafe import Markup

from openletter.model import Event, Kind, State
from openletter.page import passage
from openletter.page.desk import Desk
from openletter.page.fragments import Fragments
from openletter.settings import Settings


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(page_stage.project(tmp_path / "stage"), Settings(languages=("ar", "en", "fr")))


def test_a_board_brought_up_to_date_is_the_board_made_anew(desk: Desk) -> None:
    read = desk.read("letter")
    assert read is not None
    board = passage.board(desk.room(read, "ar"))
    for by in ("Dina", "Elias", "Boris"):
        for one in read.segments[:6]:
            text = desk.room(read, "ar").shown(one) or one.msgid
            event = Event("", "", Kind.TEXT, by, *one.key, text, "")
            desk.store.apply("letter", "ar", read.segments, [event])
            room = desk.room(read, "ar")
            board, anew = passage.board(room, board), passage.board(room)
            assert board.plain == anew.plain
            assert {k: v for k, v in board.people.items() if v} == anew.people
            runs = passage.runs(anew.plain[True])
            assert [state for state, _, length in runs for _ in range(length)] == [
                one.state for one in anew.plain[True]
            ]


def test_what_shows_differently_has_another_face(desk: Desk) -> None:
    read = desk.read("letter")
    assert read is not None
    one = passage.board(desk.room(read, "ar")).plain[True][1]
    changed = (
        replace(one, number=99),
        replace(one, text="…"),
        replace(one, mine=not one.mine),
        replace(one, flags=1),
        replace(one, comments=1),
        replace(one, unsent=True),
        replace(one, skipped=True),
        replace(one, waiting=(Event("", "", Kind.TEXT, "x", "", "", "", ""),)),
        replace(one, standing=replace(one.standing, state=State.STALE)),
        replace(one, segment=replace(one.segment, msgid="another")),
    )
    assert len({one.face, *(each.face for each in changed)}) == len(changed) + 1


def test_a_letter_that_changed_is_not_known(desk: Desk) -> None:
    assert desk.known("letter") is None
    read = desk.read("letter")
    assert desk.known("letter") is read
    path = desk.project / "source" / "letter.md"
    path.write_text(path.read_text("utf-8") + "\nMore.\n", "utf-8")
    assert desk.known("letter") is None
    path.unlink()
    assert desk.known("letter") is None


def test_parts_are_made_once_and_the_oldest_go() -> None:
    parts, made = Fragments(2), []

    def make(what: str) -> Markup:
        return parts.get(what, lambda: made.append(what) or Markup(what))  # type: ignore[func-returns-value]

    for what in ("a", "b", "a", "c", "a", "b"):
        assert make(what) == what
    assert made == ["a", "b", "c", "b"]


def test_what_is_read_at_the_start_is_what_visitors_would_have_read(tmp_path: Path) -> None:
    """The first text that is sent finds everything remembered; what cannot be read keeps no other back."""
    from openletter.page.config import Config
    from openletter.page.site import Site
    from openletter.review import across

    project = page_stage.project(tmp_path)
    lines = [
        f"There are {number} rivers in the land of the {number} springs." for number in range(1000, 1120)
    ]
    (project / "source/long.md").write_text("# Long\n\n" + "\n\n".join(lines), "utf-8")
    (project / "source/broken.md").write_bytes(b"\xff\xfe broken")
    site = Site.of(project, Settings(languages=("ar", "en", "fr")), Config(0))
    before = set(across._kept)
    site._warm()
    read = site.desk.known("long")
    assert read is not None
    assert set(site.boards) == {(name, lang) for name in ("letter", "long") for lang in ("ar", "fr")}
    assert site.boards["long", "fr"].room is site.desk.room(read, "fr")
    made = [across._kept[one] for one in set(across._kept) - before]
    assert len(made) == 2
    assert all(one.together is not None for one in made)
    site.close()
