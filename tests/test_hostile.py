"""The hostile files: each answered as expected, or more strictly, and no published byte changed.

For every file that is refused or held, the answer names the file, the line and the rule; the controls pass.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hostile import FOLDER, LARGE, ROWS, place, project
from peaks import PEAK

from openletter import segment, source
from openletter.cli import main
from openletter.model import Key, Standing, State
from openletter.store import Store

LANGUAGES = ("ar", "es", "fr", "ru", "zh")
STRICTNESS = ["ACCEPT", "IGNORE", "HOLD", "REFUSE-ENTRY", "REFUSE-FILE"]
"""What a file may be answered with, the strictest last."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("hostile") / "project")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("fresh") / "project", reviewed=False)


def submit(
    folder: Path, path: Path, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, dict[str, Any], str]:
    capsys.readouterr()
    code = main(["review", "submit", str(path), "--by", "Eve", "--json", "--project", str(folder), *more])
    said = capsys.readouterr()
    (answer,) = json.loads(said.out)["files"]
    return code, answer, said.err


def answered(answer: dict[str, Any]) -> tuple[str, set[int]]:
    """How strictly, and with which lines."""
    if answer["error"]:
        return "REFUSE-FILE", {answer["error"]["line"]}
    if answer["refused"]:
        return "REFUSE-ENTRY", {one["line"] for one in answer["refused"]}
    if answer["held"]:
        return "HOLD", {one["line"] for one in answer["held"]}
    return "ACCEPT", set()


def printed(folder: Path) -> dict[tuple[str, Key], tuple[State, str]]:
    """Everything that the editions are made from."""
    segments = segment.segments(source.read(folder, "letter"))
    found: dict[str, dict[Key, Standing]] = {
        lang: Store(folder).standings("letter", lang, segments) for lang in LANGUAGES
    }
    return {(lang, key): (one.state, one.msgstr) for lang in LANGUAGES for key, one in found[lang].items()}


def languages(row: dict[str, str], told: bool) -> tuple[str, ...]:
    lang = next((part for part in row["file"].split(".") if part in LANGUAGES), "fr")
    return ("--letter", "letter", "--lang", lang) if told else ()


@pytest.mark.parametrize("told", [False, True], ids=["by-itself", "told"])
@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_each_file(
    folder: Path,
    fresh: Path,
    tmp_path: Path,
    row: dict[str, str],
    told: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = place(tmp_path, row["file"])
    before = printed(folder)
    start = time.monotonic()
    code, answer, said = submit(folder, path, capsys, *languages(row, told))
    assert time.monotonic() - start < 10
    assert printed(folder) == before
    assert all({State.REVIEWED} == {state} for state, _ in before.values())
    assert answer["file"] == str(path)
    assert code in (0, 1)
    found = answered(submit(fresh, path, capsys, "--dry-run", *languages(row, told))[1])
    check_strictness(row, *found)
    if found[0] != "ACCEPT":
        assert code == 1
        check_words(path, answer, said)


def check_strictness(row: dict[str, str], found: str, lines: set[int]) -> None:
    expected = row["expected"].split("-OR-")
    if row["class"] == "control":
        assert found in expected
        return
    assert STRICTNESS.index(found) >= min(STRICTNESS.index(one) for one in expected) or (
        found == "ACCEPT" and "IGNORE" in expected
    )
    if row["line"] != "-":
        assert int(row["line"]) in lines


def check_words(path: Path, answer: dict[str, Any], said: str) -> None:
    """The message names the file, safely, with line, rule, and something to do."""
    told = [answer["error"]] if answer["error"] else answer["refused"] + answer["held"]
    assert told
    for one in told:
        assert one["code"]
        assert len(one["what"]) > 10
        assert len(one["hint"]) > 5
        line = f":{one['line']}: " if one["line"] else ": "
        assert any(line in shown and f"[{one['code']}]" in shown for shown in said.splitlines())
    assert str(path.parent) in said
    assert "".join(said.split("\n")).isprintable()


def test_no_published_byte_changes(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def publish(name: str) -> dict[str, bytes]:
        output = tmp_path / name
        words = ["publish", "--output", str(output), "--format", "html,epub,pdf", "--jobs", "1"]
        assert main([*words, "--project", str(folder), "--quiet"]) == 0
        files = (path for path in output.rglob("*") if path.is_file())
        return {
            path.relative_to(output).as_posix(): path.read_bytes()
            for path in files
            if path.name != "manifest.json"  # it has the digest of the catalog with its journal
        }

    before = publish("before")
    paths = [str(place(tmp_path, row["file"])) for row in ROWS]
    assert main(["review", "submit", "--by", "Eve", "--quiet", "--project", str(folder), "--", *paths]) == 1
    assert len(before) > 10
    assert publish("after") == before
    everything = b"".join(path.read_bytes() for path in (folder / "locales").rglob("*") if path.is_file())
    assert b"chief editor" not in everything
    assert b"alert(1)" not in everything


WATCH = (
    PEAK
    + """
import sys
from pathlib import Path
root, project, inputs = sys.argv[1:4]
sys.path.insert(0, root)
allowed = [root, project, inputs, sys.prefix, sys.base_prefix, "/dev/null", "/proc", "/usr/share/zoneinfo"]
allowed += [one for one in sys.path if one]
allowed = [str(Path(one).resolve()) for one in allowed]
bad = []
def watch(event, arguments):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        bad.append(event)
    if event == "open" and isinstance(arguments[0], str):
        path = str(Path(arguments[0]).resolve())
        writing = isinstance(arguments[2], int) and arguments[2] & 3
        inside = [project] if writing else allowed
        if not any(path == one or path.startswith(one.rstrip("/") + "/") for one in inside):
            if not path.startswith("/dev/"):
                bad.append(("write " if writing else "read ") + path)
sys.dont_write_bytecode = True
sys.addaudithook(watch)
from openletter.cli import main
code = main(["review", "submit", "--by", "Eve", "--quiet", "--project", project, "--", *sys.argv[4:]])
assert not bad, bad
assert peak() < 512, peak()
sys.exit(code)
"""
)


@pytest.mark.skipif(sys.platform == "win32", reason="the module resource, which Windows does not have")
def test_nothing_else_is_touched_and_memory_stays_small(fresh: Path, tmp_path: Path) -> None:
    paths = [str(place(tmp_path, row["file"])) for row in ROWS]
    assert any(LARGE in path for path in paths)
    root = str(Path(__file__).resolve().parent.parent)
    words = [sys.executable, "-c", WATCH, root, str(fresh), str(tmp_path), *paths]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ended.returncode == 1, ended.stderr[-2000:]


def test_the_sample_is_whole() -> None:
    assert len(ROWS) == 80
    assert {path.name for path in FOLDER.iterdir() if path.suffix in (".po", ".xlf")} >= {
        row["file"] for row in ROWS if row["class"] == "control"
    }
