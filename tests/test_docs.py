"""Documentation that is true: its commands run, its links lead somewhere, it names what exists."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], key=lambda page: page.relative_to(ROOT).as_posix()
)
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
OURS = (["python3", "build.py"], ["py", "build.py"], ["openletter"])
INSTALLERS = {"apt", "brew", "cd", "git", "npm", "pip", "winget"}
"""Commands that change the machine or need a network: shown to people, and not run by a test."""


def commands(page: Path) -> list[str]:
    """The lines of a page's `sh` blocks, continued lines joined, comments out."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def arguments(command: str) -> list[str] | None:
    """The words after `python3 build.py`, or None for a command that is not ours."""
    words = shlex.split(command, comments=True)
    for start in OURS:
        if words[: len(start)] == start:
            return words[len(start) :]
    return None


COMMANDS = [(name, line) for name, page in zip(NAMES, PAGES, strict=True) for line in commands(page)]


def test_other_commands_are_known_installers() -> None:
    foreign = [(name, line) for name, line in COMMANDS if arguments(line) is None]
    assert [pair for pair in foreign if shlex.split(pair[1])[0] not in INSTALLERS] == []


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the letters, so that a documented command may change them."""
    folder = tmp_path_factory.mktemp("docs")
    for part in ("source", "locales"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.mark.parametrize(
    ("name", "command"),
    [(n, c) for n, c in COMMANDS if (words := arguments(c)) is not None and words[:1] != ["test"]],
)
def test_commands_run(project: Path, name: str, command: str) -> None:
    ended = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *(arguments(command) or ())],
        capture_output=True,
        encoding="utf-8",
        cwd=project,
        timeout=300,
    )
    assert ended.returncode == 0, f"{command}\n{ended.stdout}{ended.stderr}"


def anchors(page: Path) -> set[str]:
    """The fragment identifiers that a page's headings get where repositories are shown."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", NAMES)
def test_relative_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, fragment = unquote(target).partition("#")
        goal = page.parent / path if path else page
        assert goal.exists(), f"{name} links to {target}"
        assert not fragment or fragment in anchors(goal), f"{name} links to {target}"


@pytest.mark.parametrize("name", NAMES)
def test_files_that_are_named_exist(name: str) -> None:
    """`docs/x.md`, `tests/y.py` and the like in running text."""
    named = re.findall(
        r"`((?:docs|tests|tools|openletter|locales|source)/[\w./-]*\w\.\w+)`",
        (ROOT / name).read_text("utf-8"),
    )
    made_up = {"source/appeal.md"}
    assert not [path for path in named if path not in made_up and not (ROOT / path).exists()]


def test_readme_is_short_and_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert text.count("\n") < 120
    for command in ("python3 build.py\n", "python3 build.py test\n", "`py build.py`"):
        assert command in text


def test_readme_says_the_size_that_the_set_up_says() -> None:
    from tools.environment import RUN

    assert RUN.size in (ROOT / "README.md").read_text("utf-8")


def test_every_dependency_has_its_licence_listed() -> None:
    text = (ROOT / "LICENSES.md").read_text("utf-8").lower().replace("_", "-")
    locked = re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert not [package for package in locked if package.lower().replace("_", "-") not in text]


def test_the_command_line_reference_is_current() -> None:
    from tools import cli_reference

    assert cli_reference.PAGE.read_text("utf-8") == cli_reference.page(), "run tools/cli_reference.py"


def test_every_command_is_in_the_reference() -> None:
    from openletter.cli import COMMANDS

    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert all(f"\n## {command}\n" in text for command in COMMANDS)
