"""`review approve`, `reject`, `adopt`, `status`, `history`, `rebuild`."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hostile import FOLDER, catalog, project
from test_review_submit import OTHERS, OURS, PASSAGE, THEIRS, everything, run, standing, submit, write

from openletter import po, segment, source
from openletter.cli import main
from openletter.model import State
from openletter.store import Store

NUMBER = 4
"""Of PASSAGE in the letter."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project(tmp_path / "project", reviewed=False)


@pytest.fixture
def translated(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    return folder


def states(folder: Path, capsys: pytest.CaptureFixture[str], lang: str = "fr") -> dict[str, int]:
    _, whole, _ = run(capsys, folder, "status")
    found: dict[str, int] = whole["letters"]["letter"][lang]
    return {name: count for name, count in found.items() if count}


def approve(
    capsys: pytest.CaptureFixture[str], folder: Path, by: str, *more: str
) -> tuple[int, dict[str, Any], str]:
    return run(capsys, folder, "approve", "letter", "--lang", "fr", "--by", by, *more)


def edit(folder: Path, **changes: Any) -> None:
    """Every entry of the catalog changed by hand."""
    path = folder / "locales/fr/LC_MESSAGES/letter.po"
    whole = po.parse(path.read_bytes())
    path.write_bytes(
        po.serialize(replace(whole, entries=tuple(replace(e, **changes) for e in whole.entries)))
    )


# Approving


def test_two_people_make_reviewed(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert states(translated, capsys) == {"translated": 7}
    code, answer, _ = approve(capsys, translated, "ANA")
    assert (code, answer["journalled"]) == (0, 0)
    assert states(translated, capsys) == {"translated": 7}
    code, answer, _ = approve(capsys, translated, "Ben", str(NUMBER), "#5")
    assert answer["approved"][0]["msgid"] == PASSAGE
    assert states(translated, capsys) == {"translated": 5, "reviewed": 2}
    approve(capsys, translated, "Ben")
    assert states(translated, capsys) == {"reviewed": 7}


@pytest.mark.parametrize("name", ["4", "#4", PASSAGE, "The Committee"])
def test_an_entry_is_named_in_many_ways(
    translated: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, answer, _ = approve(capsys, translated, "Ben", name)
    assert [one["msgid"] for one in answer["approved"]] == [PASSAGE]


@pytest.mark.parametrize("name", ["0", "8", "Nothing like it", "xy", ""])
def test_what_names_nothing_is_wrong_usage(
    translated: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(translated)
    assert approve(capsys, translated, "Ben", "1", name)[0] == 2
    assert everything(translated) == before


def test_a_beginning_of_several_is_wrong_usage(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert approve(capsys, translated, "Ben", "We w")[0] == 0
    (translated / "source" / "letter.md").write_text("# Same one\n\nSame two\n\nSame three\n", "utf-8")
    assert approve(capsys, translated, "Ben", "Same t")[0] == 2


def test_a_proposal_is_approved_by_naming_it(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approve(capsys, translated, "Ben")
    submit(capsys, translated, write(translated, The=THEIRS), "Carla")
    # not by approving everything
    assert approve(capsys, translated, "Daud")[0] == 0
    assert standing(translated).msgstr == OURS
    # not by the one who proposed it
    code, answer, _ = approve(capsys, translated, "Carla", str(NUMBER))
    assert (code, len(answer["left"]), answer["journalled"]) == (1, 1, 0)
    code, answer, _ = approve(capsys, translated, "Ben", str(NUMBER))
    now = standing(translated)
    assert (code, now.msgstr, now.state, now.people) == (0, THEIRS, State.REVIEWED, ("Ben", "Carla"))


def test_several_texts_must_be_told_apart(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approve(capsys, translated, "Ben")
    submit(capsys, translated, write(translated, The=THEIRS), "Carla")
    submit(capsys, translated, write(translated, The=OTHERS), "Daud")
    code, _, said = approve(capsys, translated, "Eva", str(NUMBER))
    assert code == 2
    ids = re.findall(r"\b[0-9a-f]{8}\b", said)
    assert len(ids) == 2
    chosen = {event.id[:8]: event.msgstr for event in standing(translated).pending}
    assert approve(capsys, translated, "Eva", ids[0])[0] == 0
    assert standing(translated).msgstr == chosen[ids[0]]


def test_a_held_text_beside_another_that_is_not_reviewed_must_be_named(
    translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else the approval of an entry by its number could stand behind a text that nobody meant."""
    submit(capsys, translated, FOLDER / "s073.fr.po", "Carla")
    assert approve(capsys, translated, "Ben", str(NUMBER))[0] == 2
    (waiting,) = standing(translated).pending
    assert approve(capsys, translated, "Ben", standing(translated).event[:10])[0] == 0
    assert (standing(translated).msgstr, standing(translated).state) == (OURS, State.REVIEWED)
    assert approve(capsys, translated, "Ben", waiting.id)[0] == 0
    assert standing(translated).msgstr == waiting.msgstr


def test_alone_makes_translated_and_never_reviewed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "openletter.toml").write_text("people = 1\n")
    submit(capsys, folder, FOLDER / "s073.fr.po", "Ana")
    code, _, _ = approve(capsys, folder, "Ana", str(NUMBER), "--alone", "nobody else here reads French")
    assert code == 0
    assert standing(folder).state is State.TRANSLATED
    (event,) = [e for e in Store(folder).events("letter", "fr") if e.origin == "alone"]
    assert (event.by, event.why) == ("Ana", "nobody else here reads French")
    before = everything(folder)
    for reason in ("", " ", "\u3000\n"):
        code, _, said = approve(capsys, folder, "Ana", "--alone", reason)
        assert (code, "a reason is needed" in said) == (2, True)
    assert everything(folder) == before


def test_what_is_counted_as_approved_was_journalled(
    translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    approve(capsys, translated, "Ben", "1", "2")
    submit(capsys, translated, write(translated, The=THEIRS), "Carla")
    code, out, _ = said_of(translated, capsys, "approve", "letter", "--lang", "fr", "--by", "Carla")
    assert (code, out.splitlines()[0]) == (0, "approved 0"), "Carla handed them all in"
    assert "you stand behind these already, and another person has to read them: 1\n" in out
    code, answer, _ = approve(capsys, translated, "Ben")
    assert (code, len(answer["approved"]), answer["journalled"], answer["own"]) == (0, 5, 5, 2)
    code, out, _ = said_of(translated, capsys, "approve", "letter", "--lang", "fr", "--by", "Ben")
    assert (code, out) == (0, "approved 0\n"), "all is reviewed: nobody else is needed"


def test_missing_and_stale_cannot_be_approved(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer, said = approve(capsys, folder, "Ben", str(NUMBER))
    assert (code, answer["approved"]) == (1, [])
    assert "there is no text" in said
    assert approve(capsys, folder, "Ben")[0] == 0


# Rejecting


def test_a_proposal_that_is_rejected_waits_no_more(
    translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    approve(capsys, translated, "Ben")
    submit(capsys, translated, write(translated, The=THEIRS), "Carla")
    words = ["reject", "letter", "--lang", "fr", "--by", "Ben", "--why", "jamais says too much"]
    assert run(capsys, translated, *words)[0] == 2
    code, answer, _ = run(capsys, translated, *words, str(NUMBER))
    assert (code, len(answer["rejected"])) == (0, 1)
    assert (standing(translated).pending, standing(translated).msgstr) == ((), OURS)
    assert run(capsys, translated, *words, str(NUMBER))[0] == 1
    assert standing(translated).people == ("Ana", "Ben"), "who says it twice keeps the approval"


def reject(
    capsys: pytest.CaptureFixture[str], folder: Path, by: str, *more: str
) -> tuple[int, dict[str, Any], str]:
    return run(capsys, folder, "reject", "letter", "--lang", "fr", "--by", by, "--why", "oops", *more)


def test_an_own_text_is_taken_back(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submit(capsys, translated, write(translated, The=THEIRS), "Ana")
    name = standing(translated).event[:8]
    before = len(Store(translated).events("letter", "fr"))
    code, answer, _ = reject(capsys, translated, "ana", name)
    assert (code, len(answer["rejected"]), answer["left"]) == (0, 1, [])
    assert (standing(translated).msgstr, standing(translated).people) == (OURS, ("Ana",)), "what held before"
    code, answer, said = reject(capsys, translated, "Ana", str(NUMBER))
    assert (code, answer["rejected"], "name it by its id" in said) == (1, [], True)
    code, answer, _ = reject(capsys, translated, "Ana", standing(translated).event)
    assert (code, standing(translated).state) == (0, State.MISSING)
    code, answer, said = reject(capsys, translated, "Ana", str(NUMBER))
    assert (code, answer["rejected"], answer["journalled"]) == (1, [], 0)
    assert said.count("no text of yours holds") == 1
    events = Store(translated).events("letter", "fr")
    assert len(events) == before + 2, "the history keeps both texts, and says who took them back"
    assert {OURS, THEIRS} <= {event.msgstr for event in events if event.kind.value == "text"}


def test_nobody_takes_back_the_word_of_another(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reject(capsys, translated, "Carla", str(NUMBER))[0] == 1
    assert reject(capsys, translated, "Carla", standing(translated).event)[0] == 1
    assert standing(translated).people == ("Ana",)
    mine = standing(translated).event
    approve(capsys, translated, "Ben")
    # by the id of her text, though the last word is Ben’s: his stands
    code, answer, _ = reject(capsys, translated, "Ana", mine)
    assert (code, len(answer["rejected"])) == (0, 1)
    assert (standing(translated).msgstr, standing(translated).people) == (OURS, ("Ben",))
    assert reject(capsys, translated, "Ana", mine)[0] == 2, "it is taken back already"
    assert reject(capsys, translated, "Ana", standing(translated).event)[0] == 1, "the approval is Ben’s"
    code, _, said = reject(capsys, translated, "Ben", str(NUMBER))
    assert (code, "name it by its id" in said) == (1, True)
    assert reject(capsys, translated, "Ben", standing(translated).event)[0] == 0
    assert standing(translated).people == ()


def test_what_was_adopted_or_proposed_is_taken_back(
    translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark_unsure(translated, NUMBER, text=OTHERS)
    run(capsys, translated, "adopt", "letter", "--lang", "fr", "--by", "Zed", str(NUMBER))
    assert standing(translated).people == ("Zed",)
    assert reject(capsys, translated, "Zed", standing(translated).event)[0] == 0
    assert (standing(translated).msgstr, standing(translated).people) == (OTHERS, ())
    submit(capsys, translated, FOLDER / "s073.fr.po", "Carla")
    (waiting,) = standing(translated).pending
    approve(capsys, translated, "Ben", waiting.id)
    assert standing(translated).people == ("Ben", "Carla")
    assert reject(capsys, translated, "Carla", waiting.id)[0] == 0
    assert (standing(translated).msgstr, standing(translated).people) == (waiting.msgstr, ("Ben",))


def test_a_proposal_is_rejected_before_an_own_text(
    translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    approve(capsys, translated, "Ben")
    submit(capsys, translated, write(translated, The=THEIRS), "Carla")
    reject(capsys, translated, "Ben", str(NUMBER))
    assert (standing(translated).pending, standing(translated).people) == ((), ("Ana", "Ben"))
    for name in ("Ana", "Ben"):
        assert reject(capsys, translated, name, str(NUMBER))[0] == 1
    assert standing(translated).people == ("Ana", "Ben"), "said twice it takes nothing that stands"


# A proposal for the words that the original had before

DATE = 6
"""The number of the passage with the date."""


@pytest.fixture
def changed(translated: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The source of a passage changed, and then came another text for the words that it had before."""
    letter = translated / "source" / "letter.md"
    letter.write_text(letter.read_text("utf-8").replace("15 May", "16 May"), "utf-8")
    assert main(["extract", "--project", str(translated)]) == 0
    path = translated.parent / "late.po"
    good = (FOLDER / "c_good.fr.po").read_text("utf-8")
    path.write_text(good.replace("avant le 15 mai", "d’ici au 15 mai"), "utf-8")
    code, answer = submit(capsys, translated, path, "Ben")
    assert (code, [one["code"] for one in answer["held"]]) == (1, ["source-changed"])
    return translated


def test_the_history_has_what_was_put_forward_for_the_former_words(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, whole, _ = run(capsys, changed, "history", "letter", "--lang", "fr", str(DATE))
    found = [(one["kind"], one["by"], one["waits"]) for one in whole["entries"][0]["events"]]
    assert sorted(found) == [("propose", "Ben", True), ("text", "Ana", False)]
    assert all("15 May" in one["msgid"] for one in whole["entries"][0]["events"])
    _, out, _ = said_of(changed, capsys, "history", "letter", "--lang", "fr", str(DATE))
    assert re.search(r"Ben: a proposal \(source-changed\): .* 15 mai 2014\.  ← waits  \(for the words", out)


@pytest.mark.parametrize("way", ["number", "words", "id", "all", "alone"])
def test_a_proposal_for_the_former_words_cannot_be_approved(
    changed: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (waiting,) = standing(changed, "We ask you to answer before 16 May 2014.").pending
    words = {"number": [str(DATE)], "words": ["We ask"], "id": [waiting.id[:8]], "all": []}
    before = everything(changed)
    alone = ["--alone", "nobody else here reads French"]
    code, answer, said = approve(capsys, changed, "Ana", *words.get(way, [str(DATE), *alone]))
    assert (code, [one["number"] for one in answer["left"]]) == (1, [DATE])
    assert "bring it up to the new words" in said
    assert "We ask" not in str(answer["approved"])
    if way != "all":
        assert (answer["approved"], everything(changed)) == ([], before)


@pytest.mark.parametrize("by_id", [False, True])
def test_a_proposal_for_the_former_words_is_rejected(
    changed: Path, by_id: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    (waiting,) = standing(changed, "We ask you to answer before 16 May 2014.").pending
    code, answer, said = reject(capsys, changed, "Ana", waiting.id if by_id else str(DATE))
    assert (code, len(answer["rejected"]), answer["left"], said) == (0, 1, [], "")
    assert standing(changed, "We ask you to answer before 16 May 2014.").pending == ()
    assert reject(capsys, changed, "Ana", str(DATE))[0] == 1


def test_former_words_that_only_the_catalog_knows_are_known(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A text by hand has no line in the journal; its old source stands beside the stale entry."""
    path = folder / "locales/fr/LC_MESSAGES/letter.po"
    path.write_bytes((FOLDER / "c_good.fr.po").read_bytes())
    letter = folder / "source" / "letter.md"
    letter.write_text(letter.read_text("utf-8").replace("say that secret", "say that any secret"), "utf-8")
    assert main(["extract", "--project", str(folder)]) == 0
    _, answer = submit(capsys, folder, write(folder, The=THEIRS), "Ben")
    assert [one["code"] for one in answer["held"]] == ["source-changed"]
    (waiting,) = standing(folder, PASSAGE.replace("that secret", "that any secret")).pending
    assert (waiting.msgstr, waiting.by) == (THEIRS, "Ben")
    assert OURS in {one.msgstr for one in po.parse(path.read_bytes()).entries}, "the old words stay"


@pytest.mark.parametrize("name", ["x.po", "x.xlf", "x21.xlf"])
def test_an_export_shows_a_proposal_for_the_former_words(
    changed: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = changed.parent / name
    version = ["--xliff", "2.1" if "21" in name else "1.2"]
    words = ["export", "letter", "--lang", "fr", "--to", str(path), *version, "--project", str(changed)]
    assert main(["review", *words]) == 0
    assert re.search("Proposé, en attente.*d’ici au 15 mai 2014", path.read_text("utf-8"))


# Adopting


def test_what_was_edited_by_hand_is_adopted(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = translated / "locales/fr/LC_MESSAGES/letter.po"
    path.write_text(path.read_text("utf-8").replace("n’a pas dit", "n’a jamais dit"), "utf-8")
    now = standing(translated)
    assert (now.msgstr, now.state, now.people) == (THEIRS, State.TRANSLATED, ())
    words = ["adopt", "letter", "--lang", "fr", "--by", "Weblate group"]
    code, answer, _ = run(capsys, translated, *words)
    assert (code, [one["msgid"] for one in answer["adopted"]]) == (0, [PASSAGE])
    assert standing(translated).people == ("Weblate group",)
    assert run(capsys, translated, *words)[1]["adopted"] == []
    code, answer, _ = run(capsys, translated, *words, "1")
    assert (code, len(answer["left"])) == (1, 1)


def test_what_weblate_approved_is_adopted(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = "\n".join(
        f'<trans-unit id="{number}" approved="{"yes" if number != 2 else "no"}">'
        f"<source>{entry.msgid.replace('<', '&lt;')}</source>"
        f'<target state="translated">{text.replace("<", "&lt;")}</target></trans-unit>'
        for number, entry in enumerate(catalog("c_good.fr.po").entries)
        for text in [THEIRS if entry.msgid == PASSAGE else entry.msgstr]
    )
    path = translated.parent / "weblate.xlf"
    path.write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="letter" '
        f'source-language="en" target-language="fr"><body>{units}</body></file></xliff>',
        "utf-8",
    )
    words = ["adopt", "letter", "--lang", "fr", "--by", "Ben", "--approved-in", str(path)]
    code, answer, _ = run(capsys, translated, *words)
    assert (code, len(answer["adopted"]), [one["msgid"] for one in answer["left"]]) == (1, 5, [PASSAGE])
    assert states(translated, capsys) == {"translated": 2, "reviewed": 5}
    assert run(capsys, translated, *words)[1]["adopted"] == [], "Ben stands behind them already"


def mark_unsure(folder: Path, *numbers: int, text: str = "") -> None:
    """The texts of entries marked as unsure in the catalog, as Weblate does with “Needs editing”."""
    path = folder / "locales/fr/LC_MESSAGES/letter.po"
    whole = po.parse(path.read_bytes())
    entries = [
        replace(one, flags=("fuzzy",), msgstr=text or one.msgstr) if number in numbers else one
        for number, one in enumerate(whole.entries, 1)
    ]
    path.write_bytes(po.serialize(replace(whole, entries=tuple(entries))))


def said_of(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit code and what a person reads: standard output, standard error."""
    capsys.readouterr()
    code = main(["review", *words, "--project", str(folder)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_text_that_is_marked_as_unsure_is_adopted_by_name_alone(
    translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark_unsure(translated, NUMBER, text=THEIRS)
    assert (standing(translated).msgstr, standing(translated).state) == (THEIRS, State.DRAFT)
    words = ["adopt", "letter", "--lang", "fr", "--by", "Zed"]
    code, out, _ = said_of(translated, capsys, *words)
    assert (code, out.splitlines()[0]) == (0, "adopted 0")
    assert "marked as unsure; name those that are right: 1" in out
    code, answer, _ = run(capsys, translated, *words)
    assert (code, answer["adopted"], answer["journalled"], answer["unsure"]) == (0, [], 0, 1)
    assert (standing(translated).state, standing(translated).people) == (State.DRAFT, ())
    catalog_now = po.parse((translated / "locales/fr/LC_MESSAGES/letter.po").read_bytes())
    assert [one.msgid for one in catalog_now.entries if one.fuzzy] == [PASSAGE]
    code, answer, _ = run(capsys, translated, *words, str(NUMBER))
    assert (code, len(answer["adopted"]), answer["unsure"]) == (0, 1, 0)
    now = standing(translated)
    assert (now.msgstr, now.state, now.people) == (THEIRS, State.TRANSLATED, ("Zed",))


def test_a_text_that_is_marked_as_unsure_is_approved_by_name_alone(
    translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mark_unsure(translated, NUMBER, 5)
    code, answer, _ = approve(capsys, translated, "Ben")
    assert (code, len(answer["approved"]), answer["unsure"]) == (0, 5, 2)
    assert standing(translated).state is State.DRAFT
    approve(capsys, translated, "Ben", str(NUMBER))
    assert standing(translated).state is State.REVIEWED
    assert states(translated, capsys) == {"draft": 1, "reviewed": 6}


BROKEN = "Le Comité <em1>n’a pas dit</em1> que la détention secrète est licite."
DOUBTED = "Le Comité a dit que la détention secrète est licite."


def by_hand(folder: Path, text: str) -> None:
    """The passage changed in the catalog by hand."""
    path = folder / "locales/fr/LC_MESSAGES/letter.po"
    whole = po.parse(path.read_bytes())
    entries = [replace(one, msgstr=text) if one.msgid == PASSAGE else one for one in whole.entries]
    path.write_bytes(po.serialize(replace(whole, entries=tuple(entries))))


@pytest.mark.parametrize(("text", "code"), [(BROKEN, "tag-unknown"), (DOUBTED, "negation")])
@pytest.mark.parametrize("first", [True, False])
def test_a_text_by_hand_that_is_not_printed_is_told(
    tmp_path: Path, text: str, code: str, first: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = project(tmp_path / "project", reviewed=False)
    if not first:
        submit(capsys, folder, FOLDER / "c_good.fr.po", "Ana")
    by_hand(folder, text)
    (found,) = run(capsys, folder, "status")[1]["unprinted"]["letter"]["fr"]
    lines = (folder / "locales/fr/LC_MESSAGES/letter.po").read_text("utf-8").splitlines()
    assert (found["number"], found["msgid"], found["code"]) == (NUMBER, PASSAGE, code)
    assert lines[found["line"] - 1].startswith("msgstr")
    assert re.search(rf"is not printed: 4\. The Committee .* \[{code}\] \(locales/fr/", told(folder, capsys))
    words = ["adopt", "letter", "--lang", "fr", "--by", "Zed"]
    for more in ([], [str(NUMBER)]):
        exit_code, answer, said = run(capsys, folder, *words, *more)
        assert (exit_code, answer["adopted"], answer["left"][0]["number"]) == (1, [], NUMBER)
        assert "entry 4: the text in the catalog is not printed: " in said
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "fr_FR.UTF-8")
        assert said_of(folder, capsys, *words)[2].startswith(
            "entrée 4: le texte du catalogue n’est pas imprimé"
        )
    mark_unsure(folder, NUMBER)
    assert run(capsys, folder, *words)[1]["unsure"] == 1


def test_what_cannot_mark_approvals_is_told(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["adopt", "letter", "--lang", "fr", "--by", "Ben", "--approved-in"]
    before = everything(translated)
    for name, version in (("x.po", "1.2"), ("x.xlf", "2.1")):
        path = str(translated.parent / name)
        more = ["--to", path, "--xliff", version, "--project", str(translated)]
        assert main(["review", "export", "letter", "--lang", "fr", *more]) == 0
        code, _, said = said_of(translated, capsys, *words, path)
        assert (code, "only XLIFF 1.1 and 1.2 do" in said) == (1, True)
    for lang, expected in (("ru", (1, "the file says that it is in “ru”")), ("fr", (0, "marks no passage"))):
        path = str(translated.parent / f"{lang}.xlf")
        main(["review", "export", "letter", "--lang", lang, "--to", path, "--project", str(translated)])
        code, out, said = said_of(translated, capsys, *words, path)
        assert (code, expected[1] in out + said) == (expected[0], True)
    assert everything(translated) == before


# Status


def test_the_status_is_the_contract_s(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submit(capsys, translated, FOLDER / "s075.ru.po", "Ana")
    code, whole, _ = run(capsys, translated, "status")
    assert code == 0
    assert list(whole) == ["letters", "unprinted"]
    assert whole["unprinted"]["letter"] == {lang: [] for lang in whole["letters"]["letter"]}
    assert set(whole["letters"]["letter"]) == {"ar", "zh", "fr", "ru", "es"}
    for found in whole["letters"]["letter"].values():
        assert list(found) == ["missing", "stale", "draft", "translated", "reviewed", "held"]
        assert sum(count for name, count in found.items() if name != "held") == 7
    assert whole["letters"]["letter"]["ru"] == {
        "missing": 1,
        "stale": 0,
        "draft": 0,
        "translated": 6,
        "reviewed": 0,
        "held": 1,
    }


def told(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["review", "status", "--lang", "fr,ru", "--project", str(folder)]) == 0
    return capsys.readouterr().out


def test_the_status_says_what_waits_for_whom_worst_first(
    translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(capsys, translated, FOLDER / "s075.ru.po", "Olga")
    said = told(translated, capsys)
    assert said.index("letter ru") < said.index("letter fr")
    assert re.search(r"waits for anybody but Olga: 4\. The Committee .*held by a check \(negation\)", said)
    assert "waits for anybody but Ana: texts to be read a second time: 7" in said
    assert "texts to be translated" not in said, "the only one has a text that waits"
    assert "stand behind texts: Ana 7" in said


def test_a_count_that_fell_is_told_with_its_reason(
    translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    approve(capsys, translated, "Ben")
    assert "no more" not in told(translated, capsys)
    letter = translated / "source" / "letter.md"
    whole = letter.read_text("utf-8")

    submit(capsys, translated, write(translated, The=THEIRS), "Ana")
    assert re.search(r"no more: 4\. .*changed by Ana on", told(translated, capsys))
    approve(capsys, translated, "Ben", str(NUMBER))
    assert "no more" not in told(translated, capsys)

    letter.write_text(whole.replace("https://www.ohchr.org/", "https://www.un.org/"), "utf-8")
    assert re.search(r"no more: 2\. .*what a tag stands for", told(translated, capsys))
    letter.write_text(whole.replace("15 May", "16 May"), "utf-8")
    assert re.search(r"no more: 6\. .*its source was changed", told(translated, capsys))
    assert main(["extract", "--project", str(translated)]) == 0
    assert "source/letter.md:11: fr: the passage was reviewed" in capsys.readouterr().err
    letter.write_text(whole, "utf-8")
    edit(translated, flags=("fuzzy",))
    assert re.search(r"no more: 1\. .*marked as unsure", told(translated, capsys))
    edit(translated, flags=())
    path = translated / "locales/fr/LC_MESSAGES/letter.po"
    path.write_text(path.read_text("utf-8").replace("Lettre ouverte", "Lettre publique"), "utf-8")
    assert re.search(r"no more: 1\. .*by hand", told(translated, capsys))


# History, rebuild


def test_the_history_has_everything(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    submit(capsys, translated, FOLDER / "s073.fr.po", "Carla")
    approve(capsys, translated, "Ben", standing(translated).event)
    _, whole, _ = run(capsys, translated, "history", "letter", "--lang", "fr", str(NUMBER))
    (entry,) = whole["entries"]
    assert (entry["number"], entry["msgid"], entry["state"], entry["msgstr"]) == (
        4,
        PASSAGE,
        "reviewed",
        OURS,
    )
    found = sorted((one["kind"], one["by"], one["why"], one["waits"]) for one in entry["events"])
    assert found == [
        ("approve", "Ben", "", False),
        ("hold", "Carla", "negation", True),
        ("text", "Ana", "", False),
    ]
    assert len(run(capsys, translated, "history", "letter", "--lang", "fr")[1]["entries"]) == 7
    assert main(["review", "history", "letter", "--lang", "fr", "4", "--project", str(translated)]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("Ana", "Ben", "Carla", "negation", OURS))


def test_rebuild_restores_everything(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approve(capsys, translated, "Ben", "1", "2")
    submit(capsys, translated, FOLDER / "s073.fr.po", "Carla")
    before = states(translated, capsys)
    path = translated / "locales/fr/LC_MESSAGES/letter.po"
    whole = path.read_bytes()
    path.write_bytes(b"<<<<<<< ours\n")
    assert main(["review", "status", "--project", str(translated)]) == 4
    code, answer, _ = run(capsys, translated, "rebuild")
    assert code == 0
    assert Path(answer["letters"]["letter"]["fr"]).read_bytes() == b"<<<<<<< ours\n"
    assert path.read_bytes() == whole
    assert states(translated, capsys) == before


def test_rebuild_tells_how_many_texts_only_the_kept_file_has(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "locales/fr/LC_MESSAGES/letter.po"
    path.write_bytes((FOLDER / "c_good.fr.po").read_bytes())
    assert states(folder, capsys) == {"translated": 7}
    code, out, _ = said_of(folder, capsys, "rebuild")
    kept = folder / ".openletter/before-rebuild/locales/fr/LC_MESSAGES/letter.po"
    assert (code, f"kept in {kept}\n" in out) == (0, True)
    assert "the journal does not know them; hand that file in to have them back: 7\n" in out
    assert states(folder, capsys) == {"missing": 7}
    # another one is kept beside it, and what the journal knows has not left
    submit(capsys, folder, kept, "Ana")
    by_hand(folder, OTHERS)
    _, answer, _ = run(capsys, folder, "rebuild")
    assert answer["gone"]["letter"] == {"ar": 0, "zh": 0, "fr": 1, "ru": 0, "es": 0}
    assert answer["letters"]["letter"]["fr"] == str(kept.with_name("letter.2.po"))
    alone = po.parse(kept.with_name("letter.2.left.po").read_bytes(), "left.po").entries
    assert [entry.msgstr for entry in alone] == [OTHERS], "handed in, it makes nobody stand behind the rest"
    assert kept.read_bytes() == (FOLDER / "c_good.fr.po").read_bytes()
    assert states(folder, capsys) == {"translated": 7}
    assert run(capsys, folder, "rebuild")[1]["gone"]["letter"]["fr"] == 0


def test_one_language_at_a_time(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["letter", "--lang", "fr,ru", "--project", str(translated)]
    assert main(["review", "history", *words]) == 2
    assert main(["review", "approve", *words, "--by", "Ana"]) == 2


def test_lists_may_follow_upon_options(translated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["review", "history", "letter", "--lang", "fr", "1", "2", "--json", "3"]
    assert main([*words, "--project", str(translated)]) == 0
    assert len(json.loads(capsys.readouterr().out)["entries"]) == 3
    with pytest.raises(SystemExit) as caught:
        main(["review", "history", "letter", "--lang", "fr", "1", "--nothing"])
    assert caught.value.code == 2


def test_segments_are_numbered_as_the_letter_has_them(folder: Path) -> None:
    segments = segment.segments(source.read(folder, "letter"))
    assert segments[NUMBER - 1].msgid == PASSAGE
