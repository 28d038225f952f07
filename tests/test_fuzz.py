"""Every file of the fuzzers' corpus, once. `tests/fuzz/run.py` is what looks for new ones."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz"
sys.path.append(str(FUZZ))

from fuzz_targets import TARGETS  # noqa: E402

FILES = [(path.parent.name, path) for path in sorted((FUZZ / "corpus").glob("*/*"))]


@pytest.mark.parametrize(("name", "path"), FILES, ids=[f"{name}/{path.name}" for name, path in FILES])
def test_the_corpus(name: str, path: Path) -> None:
    TARGETS[name](path.read_bytes())


def test_every_target_has_a_corpus() -> None:
    assert {name for name, _ in FILES} == set(TARGETS)
