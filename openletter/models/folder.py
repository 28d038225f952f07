"""Where models lie on this machine, and what is installed there."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from openletter.errors import UsageError

RECORD = "openletter.json"
"""The file in a model's folder that says what was installed: the archive, and each file with its SHA-256."""

ARGOS = "argos"
_PAIR = re.compile(r"([a-z]{2,3})_([a-z]{2,3})")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,30}")


@dataclass(frozen=True, slots=True)
class Model:
    """One archive with a translation model: what it translates, and exactly which bytes it is.

    `pair` is written `en_fr`. `url` is empty for one that was imported from a file.
    """

    pair: str
    version: str
    sha256: str
    size: int
    """Of the archive, in bytes."""
    url: str = ""

    @property
    def languages(self) -> tuple[str, str]:
        source, _, target = self.pair.partition("_")
        return source, target

    @property
    def folder(self) -> str:
        """The name of its folder: two projects may want different bytes of the same version."""
        return f"{self.pair}-{self.version}-{self.sha256[:12]}"


def models_folder(environ: Mapping[str, str] = os.environ, system: str = sys.platform) -> Path:
    """Where models lie: in the user's own data folder, as each system has it.

    `OPENLETTER_MODELS` names another place. Linux: `$XDG_DATA_HOME` or `~/.local/share`, then
    `openletter/models`; macOS: `~/Library/Application Support`; Windows: `%LOCALAPPDATA%`.

    >>> models_folder({"XDG_DATA_HOME": "/d"}, "linux").as_posix()
    '/d/openletter/models'
    """
    if chosen := environ.get("OPENLETTER_MODELS"):
        return Path(chosen).absolute()
    if system == "win32":
        base = Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif system == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        chosen = environ.get("XDG_DATA_HOME", "")
        base = Path(chosen) if os.path.isabs(chosen) else Path.home() / ".local" / "share"
    return base / "openletter" / "models"


def pair_of(text: str) -> str:
    """A pair of languages as somebody may write it (`en-fr`, `en_fr`, `en:fr`). Raises UsageError.

    >>> pair_of("en-fr")
    'en_fr'
    """
    pair = re.sub(r"[-:>→]+", "_", text.strip().lower())
    if not _PAIR.fullmatch(pair) or len(set(pair.split("_"))) < 2:
        raise UsageError(f"“{text}” is not a pair of languages", hint="write it such as en_fr")
    return pair


def is_version(text: object) -> bool:
    return isinstance(text, str) and bool(_VERSION.fullmatch(text)) and ".." not in text


def installed(models: Path) -> tuple[tuple[Model, Path], ...]:
    """The models that are installed under `models`, each with its folder, in order of pair and version."""
    found = []
    for record in sorted((models / ARGOS).glob(f"*/{RECORD}")):
        model = read_record(record)
        if model and model.folder == record.parent.name:
            found.append((model, record.parent))
    return tuple(sorted(found, key=lambda one: (one[0].pair, numbers(one[0].version), one[0].sha256)))


def numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, to compare.

    >>> numbers("1.10") > numbers("1.9")
    True
    """
    return tuple(int(part) for part in re.findall(r"\d+", version))


def read_record(path: Path) -> Model | None:
    """The model that a record describes; None where it cannot be read."""
    try:
        found = json.loads(path.read_text("utf-8"))
        return model_of(found["model"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def model_of(values: Mapping[str, object]) -> Model:
    """A model from JSON. Raises ValueError for what is none."""
    pair, version, sha256 = values.get("pair"), values.get("version"), values.get("sha256")
    size, url = values.get("size"), values.get("url", "")
    if not (isinstance(pair, str) and _PAIR.fullmatch(pair) and is_version(version)):
        raise ValueError("pair or version")
    if not (isinstance(sha256, str) and re.fullmatch(r"[0-9a-f]{64}", sha256)):
        raise ValueError("sha256")
    if type(size) is not int or size < 0 or not isinstance(url, str):
        raise ValueError("size or url")
    return Model(pair, str(version), sha256, size, url)


def write_record(model: Model, folder: Path) -> None:
    """Writes down what lies in a model's folder."""
    files = {name: {"size": size, "sha256": digest} for name, size, digest in contents(folder)}
    record = {"model": asdict(model), "files": files}
    (folder / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", "utf-8")


def contents(folder: Path) -> Iterator[tuple[str, int, str]]:
    """The files of a model's folder, apart from the record: (name, size, SHA-256)."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != RECORD:
            yield path.relative_to(folder).as_posix(), path.stat().st_size, sha256_of(path)


def damaged(folder: Path) -> list[str]:
    """The files of an installed model that are not what was installed."""
    try:
        expected = json.loads((folder / RECORD).read_text("utf-8"))["files"]
        found = {name: {"size": size, "sha256": digest} for name, size, digest in contents(folder)}
        return sorted(name for name in {*expected, *found} if expected.get(name) != found.get(name))
    except (OSError, ValueError, KeyError, TypeError):
        return [RECORD]


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
