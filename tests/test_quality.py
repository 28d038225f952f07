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
    """It must reach the sentence that names the version: no syntax that Python 2.7 lacks."""
    source = (ROOT / "build.py").read_bytes()
    tree = ast.parse(source, feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef, ast.Nonlocal)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [
        f for f in functions if f.returns or f.args.kwonlyargs or any(a.annotation for a in f.args.args)
    ]
    assert source.isascii()
    assert b"__future__" not in source
