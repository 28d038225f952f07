"""Strict types and one style: mypy and ruff have nothing to say."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, encoding="utf-8", cwd=ROOT, timeout=300
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_mypy() -> None:
    run("mypy")


def test_ruff() -> None:
    run("ruff", "check", ".")


def test_format() -> None:
    run("ruff", "format", "--check", "build.py", "tools")


def test_an_old_python_can_read_build_py() -> None:
    """It must reach the sentence that names the version: no syntax newer than Python 3.0."""
    tree = ast.parse((ROOT / "build.py").read_bytes(), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    assert b"__future__" not in (ROOT / "build.py").read_bytes()
