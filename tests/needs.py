"""Tools that tests need: where one is missing, a test fails in CI, and is skipped elsewhere."""

from __future__ import annotations

import importlib
import os
import shutil
from typing import Any, NoReturn

import pytest

from openletter.audit.base import PYTHON_TOOLS


def missing(what: str, command: str) -> NoReturn:
    """Fail in CI, skip elsewhere: `what` is not on this machine, and `command` brings it."""
    reason = f"{what} is missing; to install it: {command}"
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(reason)
    pytest.skip(reason)


def module(name: str) -> Any:
    """A Python module."""
    try:
        return importlib.import_module(name)
    except ImportError:
        missing(name, PYTHON_TOOLS)


def program(name: str, command: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    if not found:
        missing(name, command)
    return found
