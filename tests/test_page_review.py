"""What a reviewer does on the page, and what becomes of it in the journal; all without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page_stage
import pytest
from page_client import Client, come_in

from openletter import cli, po
from openletter.model import Catalog, Entry, Event, Kind, State
from openletter.page.desk import passage_id
from openletter.page.guard import Rates
from openletter.review import submit
from openletter.review.letters import Letters
from openletter.review.words import Words
from openletter.settings import Settings
from openletter.store import Store

RIVER = "The river belongs to all who drink from it."
LE_FLEUVE = page_stage.TEXTS["fr"][RIVER]
LIVE = "/live/fr/letter?live=1"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[page_stage.Stage]:
    with page_stage.stage(page_stage.project(tmp_path)) as found:
        found.site.rates = Rates(each=1000, burst=100_000)
        yield found


@pytest.fixture
def ana(stage: page_stage.Stage) -> Client:
    return come_in(stage.home, "Ana")


def lines(stage: page_stage.Stage) -> list[dict[str, Any]]:
    path = stage.site.desk.project / "locales/fr/reviews/letter.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def standing(stage: page_stage.Stage, source: str) -> Any:
    """As a new process would read it."""
    project = stage.site.desk.project
    letter = Letters(project, Settings()).get("letter")
    found = Store(project).standings("letter", "fr", letter.segments)
    return next(one for key, one in found.items() if key[1].startswith(source))


# One way into the journal


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (RIVER, "Le fleuve est à tous ceux qui y boivent."),
        (RIVER, LE_FLEUVE),
        (RIVER, "Le fleuve appartient à 12 personnes."),
        ("Why now", "Pourquoi <em1>maintenant</em1>"),
        ("Excellency,", "Madame, Monsieur,"),
        ("See you", "Rien de tel"),
        ("We ask the Council to meet in public.", "Nous prions le Conseil de siéger en public."),
    ],
)
def test_a_text_becomes_what_a_submitted_file_would_make_of_it(
    tmp_path: Path, source: str, text: str
) -> None:
    """Good, unchanged, refused, held, a proposal against a reviewed text, unknown, of an earlier source."""
    found = []
    for name in ("file", "page"):
        project = page_stage.project(tmp_path / name)
        with page_stage.stage(project) as stage:
            before = len(lines(stage))
            if name == "file":
                catalog = Catalog(po.header("letter", "fr"), (Entry("", source, text),))
                (tmp_path / "back.po").write_bytes(po.serialize(catalog))
                letters = Letters(project, Settings())
                sender = submit.Sender("Ana", "letter", "fr")
                submit.submit(tmp_path / "back.po", sender, letters, Store(project), Words())
            else:
                client = come_in(stage.home, "Ana")
                fields = {**client.open("fr", stage.at(RIVER)), "ctx": "", "id": source, "base": ""}
                client.post("/review/fr/letter", **{**fields, "do": "send", "text": text, "sure": "1"})
            made = lines(stage)[before:]
        found.append([{k: v for k, v in one.items() if k not in ("id", "was", "from")} for one in made])
    assert found[0] == found[1]


def test_a_text_that_is_sent_holds_and_the_next_passage_is_opened(
    stage: page_stage.Stage, ana: Client
) -> None:
    answer = ana.do("fr", stage.at(RIVER), "send", text="Le fleuve est à tous ceux qui y boivent.")
    assert answer.status == 303
    assert stage.at(RIVER) not in answer.header("location")
    assert 'class="told' in ana.get(answer.header("location")).text
    after = standing(stage, RIVER)
    assert (after.state, after.people) == (State.TRANSLATED, ("Ana",))
    assert lines(stage)[-1]["from"] == "page"
    assert not stage.site.kept.typed("ana", ("letter", "fr"))


def test_a_text_that_must_be_mended_stays_in_the_field(stage: page_stage.Stage, ana: Client) -> None:
    before = lines(stage)
    answer = ana.do("fr", stage.at("Why now"), "send", text="Pourquoi <em1>maintenant</em1>")
    assert answer.status == 422
    assert ana.fields()["text"] == "Pourquoi <em1>maintenant</em1>"
    assert 'class="refuse' in answer.text
    assert lines(stage) == before
    assert ana.open("fr", stage.at("Why now"))["text"] == "Pourquoi <em1>maintenant</em1>", "kept beside"


def test_what_a_check_holds_is_asked_about_and_then_waits(stage: page_stage.Stage, ana: Client) -> None:
    before = lines(stage)
    text = "Le fleuve «\u00a0appartient à tous ceux qui y boivent."
    assert ana.do("fr", stage.at(RIVER), "send", text=text).status == 422
    assert lines(stage) == before
    assert 'name="sure"' in ana.answer.text
    assert ana.do("fr", stage.at(RIVER), "send", text=text, sure="1").status == 303
    assert [one["kind"] for one in lines(stage)[len(before) :]] == ["hold"]
    assert standing(stage, RIVER).msgstr == LE_FLEUVE


# Decisions


def test_a_second_person_makes_a_text_reviewed(stage: page_stage.Stage, ana: Client) -> None:
    assert ana.do("fr", stage.at(RIVER), "approve").status == 303
    assert standing(stage, RIVER).state is State.TRANSLATED
    assert come_in(stage.home, "Boris").do("fr", stage.at(RIVER), "approve").status == 303
    assert standing(stage, RIVER).state is State.REVIEWED


def test_approval_is_of_the_words_that_were_read(stage: page_stage.Stage, ana: Client) -> None:
    fields = ana.open("fr", stage.at(RIVER))
    come_in(stage.home, "Boris").do(
        "fr", stage.at(RIVER), "send", text="Le fleuve est à tous ceux qui en boivent."
    )
    before = lines(stage)
    answer = ana.post(f"/review/fr/letter?at={stage.at(RIVER)}", **{**fields, "do": "approve"})
    assert answer.status == 409
    assert lines(stage) == before
    assert "Le fleuve est à tous ceux qui en boivent." in answer.text


def test_a_proposal_is_approved_or_rejected_by_somebody_else(stage: page_stage.Stage, ana: Client) -> None:
    at = stage.at("Excellency")
    ana.do("fr", at, "send", text="Madame, Monsieur,")
    assert standing(stage, "Excellency").msgstr == "Excellence,"
    (waiting,) = standing(stage, "Excellency").pending
    assert ana.do("fr", at, "approve", event=waiting.id).status in (303, 409)
    assert standing(stage, "Excellency").msgstr == "Excellence,"
    boris = come_in(stage.home, "Boris")
    assert boris.do("fr", at, "reject", event=waiting.id, why="too plain").status == 303
    assert standing(stage, "Excellency").pending == ()
    assert boris.do("fr", at, "approve", event=waiting.id).status == 409
    ana.do("fr", at, "send", text="Mesdames et Messieurs,")
    (waiting,) = standing(stage, "Excellency").pending
    assert boris.do("fr", at, "approve", event=waiting.id).status == 303
    assert standing(stage, "Excellency").msgstr == "Mesdames et Messieurs,"


def test_undo_brings_back_what_was_there(stage: page_stage.Stage, ana: Client) -> None:
    before = standing(stage, RIVER)
    ana.do("fr", stage.at(RIVER), "send", text="Le fleuve est à tous ceux qui en boivent.")
    assert ana.do("fr", stage.at(RIVER), "undo").status == 303
    assert standing(stage, RIVER) == before
    ana.do("fr", stage.at(RIVER), "approve")
    ana.do("fr", stage.at(RIVER), "undo")
    assert standing(stage, RIVER) == before
    assert ana.do("fr", stage.at(RIVER), "undo").status == 409, "nothing of Ana's is left"


def test_flags_and_comments_are_seen_by_others_and_never_lie_with_the_letters(
    stage: page_stage.Stage, ana: Client
) -> None:
    before = lines(stage)
    ana.do("fr", stage.at(RIVER), "flag", comment="is «boivent» meant?")
    ana.do("fr", stage.at(RIVER), "comment", comment="Ask the witness R.")
    boris = come_in(stage.home, "Boris")
    text = boris.get(f"/review/fr/letter?at={stage.at(RIVER)}").text
    assert "Ask the witness R." in text
    assert "is «boivent» meant?" in text
    buttons = re.findall(r'value="settle">(.*?)</button>', text)
    assert len(set(buttons)) == len(buttons) == 2, "told apart where only buttons are listed"
    flagged = boris.get("/review/fr/letter?show=flagged").text
    assert flagged.count("<article") == 1
    assert lines(stage) == before
    locales = b"".join(
        p.read_bytes() for p in (stage.site.desk.project / "locales").rglob("*") if p.is_file()
    )
    assert b"witness" not in locales
    (flag, _) = stage.site.kept.remarks(("letter", "fr"))["", RIVER]
    boris.do("fr", stage.at(RIVER), "settle", remark=str(flag.id))
    assert boris.get("/review/fr/letter?show=flagged").text.count("<article") == 0


def test_what_is_left_for_later_comes_back_when_it_changes(stage: page_stage.Stage, ana: Client) -> None:
    where = ana.do("fr", stage.at(RIVER), "skip").header("location")
    assert stage.at(RIVER) not in where
    assert ana.get("/review/fr/letter?show=skipped").text.count("<article") == 1
    come_in(stage.home, "Boris").do(
        "fr", stage.at(RIVER), "send", text="Le fleuve est à tous ceux qui en boivent."
    )
    assert ana.get("/review/fr/letter?show=skipped").text.count("<article") == 0


def test_progress_tells_the_truth(stage: page_stage.Stage, ana: Client) -> None:
    from openletter.page import passage, views
    from openletter.page.ask import Ask

    visitor = stage.site.people.visitor(ana.cookies[stage.site.config.cookie], True)
    ask = Ask(stage.site, {"lang": "fr", "letter": "letter"}, {}, {}, False, "", "", visitor, "")
    room = views.room_of(ask)
    all_ = views.passages(ask, room, views.around(ask, room))
    found = passage.progress(all_)
    assert sum(found.counts.values()) == found.total == len(room.read.segments)
    assert found.counts[State.REVIEWED] == sum(one.state is State.REVIEWED for one in room.standings.values())
    assert found.wants == sum(one.wants for one in all_) > 0
    for name, count in passage.counts(all_).items():
        assert count == len(passage.chosen(all_, name, ""))
    assert [one.number for one in all_] == list(range(1, found.total + 1))


def test_search_and_filters(stage: page_stage.Stage, ana: Client) -> None:
    assert ana.get("/review/fr/letter?q=FLEUVE").text.count("<article") == 1
    assert ana.get("/review/fr/letter?q=river%20drink").text.count("<article") == 1
    assert ana.get("/review/fr/letter?q=nothing-of-the-kind").text.count("<article") == 0
    assert ana.get("/review/fr/letter?show=stale").text.count("<article") == 1
    assert ana.get("/review/fr/letter?show=nonsense").status == 404


def test_a_changed_source_is_shown_word_by_word(stage: page_stage.Stage, ana: Client) -> None:
    fields = ana.open("fr", stage.at("We ask"))
    assert fields["text"] == page_stage.TEXTS["fr"][page_stage.BEFORE]
    assert "<ins>" in ana.answer.text


# Words are never lost


def test_two_people_at_one_passage_see_both_texts(stage: page_stage.Stage, ana: Client) -> None:
    fields = ana.open("fr", stage.at(RIVER))
    boris = come_in(stage.home, "Boris")
    boris.do("fr", stage.at(RIVER), "send", text="Le fleuve est à nous tous.")
    told = ana.post(LIVE, **{**fields, "text": "Le fleuve est aux riverains."})
    assert json.loads(told.text)["changed"] is True
    text = ana.get(f"/review/fr/letter?at={stage.at(RIVER)}").text
    assert ana.fields()["text"] == "Le fleuve est aux riverains."
    assert 'class="conflict' in text
    assert "nous" in text.split('class="conflict')[1]
    ana.post(f"/review/fr/letter?at={stage.at(RIVER)}", **{**ana.fields(), "do": "send"})
    found = standing(stage, RIVER)
    assert {found.msgstr, *(one.msgstr for one in found.pending)} == {
        "Le fleuve est à nous tous.",
        "Le fleuve est aux riverains.",
    }


def test_two_windows_of_one_person_lose_nothing(stage: page_stage.Stage, ana: Client) -> None:
    fields = ana.open("fr", stage.at(RIVER))
    first = json.loads(ana.post(LIVE, **{**fields, "text": "Une fenêtre"}).text)
    other = json.loads(ana.post(LIVE, **{**fields, "text": "L’autre fenêtre"}).text)
    assert other["version"] == first["version"] + 1
    text = ana.get(f"/review/fr/letter?at={stage.at(RIVER)}").text
    assert ana.fields()["text"] == "L’autre fenêtre"
    assert "Une fenêtre" in text


def test_the_source_changes_while_somebody_types(stage: page_stage.Stage, ana: Client) -> None:
    fields = ana.open("fr", stage.at(RIVER))
    path = stage.site.desk.project / "source/letter.md"
    path.write_text(path.read_text("utf-8").replace("The river belongs", "The lake belongs"), "utf-8")
    told = json.loads(ana.post(LIVE, **{**fields, "text": "Le fleuve est aux riverains."}).text)
    assert told["gone"] is True
    assert "Le fleuve est aux riverains." in ana.get("/review/fr/letter").text
    sent = ana.post("/review/fr/letter", **{**fields, "text": "Le fleuve est aux riverains.", "do": "send"})
    assert sent.status == 303
    last = lines(stage)[-1]
    assert (last["kind"], last["msgid"], last["msgstr"]) == ("propose", RIVER, "Le fleuve est aux riverains.")
    assert "Le fleuve est aux riverains." not in ana.get("/review/fr/letter").text, "it is in the journal now"


def test_words_for_a_passage_that_nobody_knows_any_more_are_kept(
    stage: page_stage.Stage, ana: Client
) -> None:
    fields = ana.open("fr", stage.at("On 5 December"))
    path = stage.site.desk.project / "source/letter.md"
    path.write_text(path.read_text("utf-8").replace("ten members", "nine members"), "utf-8")
    answer = ana.post("/review/fr/letter", **{**fields, "text": "Le 5 décembre, dix membres", "do": "send"})
    assert answer.status == 422
    assert "Le 5 décembre, dix membres" in ana.get("/review/fr/letter").text


def test_an_ended_session_gives_the_words_back(stage: page_stage.Stage, ana: Client) -> None:
    fields = ana.open("fr", stage.at(RIVER))
    csrf = ana.csrf
    ana.post("/leave")
    answer = ana.post("/review/fr/letter", **{**fields, "csrf": csrf, "do": "send", "text": "Presque fini."})
    assert answer.status == 403
    assert "Presque fini." in answer.text


def test_words_typed_on_one_device_are_there_on_another(stage: page_stage.Stage, ana: Client) -> None:
    fields = ana.open("fr", stage.at(RIVER))
    ana.post(LIVE, **{**fields, "text": "Commencé au téléphone"})
    assert come_in(stage.home, "  ana ").open("fr", stage.at(RIVER))["text"] == "Commencé au téléphone"
    assert come_in(stage.home, "Boris").open("fr", stage.at(RIVER))["text"] == LE_FLEUVE


def test_what_another_process_writes_is_seen(stage: page_stage.Stage, ana: Client) -> None:
    ana.get("/review/fr/letter")
    project = stage.site.desk.project
    segments = Letters(project, Settings()).get("letter").segments
    Store(project).apply(
        "letter", "fr", segments, [Event("", "", Kind.TEXT, "Chen", "", RIVER, "Le fleuve, à tous.", "")]
    )
    assert ana.open("fr", stage.at(RIVER))["text"] == "Le fleuve, à tous."


def test_previews_show_the_change_and_publish_nothing(stage: page_stage.Stage, ana: Client) -> None:
    for kind in ("html", "pdf"):
        answer = ana.do("fr", stage.at("What we ask"), "preview", format=kind, text="Nos trois demandes")
        assert answer.status == 303
        shown = ana.get(answer.header("location"))
        assert shown.status == 200
        assert (
            shown.header("content-type").split(";")[0]
            == {"html": "text/html", "pdf": "application/pdf"}[kind]
        )
        assert kind == "pdf" or "Nos trois demandes" in shown.text
    assert standing(stage, "What we ask").msgstr == "Ce que nous demandons"
    assert not (stage.site.desk.project / "output").exists()
    refused = ana.do("fr", stage.at("What we ask"), "preview", format="html", text="<em1>Nos</em1>")
    assert refused.status == 422


def test_ids_of_passages_are_distinct(stage: page_stage.Stage) -> None:
    read = stage.site.desk.read("letter")
    assert read is not None
    assert len({passage_id(one.key) for one in read.segments}) == len(read.segments) == len(read.ids)


def test_a_damaged_journal_is_told_and_nothing_is_written(stage: page_stage.Stage, ana: Client) -> None:
    fields = ana.open("fr", stage.at(RIVER))
    path = stage.site.desk.project / "locales/fr/reviews/letter.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b"{}\n")
    answer = ana.post(f"/review/fr/letter?at={stage.at(RIVER)}", **{**fields, "do": "send", "text": "Enfin."})
    assert answer.status == 500
    assert "Enfin." in answer.text
    path.write_bytes(whole)
    assert ana.get(f"/review/fr/letter?at={stage.at(RIVER)}").status == 200


def test_terms_and_memory_are_offered_with_where_they_come_from(tmp_path: Path) -> None:
    project = page_stage.project(tmp_path)
    other = project / "source/other.md"
    other.write_text("# Another letter\n\nThe river belongs to all who drink from it here.\n", "utf-8")
    segments = Letters(project, Settings()).get("other").segments
    text = "Le fleuve est ici à tous ceux qui y boivent."
    Store(project).apply(
        "other", "fr", segments, [Event("", "", Kind.TEXT, "Chen", *segments[1].key, text, "")]
    )
    with page_stage.stage(project) as stage:
        ana = come_in(stage.home, "Ana")
        ana.get(f"/review/fr/letter?at={stage.at(RIVER)}")
        stage.site.helper._building["en", "fr"][1].result(30)
        shown = ana.get(f"/review/fr/letter?at={stage.at(RIVER)}").text
        assert text in shown
        assert "other, translated" in shown
        assert "Conseil" in ana.get(f"/review/fr/letter?at={stage.at('We ask')}").text


def test_what_is_suspect_in_a_draft_is_said(stage: page_stage.Stage, ana: Client) -> None:
    project = stage.site.desk.project
    segments = Letters(project, Settings()).get("letter").segments
    (one,) = [each for each in segments if each.msgid.startswith("that it hear")]
    Store(project).apply(
        "letter", "fr", segments, [Event("", "", Kind.DRAFT, "", *one.key, "eau eau eau eau eau eau eau", "")]
    )
    assert 'class="suspect"' in ana.get(f"/review/fr/letter?at={stage.at('that it hear')}").text


def test_a_letter_that_cannot_be_read_keeps_nobody_from_the_others(
    stage: page_stage.Stage, ana: Client
) -> None:
    (stage.site.desk.project / "source/broken.md").write_bytes(b"\xff\xfe broken")
    answer = ana.get("/")
    assert answer.status == 200
    assert "/review/fr/letter" in answer.text
    assert "source/broken.md:1" in answer.text
    assert ana.get("/review/fr/broken").status == 409


def test_nobody_fills_the_disk_with_unsent_words(
    stage: page_stage.Stage, ana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openletter.page.kept.MOST", 3)
    fields = ana.open("fr", stage.at(RIVER))
    found = [ana.post(LIVE, **{**fields, "id": f"made up {number}"}).status for number in range(5)]
    assert found == [200, 200, 200, 409, 409]


def test_without_the_packages_it_says_what_brings_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from openletter import cli
    from openletter.cli.review import serve

    monkeypatch.setattr(serve, "NEEDS", ("starlette", "no_such_package"))
    assert cli.main(["review", "serve", "--project", str(tmp_path)]) == 3
    assert "python3 -m pip install no_such_package" in capsys.readouterr().err


def test_a_project_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source/letter.md").write_text("# Letter\n\nText.\n", "utf-8")
    (tmp_path / ".openletter").write_text("in the way of the folder", "utf-8")
    assert cli.main(["review", "serve", "--port", "0", "--project", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "page.sqlite: cannot keep what people type" in said
    assert "try: look whether the disk is full and whether you may write there" in said


def test_a_text_for_former_words_is_shown_and_not_offered_for_approval(
    stage: page_stage.Stage, ana: Client, tmp_path: Path
) -> None:
    """The original changed after somebody had taken it along; what they bring back is for the old words."""
    project = stage.site.desk.project
    letter = project / "source/letter.md"
    letter.write_text(
        letter.read_text("utf-8").replace(RIVER, RIVER.replace("river", "great river")), "utf-8"
    )
    assert cli.main(["extract", "--project", str(project), "--quiet"]) == 0
    brought = tmp_path / "brought.po"
    head = 'msgid ""\nmsgstr "Language: fr\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    brought.write_text(f'{head}msgid "{RIVER}"\nmsgstr "Le fleuve est à qui en boit."\n', "utf-8")
    cli.main(
        [
            "review",
            "submit",
            str(brought),
            "--by",
            "Chen",
            "--letter",
            "letter",
            "--project",
            str(project),
            "--quiet",
        ]
    )
    at = stage.at(RIVER.replace("river", "great river"))
    boris = come_in(stage.home, "Boris")
    text = boris.get(f"/review/fr/letter?at={at}").text
    assert "</span>boit<span" in text
    assert "for the words that the original had before" in text
    assert 'value="reject"' in text
    assert "Approve this proposal" not in text
