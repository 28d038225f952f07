"""Settings that cannot be are told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from openletter import settings
from openletter.errors import UsageError


def refused(folder: Path, data: bytes, name: str = "openletter.toml") -> UsageError:
    (folder / name).write_bytes(data)
    with pytest.raises(UsageError) as caught:
        settings.load(folder)
    assert caught.value.where is not None
    assert caught.value.where.file == name
    return caught.value


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'people = 2\nlanguages = ["ar", "fr"\nrequire = "draft"\n', 3),
        (b"people = \n", 1),
        (b"people = 2\n\npeople = 3\n", 3),
        (b"# one\npeople", 2),
        (b"# one\n# t\xffwo\n", 2),
        (b"\xef\xbb\xbf\n\npeople = 08\n", 3),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path, data: bytes, line: int) -> None:
    error = refused(tmp_path, data)
    assert error.where is not None
    assert error.where.line == line
    assert "cannot be read" in error.what
    assert "(at" not in error.what


def test_no_language_at_all(tmp_path: Path) -> None:
    assert "must not be empty" in refused(tmp_path, b"languages = []\n").what
    assert "must be a list" in refused(tmp_path, b'languages = "fr"\n').what
    assert "is not a language" in refused(tmp_path, b'languages = [["fr"]]\n').what


def test_the_table_of_a_shared_file_is_a_table(tmp_path: Path) -> None:
    assert "must be a table" in refused(tmp_path, b"[tool]\nopenletter = 3\n", "pyproject.toml").what
    (tmp_path / "pyproject.toml").write_text("tool = 3\n", "utf-8")
    assert settings.load(tmp_path) == settings.Settings()
