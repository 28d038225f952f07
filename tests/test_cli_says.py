"""What commands say of what they could not do as it was wished."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from openletter import cli
from openletter.cli import calling
from openletter.errors import MissingToolError
from openletter.publish import run as publishing

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the installed command ran."""
    monkeypatch.setattr(sys, "argv", ["/usr/bin/openletter"])


@pytest.fixture
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project with a letter that nobody has translated into French."""
    folder = tmp_path / "letters"
    assert run("init", str(folder), "--quiet") == 0
    (folder / "openletter.toml").write_text('languages = ["en", "fr"]\n', "utf-8")
    (folder / "source/letter.md").write_text("---\ntitle: A letter\n---\n\nOne.\n\nTwo.\n", "utf-8")
    return folder


def run(*words: str) -> int:
    try:
        return cli.main(list(words))
    except SystemExit as left:
        return int(left.code or 0)


@pytest.mark.parametrize("how", ["--quiet", "--json"])
def test_what_is_withheld_is_said_in_one_line_where_there_is_no_table(
    project: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    words = ["publish", "--format", "html", "--project", str(project), how]
    assert run(*words) == 1
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if line.startswith("withheld: ")]
    assert len(lines) == 1
    assert lines[0].startswith("withheld: letter in fr (")
    assert (out == "") == (how == "--quiet")
    assert run(*words, "--require", "missing") == 0
    assert "withheld" not in capsys.readouterr().err


def test_localize_says_how_much_stands_in_the_original(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["localize", "--to", "json", "--project", str(project)]
    assert run(*words, "--lang", "fr") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["blocks"]
    assert json.loads(out)["meta"]["lang"]["c"] == [{"t": "Str", "c": "fr"}], "what pandoc writes is French"
    assert err.startswith("letter: 3 passages stand in the original language")
    for more in (["--lang", "fr", "--identity"], ["--lang", "en"], ["--lang", "fr", "--quiet"]):
        assert run(*words, *more) == 0
        assert capsys.readouterr().err == ""


@pytest.mark.parametrize("output", ["/nope", "some/nope", ""])
def test_check_names_the_folder_as_it_was_given(
    project: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    run("check", "--json", "--project", str(project), *(["--output", output] if output else []))
    found = {one["code"]: one for one in json.loads(capsys.readouterr().out)["findings"]}
    assert found["not-published"]["file"] == (output or "output")
    assert found["not-published"]["hint"] == f"run: openletter --project {project} publish"


@pytest.mark.parametrize("command", [["memory", "import"], ["terms", "import"]])
def test_a_file_is_named_once(project: Path, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert run(*command, "nope.tmx", "--project", str(project)) == 2
    assert capsys.readouterr().err.count("nope.tmx") == 1


@pytest.mark.parametrize("index", ["/tmp/index.json", "file:///tmp/index.json", "index.json"])
@pytest.mark.parametrize("command", [["install", "en_fr"], ["list", "--available"]])
def test_an_index_is_an_address_of_the_web(
    project: Path, capsys: pytest.CaptureFixture[str], command: list[str], index: str
) -> None:
    assert run("models", *command, "--index", index, "--project", str(project)) == 2
    err = capsys.readouterr().err
    assert "no address of the web" in err
    assert "models import" in err


@pytest.mark.parametrize(
    "words",
    [
        ["terms", "export", "{}/x.tbx"],
        ["memory", "export", "{}/x.tmx"],
        ["models", "list"],
        ["models", "verify"],
    ]
    + [["localize", "--lang", "fr", "--to", "json"], ["review", "status"], ["check"]],
)
def test_what_only_reads_leaves_nothing_in_the_project(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("OPENLETTER_MODELS", str(tmp_path / "models"))
    before = sorted(project.rglob("*"))
    assert run(*[word.format(tmp_path) for word in words], "--quiet", "--project", str(project)) in (0, 1)
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize("words", [["publish"], ["publish", "nope"], ["terms", "import", "{}/empty.tbx"]])
def test_what_has_nothing_to_write_makes_no_folder(tmp_path: Path, words: list[str]) -> None:
    assert run("terms", "export", str(tmp_path / "empty.tbx"), "--project", str(tmp_path)) == 0
    (tmp_path / "project").mkdir()
    code = run(*[word.format(tmp_path) for word in words], "--project", str(tmp_path / "project"))
    assert code == (2 if words[0] == "publish" else 0)
    assert list((tmp_path / "project").iterdir()) == []


# What brings what is missing


def test_what_brings_judges_says_where_it_works(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = ["publish", "--lang", "en", "--format", "html", "--quiet", "--project", str(project)]
    assert run(*publish) == 0
    monkeypatch.setattr("openletter.audit.base.Judge.version", lambda self: "")
    words = ["check", "--project", str(project)]
    told = []
    for root, here in ((ROOT, project), (ROOT, ROOT), (None, project)):
        monkeypatch.setattr(calling, "checkout", lambda root=root: root)
        monkeypatch.chdir(here)
        run(*words)
        told.append(capsys.readouterr().err)
    in_checkout, at_home, from_wheel = told
    assert f"try: in the folder {ROOT}: npm ci --ignore-scripts" in in_checkout
    assert "try: npm ci --ignore-scripts" in at_home
    assert "judges come with the source of openletter" in from_wheel
    assert "there npm ci --ignore-scripts" in from_wheel
    assert f"python3 build.py check --project {project}" in from_wheel


def test_what_brings_an_extra_works_in_a_checkout(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise MissingToolError("Dask is not installed", hint="pip install 'openletter[dask]'")

    monkeypatch.setattr(publishing, "publish", refuse)
    words = ["publish", "--scheduler", "tcp://x:1", "--project", str(project)]
    assert run(*words) == 3
    python = calling.quoted(sys.executable)
    assert f'try: {python} -m pip install "distributed>=' in capsys.readouterr().err
    monkeypatch.setattr(calling, "checkout", lambda: None)
    assert run(*words) == 3
    assert "try: pip install 'openletter[dask]'" in capsys.readouterr().err
