"""The words of a command line: wrong ones, their order, and commands in messages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openletter import cli
from openletter.cli import calling

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the installed command ran."""
    monkeypatch.setattr(sys, "argv", ["/usr/bin/openletter"])


def run(*words: str) -> int:
    """The exit code; argparse leaves by SystemExit."""
    try:
        return cli.main(list(words))
    except SystemExit as left:
        return int(left.code or 0)


def error(text: str) -> dict[str, Any]:
    """The one object that standard output must hold."""
    told: dict[str, Any] = json.loads(text)
    assert set(told) == {"error"}
    assert set(told["error"]) == {"code", "what", "hint", "file", "line"}
    assert told["error"]["what"]
    return dict(told["error"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    assert run("init", str(tmp_path), "--quiet") == 0
    return tmp_path


WRONG = (
    "frob --json",
    "--json --frob",
    "publish --jobs 0 --json",
    "publish --json --lang xx",
    "publish --format doc --json",
    "publish --js --nothing",
    "check --jobs x --json",
    "draft --json --engine none",
    "init --json",
    "new --json",
    "localize --json",
    "memory --json",
    "memory export --json",
    "models --json",
    "models import --json",
    "terms frob --json",
    "review --json",
    "review --json frob",
    "review approve letter --lang fr --json",
    "review submit x.po --json",
)


@pytest.mark.parametrize("words", WRONG)
def test_wrong_usage_is_told_as_json_too(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words.split()) == 2
    out, err = capsys.readouterr()
    told = error(out)
    assert told["code"] == "usage"
    assert told["hint"].endswith("--help")
    assert err.startswith("usage: openletter")
    assert told["what"] in err


def test_without_json_nothing_is_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("publish", "--jobs", "0", "--", "--json") == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("before", ["--json", "--quiet --json", "--json --project {}", "--project={} --json"])
def test_options_of_every_command_may_stand_before_it(
    project: Path, capsys: pytest.CaptureFixture[str], before: str
) -> None:
    words = before.format(project).split()
    after = [] if "project" in before else ["--project", str(project)]
    (project / "openletter.toml").write_text('languages = ["en", "fr"]\n', "utf-8")
    for command in (["extract"], ["review", "status"]):
        assert run(*words, *command, *after) == 0
        assert set(json.loads(capsys.readouterr().out)["letters"]) == {"letter"}


def test_other_options_belong_after_their_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--lang", "fr", "draft", "--json", "--project", str(project)) == 2
    out, err = capsys.readouterr()
    assert "“draft” is a command" in error(out)["what"]
    assert f"openletter --project {project} draft --lang …" in err
    assert "there is no letter" not in err


def test_a_letter_may_have_the_name_of_a_command(project: Path) -> None:
    (project / "source/letter.md").rename(project / "source/draft.md")
    words = ["--format", "html", "draft", "--lang", "en", "--quiet", "--project", str(project)]
    assert run(*words) == 0
    assert (project / "output/en/draft.html").is_file()


def test_a_letter_is_no_command(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("letter", "--project", str(project), "--json") == 2
    out, err = capsys.readouterr()
    assert "“letter” is a letter" in error(out)["what"]
    assert err.rstrip().endswith(f"openletter --project {project} publish letter")


# Commands in messages


@pytest.mark.parametrize(
    ("called", "command"),
    [
        ("/usr/bin/openletter", "openletter"),
        ("/x/openletter/__main__.py", "python3 -m openletter"),
        ("build.py", "python3 build.py"),
        ("/x/build.py", "python3 /x/build.py"),
        ("/my letters/build.py", 'python3 "/my letters/build.py"'),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths are written otherwise; nothing to install")
def test_messages_name_the_command_that_was_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, called: str, command: str
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    monkeypatch.chdir(tmp_path)
    for name in cli.COMMANDS:
        assert calling.runnable(f"run: openletter {name} x, or rest") == f"run: {command} {name} x, or rest"
        assert calling.runnable(f"python3 build.py {name}") == f"{command} {name}"
    once = calling.runnable("openletter check", Path("sub"))
    assert once == f"{command} --project sub check"
    assert calling.runnable(once, Path("sub")) == once
    for other in (
        "this openletter knows",
        "openletter checks numbers",
        "/home/openletter check",
        "openletter",
    ):
        assert calling.runnable(other, Path("sub")) == other


def test_the_checkout_itself_is_named_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [str(ROOT / "build.py")])
    monkeypatch.chdir(ROOT)
    assert calling.command().endswith(" build.py")
    assert "/" not in calling.command()


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["check", "--frob"]])
def test_help_names_build_py_where_that_was_called(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "build.py", *words], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60
    )
    assert (done.stdout or done.stderr).startswith("usage: python3 build.py")
    assert "usage: openletter" not in done.stdout + done.stderr
    assert ("build.py test" in done.stdout) == (words == ["--help"])


def test_the_help_of_the_installed_command_names_no_tests(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    out = capsys.readouterr().out
    assert out.startswith("usage: openletter")
    assert "test tools" not in out


def test_hints_run_as_they_stand(tmp_path: Path) -> None:
    """A hint of build.py in another folder, for a project in a third, is a command that a shell takes."""
    folder = tmp_path / "my letters"
    for words in (["init", str(folder)], ["init", str(folder)], ["check", "--project", str(folder)]):
        done = subprocess.run(
            [sys.executable, str(ROOT / "build.py"), *words],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )
        if "letters already" in done.stderr:
            hint = done.stderr.partition("with: ")[2]
    program = calling.quoted(str(ROOT / "build.py"))
    assert f'run: python3 {program} --project "{folder}" publish' in done.stderr
    assert hint.strip() == f'python3 {program} new "TITLE" --project "{folder}"'
    command = hint.strip().replace("python3", sys.executable, 1)
    assert shutil.which("sh") is None or subprocess.run(["sh", "-c", command], timeout=60).returncode == 0
