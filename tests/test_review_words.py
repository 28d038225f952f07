"""What is said to reviewers, in their language."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hostile import FOLDER, ROWS, STORED, place, project

from openletter.cli import main
from openletter.locale import review as extraction
from openletter.review.words import DOMAIN, LANGUAGES, LOCALE, Words, language

OTHERS = [lang for lang in LANGUAGES if lang != "en"]
SCRIPTS = {"ar": "[\u0600-\u06ff]{3}", "ru": "[\u0400-\u04ff]{3}", "zh": "[\u4e00-\u9fff]{2}"}


def test_the_catalogs_are_current() -> None:
    stale = [path for path, data in extraction.current().items() if path.read_bytes() != data]
    assert not stale, "run: python -m openletter.locale.review"


@pytest.mark.parametrize("lang", OTHERS)
def test_everything_is_translated_with_the_same_values(lang: str) -> None:
    with (LOCALE / lang / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        found = [message for message in read_po(file) if message.id]
    assert len(found) > 250
    assert not [message.id for message in found if not message.string]
    for message in found:
        assert sorted(re.findall(r"\{\w+\}", message.id)) == sorted(re.findall(r"\{\w+\}", message.string))
        assert sorted(re.findall(r"</?[a-z]+1/?>", message.id)) == sorted(
            re.findall(r"</?[a-z]+1/?>", message.string)
        )


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "ar_EG.UTF-8"}, "ar"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "es_MX.UTF-8"}, "es"),
        ({"LANG": "fr_FR", "LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "es_MX"}, "zh"),
        ({"LANG": "ru_RU", "LC_ALL": ""}, "ru"),
    ],
)
def test_the_language_of_a_person(environment: dict[str, str], expected: str) -> None:
    assert language(environment) == expected


@pytest.mark.parametrize("lang", OTHERS)
def test_every_answer_to_a_hostile_file_is_in_the_reader_s_language(
    lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", f"{lang}_XX.UTF-8")
    folder = project(tmp_path / "project", reviewed=False)
    paths = [str(place(tmp_path, row["file"])) for row in ROWS if row["file"] not in STORED]
    assert main(["review", "submit", "--by", "Eve", "--json", "--project", str(folder), "--", *paths]) == 1
    said = capsys.readouterr()
    english = Words("en")
    seen = 0
    for answer in json.loads(said.out)["files"]:
        told = answer["refused"] + answer["held"] + ([answer["error"]] if answer["error"] else [])
        for one in told:
            seen += 1
            for text in (one["what"], one["hint"]):
                assert english.say(text) == text
                assert not re.search(
                    r"\b(the|is|stands|holds|write|keep|hand)\b", re.sub("“.*”|«.*»", "", text)
                )
                assert lang not in SCRIPTS or re.search(SCRIPTS[lang], text), text
    assert seen > 60
    assert not re.search(r"^  try: |the passage: |: refused: |: held: ", said.err, re.MULTILINE)


def test_a_text_that_was_put_together_is_known_again() -> None:
    words = Words("fr")
    assert words.say("the file is not in UTF-16") == "le fichier n’est pas en UTF-16"
    assert words.say("msgstr stands here without a msgid before it") == (
        "msgstr se trouve ici sans msgid devant lui"
    )
    assert words.say("nothing that anybody says") == "nothing that anybody says"
    assert Words("en").say("the file is not in UTF-16") == "the file is not in UTF-16"


def test_what_a_check_said_in_english_is_said_again() -> None:
    """Its values have names, and stand in another order where the language wants it."""
    english = "“torture” is usually “la torture”"
    catalog = LOCALE / "ru" / "LC_MESSAGES" / f"{DOMAIN}.po"
    pattern = next(m.string for m in read_po(catalog.open("rb")) if m.id == "“{term}” is usually “{target}”")
    assert Words("ru").say(english) == pattern.format(term="torture", target="la torture") != english
    said = Words("fr").say(f"the text in the catalog is not printed: {english}")
    assert said.startswith("le texte du catalogue n’est pas imprimé : ")
    assert "usually" not in said


def test_a_value_from_outside_is_no_pattern() -> None:
    """What a submission says of itself is filled in, and never looked up in."""
    hostile = "it cannot be told {0} {1.__class__} which %s"
    said = Words("fr").say(f"the file is XML, but no XLIFF: it begins with <{hostile}>")
    assert hostile in said


def test_names_and_states_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(tmp_path / "project", reviewed=False)
    assert (
        main(["review", "submit", str(FOLDER / "s073.fr.po"), "--by", "Ana", "--project", str(folder)]) == 1
    )
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "ru_RU.UTF-8")
        assert main(["review", "status", "--lang", "fr", "--project", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "ждёт любого, кроме Ana" in said
    assert "проверено" in said
