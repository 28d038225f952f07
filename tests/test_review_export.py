"""`openletter review export`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from packets import project

from openletter.cli import main
from openletter.review import reading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return project(tmp_path / "project")


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("name", "options", "format_"),
    [
        ("fr.po", [], "po"),
        ("fr.xlf", [], "xliff-1.2"),
        ("fr.XLIFF", ["--xliff", "1.2"], "xliff-1.2"),
        ("fr.xlf", ["--xliff", "2.1"], "xliff-2.1"),
    ],
)
def test_the_formats(
    folder: Path,
    tmp_path: Path,
    name: str,
    options: list[str],
    format_: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = everything(folder)
    path = tmp_path / "out" / name
    path.parent.mkdir()
    words = ["review", "export", "letter", "--lang", "fr", "--to", str(path), *options]
    assert main([*words, "--project", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "file": str(path),
        "letter": "letter",
        "lang": "fr",
        "messages": 7,
    }
    found = reading.read(path.read_bytes(), name)
    assert (found.format, len(found.entries), found.problems) == (format_, 7, ())
    assert everything(folder) == before
    # options before the name of the command too
    assert main(["review", "--project", str(folder), "--quiet", *words[1:]]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["letter", "--lang", "fr", "--to", "f.txt"], 2),
        (["letter", "--lang", "fr,ru", "--to", "f.po"], 2),
        (["letter", "--lang", "en", "--to", "f.po"], 2),
        (["other", "--lang", "fr", "--to", "f.po"], 2),
        (["letter", "--lang", "fr", "--to", "source/letter.md/f.po"], 1),
    ],
)
def test_what_cannot_be_written(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    code: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    before = everything(folder)
    assert main(["review", "export", *options]) == code
    assert capsys.readouterr().err
    assert everything(folder) == before


def test_a_language_without_a_catalog(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "ru.po"
    assert (
        main(["review", "export", "letter", "--lang", "ru", "--to", str(path), "--project", str(folder)]) == 0
    )
    assert not any(one.text for one in reading.read(path.read_bytes()).entries)
