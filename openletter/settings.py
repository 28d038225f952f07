"""The project's settings: `openletter.toml`, else `[tool.openletter]` in `pyproject.toml`, else defaults."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from openletter.errors import UsageError
from openletter.model import Place, State

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""The official languages of the United Nations, in the order in which the UN lists them."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a publisher can decide for a project."""

    languages: tuple[str, ...] = LANGUAGES
    """The languages to publish in."""
    require: State = State.DRAFT
    """The lowest state that an edition may hold."""
    people: int = 2
    """How many distinct people must stand behind a text for it to count as reviewed."""
    base_url: str = ""
    """The output's address on the web, such as `https://example.org/letters/`; empty for none."""
    source_url: str = ""
    """Where the source of the program that serves the page is developed, such as `https://example.org/code`;
    for who has changed the program. Empty: what the installed package says."""


def load(project: Path) -> Settings:
    """The settings of the project in folder `project`.

    Raises UsageError for a key that does not exist or a value that cannot be.
    """
    path, table = _table(project)
    known = {field.name for field in fields(Settings)}
    for key in table:
        if key not in known:
            raise UsageError(
                f"there is no setting “{key}”", where=Place(path), hint=f"one of {', '.join(sorted(known))}"
            )
    values = {key: _CONVERT[key](value, path) for key, value in table.items()}
    return Settings(**values)


def _table(project: Path) -> tuple[str, Mapping[str, Any]]:
    own, shared = project / "openletter.toml", project / "pyproject.toml"
    if own.is_file():
        return own.name, _read(own)
    if shared.is_file():
        tools = _read(shared).get("tool", {})
        table = tools.get("openletter", {}) if isinstance(tools, dict) else {}
        if not isinstance(table, dict):
            raise UsageError("“tool.openletter” must be a table", where=Place(shared.name))
        return shared.name, table
    return "", {}


def _read(path: Path) -> dict[str, Any]:
    data = b""
    try:
        data = path.read_bytes()
        return tomllib.loads(data.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        what, line = _where(str(error), data)
    except UnicodeDecodeError as error:
        what, line = "they are not in UTF-8", error.object[: error.start].count(b"\n") + 1
    except OSError as error:
        what, line = error.strerror or str(error), 0
    raise UsageError(f"the settings cannot be read: {what}", where=Place(path.name, line))


_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _where(what: str, data: bytes) -> tuple[str, int]:
    """What is wrong in a file of settings, and in which line, from what tomllib says.

    >>> _where("Invalid value (at line 3, column 8)", b"")
    ('Invalid value, in column 8', 3)
    >>> _where("Expected '=' (at end of document)", b"a = 1\\nb")
    ("Expected '=', at the end", 2)
    """
    found = _AT.search(what)
    if not found:
        return what, 0
    if not found[1]:
        return f"{what[: found.start()]}, at the end", len(data.splitlines())
    return f"{what[: found.start()]}, in column {found[2]}", int(found[1])


def language(code: Any, path: str = "") -> str:
    """`code`, if the words of the editions exist in that language; else UsageError."""
    if code not in LANGUAGES:
        raise UsageError(
            f"{code!r} is not a language of the editions",
            where=Place(path) if path else None,
            hint=f"one of {', '.join(LANGUAGES)}",
        )
    return str(code)


def state(name: Any, path: str = "") -> State:
    """The state of that name; else UsageError."""
    for one in State:
        if one.label == name:
            return one
    raise UsageError(
        f"{name!r} is not a state",
        where=Place(path) if path else None,
        hint=f"one of {', '.join(one.label for one in State)}",
    )


def _languages(value: Any, path: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UsageError("“languages” must be a list such as ['ar', 'fr']", where=Place(path))
    if not value:
        raise UsageError(
            "“languages” must not be empty",
            where=Place(path),
            hint=f"name one or more of {', '.join(LANGUAGES)}, or leave the line out for all six",
        )
    return tuple(dict.fromkeys(language(code, path) for code in value))


def _people(value: Any, path: str) -> int:
    if type(value) is not int or value < 1:
        raise UsageError("“people” must be a whole number, 1 or more", where=Place(path))
    return value


def _base_url(value: Any, path: str) -> str:
    parts = urlsplit(value) if isinstance(value, str) else None
    good = parts and parts.scheme in ("http", "https") and parts.hostname and value.isascii()
    if not parts or not good or parts.query or parts.fragment or "@" in parts.netloc or _UNSAFE.search(value):
        raise UsageError(
            "“base_url” must be an address in ASCII, such as https://example.org/letters/", where=Place(path)
        )
    return str(value).rstrip("/") + "/"


def _source_url(value: Any, path: str) -> str:
    try:
        return _base_url(value, path).rstrip("/")
    except UsageError as error:
        raise UsageError(
            "“source_url” must be an address in ASCII, such as https://example.org/code", where=Place(path)
        ) from error


_UNSAFE = re.compile(r"[\s\"'<>\\^`{|}]")

_CONVERT: Mapping[str, Callable[[Any, str], Any]] = {
    "languages": _languages,
    "require": state,
    "people": _people,
    "base_url": _base_url,
    "source_url": _source_url,
}
