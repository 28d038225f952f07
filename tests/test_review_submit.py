"""`openletter review submit`: whose file it is, what is taken, held, refused, and what a conflict becomes."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hostile import FOLDER, catalog, good, project

from openletter import po, segment, source
from openletter.cli import main
from openletter.model import Entry, Event, Kind, State
from openletter.store import Store

PASSAGE = "The Committee did not say that secret detention is lawful."
OURS = "Le Comité n’a pas dit que la détention secrète est licite."
THEIRS = "Le Comité n’a jamais dit que la détention secrète est licite."
OTHERS = "Le Comité n’a point dit que la détention secrète est licite."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project(tmp_path / "project", reviewed=False)


def write(folder: Path, name: str = "x.po", lang: str = "fr", letter: str = "letter", **texts: str) -> Path:
    """A good French file with some entries changed: by the first word of their source text."""
    base = catalog("c_good.fr.po")
    entries = tuple(
        replace(entry, msgstr=texts.get(entry.msgid.split()[0], entry.msgstr)) for entry in base.entries
    )
    header = {"Project-Id-Version": letter, "Language": lang, "Content-Type": "text/plain; charset=UTF-8"}
    path = folder.parent / name
    path.write_bytes(po.serialize(replace(base, entries=entries, header=header)))
    return path


def run(
    capsys: pytest.CaptureFixture[str], folder: Path, *words: str | Path
) -> tuple[int, dict[str, Any], str]:
    capsys.readouterr()
    code = main(["review", *map(str, words), "--json", "--project", str(folder)])
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


def submit(
    capsys: pytest.CaptureFixture[str], folder: Path, path: Path, by: str = "Ana", *more: str
) -> tuple[int, dict[str, Any]]:
    code, whole, _ = run(capsys, folder, "submit", path, "--by", by, *more)
    assert list(whole) == ["files"]
    return code, whole["files"][0]


def standing(folder: Path, msgid: str = PASSAGE) -> Any:
    segments = segment.segments(source.read(folder, "letter"))
    return Store(folder).standings("letter", "fr", segments)["", msgid]


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# The answer


def test_the_answer_is_the_contract_s(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(folder, We="Nous demandons une réponse avant le 15 mai 2014.")
    code, answer = submit(capsys, folder, FOLDER / "s003.ru.po", "Ana")
    assert code == 1
    assert {"file", "letter", "lang", "taken", "refused", "held", "error"} <= answer.keys()
    assert (answer["letter"], answer["lang"], answer["taken"], answer["error"]) == ("letter", "ru", 6, None)
    for one in answer["refused"]:
        assert {"line", "code", "msgid", "what"} <= one.keys()
        assert (one["line"], one["msgid"]) == (24, PASSAGE)
    assert submit(capsys, folder, path)[1]["file"] == str(path)
    code, answer = submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    assert (code, answer["taken"], answer["refused"], answer["held"]) == (0, 7, [], [])
    # changed or not
    assert submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")[1]["taken"] == 7


def test_several_files_each_have_an_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["c_good.ru.po", "s086.fr.po", "c_good.fr.po"]
    code, whole, said = run(capsys, folder, "submit", *(FOLDER / name for name in names), "--by", "Ana")
    assert code == 1
    assert [one["taken"] for one in whole["files"]] == [7, 0, 7]
    error = whole["files"][1]["error"]
    assert (error["code"], error["line"]) == ("po-syntax", 33)
    assert "s086.fr.po:33" in said


def test_a_dry_run_says_the_same_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(folder)
    path = write(folder, The=THEIRS, States="Les États peuvent <em1>tout</em1>.")
    trial = submit(capsys, folder, path, "Ana", "--dry-run")
    assert everything(folder) == before
    assert submit(capsys, folder, path, "Ana") == trial
    assert everything(folder) != before


def test_a_mail_address_is_no_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(folder)
    words = ["submit", str(FOLDER / "c_good.fr.po"), "--by", "ana@example.org"]
    code, whole, said = run(capsys, folder, *words)
    assert code == 2
    assert "published" in said
    assert "example.org" not in json.dumps(whole)
    assert everything(folder) == before


# Whose it is


def test_the_letter_that_holds_its_messages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "source" / "other.md").write_text("# Another\n\nQuite another letter.\n", "utf-8")
    path = write(folder, letter="PACKAGE VERSION")
    assert submit(capsys, folder, path)[1]["letter"] == "letter"
    shutil.copy(folder / "source" / "letter.md", folder / "source" / "copy.md")
    code, answer = submit(capsys, folder, path)
    assert (code, answer["error"]["code"], answer["taken"]) == (2, "unknown-letter", 0)
    assert submit(capsys, folder, path, "Ana", "--letter", "copy")[1]["letter"] == "copy"
    # what the header says goes before what it holds
    assert submit(capsys, folder, write(folder, letter="letter"))[1]["letter"] == "letter"


def test_a_language_that_cannot_be_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(folder, lang="")
    code, answer = submit(capsys, folder, path)
    assert (code, answer["error"]["code"]) == (2, "unknown-language")
    assert submit(capsys, folder, path, "Ana", "--lang", "fr")[1]["taken"] == 7


@pytest.mark.parametrize(
    ("name", "lang", "more"),
    [
        ("x.po", "es", ("--lang", "fr")),
        ("letter.fr.po", "es", ()),
        ("x.po", "es", ()),
        ("x.po", "de", ()),
        ("x.po", "en", ()),
    ],
)
def test_a_wrong_language(
    folder: Path, name: str, lang: str, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(folder, name, lang)
    code, answer = submit(capsys, folder, path, "Ana", *more)
    assert (code, answer["error"]["code"], answer["taken"]) == (1, "wrong-language", 0)
    line = answer["error"]["line"]
    assert "Language: " in path.read_text("utf-8").splitlines()[line - 1]


def test_a_region_is_no_other_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert submit(capsys, folder, write(folder, lang="fr_CA"), "Ana", "--lang", "fr")[1]["taken"] == 7


def test_a_file_that_is_not_there_is_wrong_usage(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = submit(capsys, folder, tmp_path / "no.po")
    assert (code, answer["error"]["code"]) == (2, "cannot-read")


def test_a_link_and_a_folder_are_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = tmp_path / "link.fr.po"
    try:
        link.symlink_to(FOLDER / "c_good.fr.po")
    except OSError:
        pytest.skip("this system lets nobody make links: on Windows, turn on the developer mode")
    for path in (link, tmp_path):
        code, answer = submit(capsys, folder, path)
        assert (code, answer["error"]["code"]) == (1, "no-file")


# What says nothing, and what is unknown


def test_fuzzy_blank_obsolete_and_absent_entries_say_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    base = catalog("c_good.fr.po")

    def change(number: int, entry: Entry) -> list[Entry]:
        if number == 0:
            return [replace(entry, msgstr="")]
        if number == 1:
            return [replace(entry, flags=("fuzzy",))]
        if number == 2:
            return [replace(entry, flags=("fuzzy",), msgstr="<script>")]
        return [] if number == 3 else [replace(entry, obsolete=True)]

    entries = [one for number, entry in enumerate(base.entries) for one in change(number, entry)]
    path = folder.parent / "x.po"
    path.write_bytes(po.serialize(replace(base, entries=tuple(entries))))
    before = everything(folder)
    code, answer = submit(capsys, folder, path, "Ben")
    assert (code, answer["taken"], answer["refused"], answer["held"]) == (0, 0, [], [])
    assert everything(folder) == before


def test_a_message_that_the_letter_had_is_kept_with_both_texts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    letter = folder / "source" / "letter.md"
    letter.write_text(letter.read_text("utf-8").replace("did not say", "did not state"), "utf-8")
    assert main(["extract", "--project", str(folder), "--quiet"]) == 0
    code, answer = submit(capsys, folder, write(folder, The=THEIRS), "Ben")
    (held,) = answer["held"]
    assert (code, held["code"], held["msgid"], answer["taken"]) == (1, "source-changed", PASSAGE, 6)
    now = standing(folder, PASSAGE.replace("did not say", "did not state"))
    assert (now.state, [one.msgstr for one in now.pending]) == (State.STALE, [THEIRS])
    assert OURS in (folder / "locales/fr/LC_MESSAGES/letter.po").read_text("utf-8").replace('"\n"', "")
    # and it is checked all the same
    code, answer = submit(capsys, folder, write(folder, The="<script>alert(1)</script>"), "Ben")
    assert {one["code"] for one in answer["refused"]} >= {"markup-html"}
    assert "script" not in (folder / "locales/fr/reviews/letter.jsonl").read_text("utf-8")


# States


def test_a_change_to_a_reviewed_text_is_a_proposal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for by in ("Ana", "Ben"):
        submit(capsys, folder, FOLDER / "c_good.fr.po", by)
    code, answer = submit(capsys, folder, write(folder, The=THEIRS), "Carla")
    (held,) = answer["held"]
    assert (code, held["code"], answer["taken"]) == (1, "proposal", 6)
    assert standing(folder).msgstr == OURS
    assert submit(capsys, folder, write(folder, The=THEIRS), "Carla")[1] == answer


def test_a_reviewer_s_own_change_lowers_the_count_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for by in ("Ana", "Ben"):
        submit(capsys, folder, FOLDER / "c_good.fr.po", by)
    code, answer = submit(capsys, folder, write(folder, The=THEIRS), "Ana")
    (warned,) = answer["warned"]
    assert (code, answer["taken"], warned["code"]) == (0, 7, "reviewed-fell")
    assert "Ana" in warned["what"]


def test_a_held_text_waits_for_somebody_else(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = submit(capsys, folder, FOLDER / "s073.fr.po", "Ana")
    assert (code, answer["taken"], [one["code"] for one in answer["held"]]) == (1, 6, ["negation"])
    assert standing(folder).state is State.MISSING
    for by, expected in (("ana ", State.MISSING), ("Ben", State.REVIEWED)):
        run(capsys, folder, "approve", "letter", "--lang", "fr", "--by", by)
        assert standing(folder).state is expected
    # what was confirmed is not held again
    assert submit(capsys, folder, FOLDER / "s073.fr.po", "Carla")[1]["held"] == []


def test_who_started_from_the_same_text_makes_a_conflict(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    paths = []
    for name, text in (("a.po", THEIRS), ("b.po", OTHERS)):
        out = folder.parent / name
        words = ["review", "export", "letter", "--lang", "fr", "--to", str(out), "--project", str(folder)]
        assert main(words) == 0
        data = po.parse(out.read_bytes())
        entries = tuple(replace(e, msgstr=text, flags=()) if e.msgid == PASSAGE else e for e in data.entries)
        out.write_bytes(po.serialize(replace(data, entries=entries)))
        paths.append(out)
    assert submit(capsys, folder, paths[0], "Ben")[0] == 0
    _, answer = submit(capsys, folder, paths[1], "Carla")
    told = {one["code"] for one in answer["held"] + answer["warned"]}
    assert "conflict" in told
    hints = {one["hint"] for one in answer["held"] + answer["warned"] if one["code"] == "conflict"}
    assert all(f"--project {folder} review approve" in hint for hint in hints)  # it can be run as it stands
    now = standing(folder)
    assert {now.msgstr, *(one.msgstr for one in now.pending)} == {THEIRS, OTHERS}


@pytest.mark.parametrize("options", [("x.po",), ("x.xlf",), ("x.xlf", "--xliff", "2.1")])
def test_a_file_that_nobody_touched_says_nothing(
    folder: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """A second reader counts for what they have read, and not for what the file happened to hold."""
    submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    out = folder.parent / options[0]
    words = ["--to", str(out), *options[1:], "--project", str(folder)]
    assert main(["review", "export", "letter", "--lang", "fr", *words]) == 0
    code, answer = submit(capsys, folder, out, "Ben")
    assert (code, answer["taken"]) == (0, 0)
    assert {event.by for event in Store(folder).events("letter", "fr")} == {"Ana"}
    assert standing(folder).state is State.TRANSLATED


def test_a_changed_text_that_is_still_marked_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    out = folder.parent / "x.po"
    words = ["review", "export", "letter", "--lang", "fr", "--to", str(out), "--project", str(folder)]
    assert main(words) == 0
    out.write_text(out.read_text("utf-8").replace("n’a pas dit", "n’a jamais dit"), "utf-8")
    code, answer = submit(capsys, folder, out, "Ben")
    assert (code, answer["taken"]) == (0, 0)
    assert [(one["code"], one["msgid"]) for one in answer["warned"]] == [("changed-unsure", PASSAGE)]
    assert standing(folder).msgstr == OURS


def test_texts_of_two_passages_exchanged_are_held(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = good("fr")
    submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    path = write(folder, The=texts["See the conclusions of the Special Rapporteur."])
    code, answer = submit(capsys, folder, path, "Ana")
    assert code == 1
    assert "same-text" in {one["code"] for one in answer["held"]}
    assert {one["msgid"] for one in answer["held"]} == {PASSAGE}


def test_damage_of_the_project_is_told_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "locales/fr/reviews").mkdir(parents=True, exist_ok=True)
    (folder / "locales/fr/reviews/letter.jsonl").write_text("no JSON\n")
    code, answer = submit(capsys, folder, FOLDER / "c_good.fr.po")
    assert (code, answer["error"]["code"], answer["error"]["line"]) == (4, "damaged-journal", 1)


def test_a_torn_line_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submit(capsys, folder, FOLDER / "c_good.fr.po")
    with (folder / "locales/fr/reviews/letter.jsonl").open("ab") as journal:
        journal.write(b'{"v": 1, "id')
    _, _, said = run(capsys, folder, "submit", FOLDER / "c_good.fr.po", "--by", "Ben")
    assert "[torn-line]" in said


# XLIFF


def all_read(text: str) -> str:
    """XLIFF in which a program has marked every text as done."""
    return re.sub('state="(needs-translation|needs-l10n|initial)"', 'state="translated"', text)


@pytest.mark.parametrize("version", ["1.2", "2.1"])
def test_xliff_comes_back(folder: Path, version: str, capsys: pytest.CaptureFixture[str]) -> None:
    submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    out = folder.parent / "x.xlf"
    words = ["--to", str(out), "--xliff", version, "--project", str(folder)]
    assert main(["review", "export", "letter", "--lang", "fr", *words]) == 0
    text = all_read(out.read_text("utf-8"))
    out.write_text(text.replace("n’a pas dit", "n’a jamais dit"), "utf-8")
    code, answer = submit(capsys, folder, out, "Ben")
    assert (code, answer["taken"], answer["letter"], answer["lang"]) == (0, 7, "letter", "fr")
    assert standing(folder).msgstr == THEIRS
    kinds = {event.origin for event in Store(folder).events("letter", "fr") if event.by == "Ben"}
    assert kinds == {f"xliff-{version}"}


def test_entries_are_told_apart_when_all_stand_on_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    out = folder.parent / "x.xlf"
    main(["review", "export", "letter", "--lang", "fr", "--to", str(out), "--project", str(folder)])
    text = all_read(out.read_text("utf-8")).replace("\n", "").replace("n’a pas dit", "a dit")
    out.write_text(text, "utf-8")
    _, answer = submit(capsys, folder, out, "Ben")
    assert (answer["taken"], [one["code"] for one in answer["held"]]) == (6, ["negation"])
    assert submit(capsys, folder, out, "Ben")[1]["taken"] == 6


def test_events_go_in_with_one_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything is in the journal before anything else changes."""
    from openletter import files

    calls: list[tuple[str, int]] = []
    real_append, real_write = files.append, files.write_atomic

    def append(path: Path, data: bytes) -> None:
        calls.append((path.suffix, data.count(b"\n")))
        real_append(path, data)

    def write_atomic(path: Path, data: bytes) -> None:
        calls.append((path.suffix, 0))
        real_write(path, data)

    monkeypatch.setattr(files, "append", append)
    monkeypatch.setattr(files, "write_atomic", write_atomic)
    submit(capsys, folder, FOLDER / "s073.fr.po")
    assert calls == [(".jsonl", 7), (".po", 0)]


def test_a_text_by_hand_is_judged_as_any_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A held text that stands in the catalog by hand does not hold, so that handing it in does not help."""
    store = Store(folder)
    path = folder / store.catalog_path("letter", "fr")
    bad = {entry.msgid: entry.msgstr for entry in catalog("s073.fr.po").entries}
    whole = po.parse(path.read_bytes())
    path.write_bytes(
        po.serialize(replace(whole, entries=tuple(replace(e, msgstr=bad[e.msgid]) for e in whole.entries)))
    )
    code, answer = submit(capsys, folder, FOLDER / "s073.fr.po", "Ana")
    assert (code, [one["code"] for one in answer["held"]]) == (1, ["negation"])
    assert standing(folder).state is State.MISSING


def test_nobody_is_named_by_a_machine(folder: Path) -> None:
    event = Event("", "", Kind.TEXT, " Ana \n Ruiz ", "", PASSAGE, OURS, "")
    segments = segment.segments(source.read(folder, "letter"))
    (taken,) = Store(folder).apply("letter", "fr", segments, [event])
    assert taken.by == "Ana Ruiz"
