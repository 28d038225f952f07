"""What a new project and a new letter begin with: files of this folder, copied with the words filled in."""

from __future__ import annotations

import re
import unicodedata
from importlib import resources
from pathlib import Path
from string import Template

from openletter import files, source
from openletter.errors import UsageError

_NAMES = {
    "openletter.toml": "openletter.toml",
    "letter.md": f"{source.FOLDER}/letter.md",
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "locales.txt": "locales/README.txt",
}
"""Each file of this folder → its path in a new project. What is there already stays."""


def project(folder: Path, day: str) -> list[str]:
    """Begins a project in a folder; returns the paths that were made.

    `day` is the sample's date, YYYY-MM-DD. Raises UsageError for a folder that has letters already.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", hint="name a folder, new or empty")
    if any((folder / source.FOLDER).rglob("*.md")):
        raise UsageError(
            f"{folder} has letters already",
            hint=f'begin another one with: openletter new "TITLE" --project "{folder}"',
        )
    made = []
    for name, path in _NAMES.items():
        if not (folder / path).exists():
            files.write_atomic(folder / path, _filled(name, day=day))
            made.append(path)
    return made


def letter(folder: Path, title: str, lang: str, day: str) -> str:
    """Begins a letter; returns its path. Its name is the title's, in ASCII, so that its address is stable.

    Raises UsageError for a title without words.
    """
    words = " ".join(title.split())
    if not words or not words.isprintable():
        raise UsageError("the letter needs a title", hint='openletter new "Open letter to the Council"')
    name = _free(folder / source.FOLDER, slug(words))
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    path = source.path_of(name)
    files.write_atomic(folder / path, _filled("new.md", title=f'"{quoted}"', lang=lang, day=day))
    return path


def slug(title: str) -> str:
    """A title as a name in ASCII.

    >>> slug("Lettre ouverte à l’ONU"), slug("公开信")
    ('lettre-ouverte-a-l-onu', 'letter')
    """
    apart = "".join(" " if unicodedata.category(c)[0] in "PZS" else c for c in title)
    plain = unicodedata.normalize("NFKD", apart)
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower())
    return "-".join(words)[:60].strip("-") or "letter"


def _free(folder: Path, name: str) -> str:
    number, free = 1, name
    while (folder / f"{free}.md").exists() or free == "index":
        number += 1
        free = f"{name}-{number}"
    return free


def _filled(name: str, **values: str) -> bytes:
    text = resources.files("openletter.start").joinpath(name).read_text("utf-8")
    return Template(text).safe_substitute(values).encode()
