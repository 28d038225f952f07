"""Translation engines: a table. Each is imported only when it is used."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openletter.engines.base import Engine
from openletter.errors import MissingToolError, UsageError

Models = Mapping[str, tuple[str, Path]]
"""Pair (`en_fr`) → the version of its model, and the folder in which it lies."""


@dataclass(frozen=True, slots=True)
class Row:
    """An engine: its module, which has `make(models) -> Engine`, and how what it needs is installed."""

    module: str
    needs: tuple[str, ...]
    """What it imports that not every installation has."""
    install: str


ENGINES: Mapping[str, Row] = {
    "argos": Row("argos", ("argostranslate", "ctranslate2"), "pip install 'openletter[argos]'"),
    "firefox": Row("firefox", ("fxtranslate",), "pip install 'openletter[firefox]'"),
}
DEFAULT = "argos"


def load(name: str, models: Models) -> Engine:
    """The engine of that name over these models. Raises UsageError, MissingToolError."""
    row = ENGINES.get(name)
    if row is None:
        raise UsageError(f"there is no engine “{name}”", hint=f"one of {', '.join(ENGINES)}")
    try:
        make: Callable[[Models], Engine] = importlib.import_module(f"openletter.engines.{row.module}").make
        return make(models)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in row.needs:
            raise
        raise MissingToolError(
            f"the engine {name} is not installed: Python cannot import {error.name}",
            hint=row.install,
            code="engine",
        ) from error
