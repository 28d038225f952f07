"""Options and fixtures that the tests share."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from judged import need

from openletter.audit import browser as chromium

ROOT = Path(__file__).resolve().parent.parent

# Examples are counted, not timed: a busy machine is no fault of a law.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files with what came out")
    parser.addoption("--full", action="store_true", help="long runs in full: every fault before every judge")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """`golden(path, text)`: the text must be what the file holds; --update-golden rewrites the file."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.is_file(), f"{path} is missing; run pytest with --update-golden and read the new file"
        assert text == path.read_text("utf-8"), f"{path} differs; if the new text is right: --update-golden"

    return compare


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    """A Chromium that the tests of a module share; without one they fail in CI, and are skipped elsewhere."""
    need("openletter-browser")
    with chromium.browser() as running:
        yield running


def build(*arguments: str, cwd: Path = ROOT, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run build.py with the Python of the tests."""
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, timeout=timeout)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the project's own letters, published once for all tests."""
    output = tmp_path_factory.mktemp("published") / "output"
    ended = build("publish", "--output", str(output))
    assert ended.returncode == 0, f"publish ended with {ended.returncode}:\n{ended.stderr}"
    return output
