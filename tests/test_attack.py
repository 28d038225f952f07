"""Many more attacks than the sample holds, and much good work: see tests/attack.py.

What each file is answered with was judged by hand. All are handed in by one command, for speed.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from attack import FOLDER, LANGUAGES, LETTERS, Case, Stage, catalog, file_cases, stage, text_cases
from checks_data import segment

from openletter.checks import Context, check
from openletter.cli import main
from openletter.model import Place, Severity, State
from openletter.store import Store

WARNING = Severity.WARNING
STRICTNESS = ["ACCEPT", "IGNORE", "HOLD", "REFUSE-ENTRY", "REFUSE-FILE"]


@dataclass
class Answered:
    case: Case
    answer: dict[str, Any]
    said: str

    @property
    def strictness(self) -> str:
        if self.answer["error"]:
            return "REFUSE-FILE"
        if self.answer["refused"]:
            return "REFUSE-ENTRY"
        return "HOLD" if self.answer["held"] else "ACCEPT"

    @property
    def told(self) -> list[dict[str, Any]]:
        error = self.answer["error"]
        return [error] if error else self.answer["refused"] + self.answer["held"]


def cases(made: Stage) -> list[Case]:
    names = ("texts", "facts", "more", "controls")
    return [case for name in names for case in text_cases(made, f"{name}.tsv")] + file_cases(made)


def hand_in(made: Stage, folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[Answered]:
    found = cases(made)
    paths = []
    for number, case in enumerate(found):
        path = folder / str(number) / case.name
        path.parent.mkdir(parents=True)
        path.write_bytes(case.data)
        paths.append(str(path))
    capsys.readouterr()
    words = ["review", "submit", "--by", "Eve", "--json", "--project", str(made.folder), *more, "--", *paths]
    assert main(words) in (1, 2)
    said = capsys.readouterr()
    return [
        Answered(case, answer, said.err)
        for case, answer in zip(found, json.loads(said.out)["files"], strict=True)
    ]


def wrong(one: Answered) -> str:
    """What is wrong with an answer; "" for nothing."""
    case, found = one.case, one.strictness
    ignored = found == "ACCEPT" and "IGNORE" in case.expected
    if case.control:
        return "" if found in case.expected else "a false alarm"
    if STRICTNESS.index(found) < min(map(STRICTNESS.index, case.expected)) and not ignored:
        return "not strict enough"
    lines = {told["line"] for told in one.told}
    if case.line and found in ("HOLD", "REFUSE-ENTRY") and case.line not in lines:
        return "another line"
    if found != "ACCEPT" and not all(told["code"] and told["what"] and told["hint"] for told in one.told):
        return "no rule, or nothing to do"
    return ""


def test_each_is_answered_as_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = stage(tmp_path / "project", reviewed=False)
    start = time.monotonic()
    answers = hand_in(made, tmp_path / "in", capsys, "--dry-run")
    assert time.monotonic() - start < 120
    faults = [
        (one.case.name, one.case.group, one.case.expected, one.strictness, wrong(one), one.told[:2])
        for one in answers
        if wrong(one)
    ]
    assert not faults, "\n".join(map(str, faults))
    attacks = [one for one in answers if not one.case.control]
    assert len(attacks) >= 500
    assert len(answers) - len(attacks) >= 150
    assert all(line.isprintable() for line in answers[0].said.split("\n"))


def test_nothing_reviewed_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = stage(tmp_path / "project", reviewed=True)

    def printed() -> dict[Any, Any]:
        store = Store(made.folder)
        return {
            (key, lang, one): (standing.state, standing.msgstr)
            for key, letter in LETTERS.items()
            for lang in LANGUAGES
            for one, standing in store.standings(letter, lang, made.segments[key]).items()
        }

    before = printed()
    assert {state for state, _ in before.values()} == {State.REVIEWED}
    hand_in(made, tmp_path / "in", capsys)
    assert printed() == before
    kept = b"".join(path.read_bytes() for path in (made.folder / "locales").rglob("*") if path.is_file())
    assert b"alert(1)" not in kept


def test_good_sentences_are_neither_refused_nor_held() -> None:
    rows = [line.split("\t") for line in (FOLDER / "sentences.tsv").read_text("utf-8").splitlines()[1:]]
    assert len(rows) >= 55
    found = {
        text: [
            one.what
            for one in check(segment(source), text, Context(lang), Place(""))
            if one.severity != WARNING
        ]
        for lang, source, text in rows
    }
    assert not {text: what for text, what in found.items() if what}


SPELLINGS = ("EVE", "Ｅｖｅ", "Еve", "Ève", "E\u034fve", "E v e", "Eve.", "ΕVE", "«Eve»")


def test_nobody_is_two_people_by_another_spelling(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who hands in a text that is held, or a change to a reviewed one, cannot approve it."""
    made = stage(tmp_path / "project", reviewed=True)
    for lang, number, text in (
        ("fr", 4, "Le Comité a dit que la détention secrète est licite."),
        ("es", 7, "Véanse las conclusiones del Relator."),
    ):
        path = tmp_path / f"x.{lang}.po"
        path.write_text(catalog(made, "h", lang, {number: text})[0], "utf-8")
        before = made.texts["h", lang][number - 1]
        key = made.segments["h"][number - 1].key
        project = ["--project", str(made.folder), "--quiet"]
        assert main(["review", "submit", "--by", "Eve", str(path), *project]) == 1

        def printed(lang: str = lang, key: Any = key) -> str:
            return Store(made.folder).standings("letter", lang, made.segments["h"])[key].msgstr

        for by in SPELLINGS:
            main(["review", "approve", "letter", "--lang", lang, "--by", by, *project])
            assert printed() == before, by
        main(["review", "submit", "--by", "Еve", str(path), *project])
        assert printed() == before
        main(["review", "approve", "letter", "--lang", lang, "--by", "Zoe", key[1], *project])
        assert printed() == text
