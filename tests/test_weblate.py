"""What Weblate 5.14.3 was seen to write, and the component for it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from packets import TEXTS, project

from openletter import markup, po
from openletter.cli import main
from openletter.model import Entry

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs/reviewing-weblate.md").read_text("utf-8")
(COMPONENT,) = json.loads((ROOT / "integrations/weblate.json").read_text("utf-8"))
FLAG = 'placeholders:r"</?[a-z]+[0-9]+/?>", ignore-end-stop'
TAG = re.compile(FLAG.split('"')[1])


def test_page_and_component_have_the_same_flags() -> None:
    assert f"`{FLAG}`" in PAGE
    assert COMPONENT["check_flags"].startswith(FLAG)


@pytest.mark.parametrize("kind", markup.KINDS)
@pytest.mark.parametrize("form", ["<{}>", "</{}>", "<{}/>"])
def test_weblate_is_told_of_every_tag(kind: str, form: str) -> None:
    assert TAG.fullmatch(form.format(f"{kind}12"))


@pytest.mark.parametrize("text", [text for key, text in TEXTS.items()] + [key[1] for key in TEXTS])
def test_weblate_is_told_of_nothing_but_tags(text: str) -> None:
    tags = [piece for is_tag, piece in markup.parts(text) if is_tag]
    assert re.findall(rf"(?<!\\){TAG.pattern}", text) == tags


def test_what_one_person_saves_is_not_saved_for_another() -> None:
    """Weblate's default saves it, as done, wherever the same words stand."""
    assert COMPONENT["allow_translation_propagation"] is False
    assert "Allow translation propagation | off" in PAGE


DOWNLOADED = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: letter\\n"\n"PO-Revision-Date: 2026-11-24 12:26+0000\\n"\n'
    '"Last-Translator: saule <saule@mail.example>\\n"\n'
    '"Language-Team: French <http://weblate.example/projects/letters/letter/fr/>\\n"\n"Language: fr\\n"\n'
    '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=n > 1;\\n"\n'
    '"X-Generator: Weblate 5.14.3\\n"\n'
)
CONVERTED = (
    'msgid ""\nmsgstr ""\n"Project-Id-Version: French (letters)\\n"\n"Report-Msgid-Bugs-To: \\n"\n'
    '"POT-Creation-Date: 2026-11-24 12:18+0000\\n"\n"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"\n'
    '"Last-Translator: FULL NAME <EMAIL@ADDRESS>\\n"\n'
    '"Language-Team: French <http://weblate.example/projects/letters/letter/fr/>\\n"\n"Language: fr\\n"\n'
    '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=2; plural=n > 1;\\n"\n'
    '"X-Generator: Weblate 5.14.3\\n"\n'
)


def converted(entry: Entry) -> Entry:
    """“Customize download” writes the flags of the component, and remarks and suggestions as comments."""
    return replace(
        entry,
        comments=("A remark of mine.", "Suggested in Weblate: Autre chose"),
        flags=(*entry.flags, "ignore-end-stop", "md-text", FLAG.split(",")[0]),
    )


@pytest.mark.parametrize("way", ["downloaded", "converted"])
def test_its_file_is_taken_and_nothing_kept_of_whose_it_was(
    tmp_path: Path, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One passage confirmed as it was, one corrected; of the rest, nothing."""
    folder, path = project(tmp_path / "project"), tmp_path / "letters-letter-fr.po"
    at = ["--project", str(folder), "--json"]
    assert main(["review", "export", "letter", "--lang", "fr", "--to", str(path), *at]) == 0
    catalog = po.parse(path.read_bytes())
    read = {"An open letter": "Lettre ouverte", "Dear Ambassador,": "Madame, Monsieur,"}
    entries = [
        replace(entry, msgstr=read[entry.msgid], flags=())
        if entry.msgid in read and (entry.msgctxt or entry.msgid != "An open letter")
        else entry
        for entry in catalog.entries
    ]
    if way == "converted":
        entries = list(map(converted, entries))
    written = po.serialize(replace(catalog, entries=tuple(entries))).decode()
    head = CONVERTED if way == "converted" else DOWNLOADED
    path.write_text(head + "\n" + written.split("\n\n", 1)[1], "utf-8")
    capsys.readouterr()
    assert main(["review", "submit", str(path), "--by", "Ben", *at]) == 0
    (answer,) = json.loads(capsys.readouterr().out)["files"]
    # the third is the one that was reviewed before
    assert (answer["taken"], answer["letter"], answer["lang"], answer["warned"]) == (3, "letter", "fr", [])
    kept = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    assert not re.search(rb"mail\.example|weblate|remark|Suggested|EMAIL@", kept, re.IGNORECASE)
