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
        return shared.name, _read(shared).get("tool", {}).get("openletter", {})
    return "", {}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the settings cannot be read: {error}", where=Place(path.name)) from error


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
    if not isinstance(value, list) or not value:
        raise UsageError("“languages” must be a list such as ['ar', 'fr']", where=Place(path))
    return tuple(language(code, path) for code in dict.fromkeys(value))


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
