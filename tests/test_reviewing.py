"""The pages for reviewers: their pictures are there, small, described, and each is of use."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from packets import project

from openletter import po
from openletter.cli import main
from openletter.model import Entry
from openletter.review.packet import BASE
from openletter.review.submit import UNSURE

DOCS = Path(__file__).resolve().parent.parent / "docs"
PICTURES = sorted(DOCS.glob("pictures/*.png"))
PAGES = ("reviewing-poedit.md", "reviewing-omegat.md", "reviewing-weblate.md")


def text(page: str) -> str:
    return (DOCS / page).read_text("utf-8")


def shown(page: str) -> list[tuple[str, str]]:
    """Description and file of each picture of a page."""
    return re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text(page))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_pictures_are_small_and_say_nothing_of_their_maker(picture: Path) -> None:
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(data) <= 150_000
    assert struct.unpack(">II", data[16:24])[0] <= 1100
    assert not {b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"} & _chunks(data)


def _chunks(data: bytes) -> set[bytes]:
    found, at = set(), 8
    while at < len(data):
        found.add(data[at + 4 : at + 8])
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_is_described(page: str) -> None:
    assert all(len(words) > 20 and (DOCS / file).is_file() for words, file in shown(page))


def test_no_picture_is_without_a_page() -> None:
    used = {(DOCS / file).name for page in PAGES for _, file in shown(page)}
    assert {one.name for one in PICTURES} == used


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_what_counts_and_what_is_kept(page: str) -> None:
    words = re.sub(r"\s+", " ", text(page))
    assert "counts as read by you and found right" in words
    assert "pseudonym" in words
    assert "](privacy.md)" in words


def test_pages_name_what_a_reviewer_meets() -> None:
    assert f"`{BASE.strip()}`" in text("reviewing-poedit.md")
    assert f"`{BASE.strip()}`" in text("reviewing-omegat.md")
    assert f"`{BASE.strip()}`" in text("reviewing-weblate.md")
    assert f"`{UNSURE}`" in text("reviewing-poedit.md")


# What the programs write


def by_poedit(entry: Entry) -> Entry:
    """Poedit 3.2 drops flags that it does not know."""
    return replace(entry, flags=tuple(flag for flag in entry.flags if flag == "fuzzy"))


def by_omegat(entry: Entry) -> Entry:
    """OmegaT 3.6 writes no text where none was confirmed, and marks nothing."""
    return replace(entry, msgstr="" if entry.fuzzy else entry.msgstr, flags=())


HEADERS: dict[Callable[[Entry], Entry], str] = {
    by_poedit: (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: letter\\n"\n'
        '"POT-Creation-Date: \\n"\n"PO-Revision-Date: \\n"\n'
        '"Last-Translator: \\n"\n"Language-Team: \\n"\n"Language: fr\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n"X-Generator: Poedit 3.2.2\\n"\n'
    ),
    by_omegat: (
        'msgid ""\nmsgstr "Project-Id-Version: letter\\n"\n"Language: fr\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
    ),
}
"""As they were seen in the files that the programs saved."""


@pytest.mark.parametrize("program", HEADERS)
def test_what_a_program_saved_is_taken(
    tmp_path: Path, program: Callable[[Entry], Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    """One passage confirmed as it was, one corrected; of the rest, nothing."""
    folder, path = project(tmp_path / "project"), tmp_path / "letter.fr.po"
    at = ["--project", str(folder), "--json"]
    assert main(["review", "export", "letter", "--lang", "fr", "--to", str(path), *at]) == 0
    read = {"An open letter": "Lettre ouverte", "Dear Ambassador,": "Madame, Monsieur,"}
    catalog = po.parse(path.read_bytes())
    entries = [
        replace(entry, msgstr=read[entry.msgid], flags=())
        if entry.msgid in read and (entry.msgctxt or entry.msgid != "An open letter")
        else entry
        for entry in catalog.entries
    ]
    written = po.serialize(replace(catalog, entries=tuple(map(program, entries)))).decode()
    path.write_text(HEADERS[program] + "\n" + written.split("\n\n", 1)[1], "utf-8")
    capsys.readouterr()
    assert main(["review", "submit", str(path), "--by", "Ben", *at]) == 0
    (answer,) = json.loads(capsys.readouterr().out)["files"]
    # the third is the one that was reviewed before
    assert (answer["taken"], answer["letter"], answer["lang"], answer["warned"]) == (3, "letter", "fr", [])
    assert main(["review", "status", "letter", "--lang", "fr", *at]) == 0
    told = capsys.readouterr().out
    assert '"reviewed": 2' in told
    assert '"translated": 1' in told
