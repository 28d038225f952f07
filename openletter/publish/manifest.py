"""`output/manifest.json`: what lies in the output folder, from which inputs, and what was withheld."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from openletter.model import Artifact

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Withheld:
    """An edition that was not published, and why. `digest` is that of its inputs."""

    letter: str
    lang: str
    why: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` are what lies beside the artifacts; `index` is the digest of the index page.

    `listed` is the digest of what the index is made of.
    """

    artifacts: tuple[Artifact, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    files: tuple[str, ...] = ()
    index: str = ""
    listed: str = ""

    @property
    def by_path(self) -> Mapping[str, Artifact]:
        return {artifact.path: artifact for artifact in self.artifacts}

    def as_json(self) -> dict[str, Any]:
        names = [one.name for one in fields(Artifact)]
        return {
            "artifacts": [{name: getattr(one, name) for name in names} for one in self.artifacts],
            "withheld": [asdict(one) for one in self.withheld],
            "files": list(self.files),
            "index": self.index,
            "listed": self.listed,
        }

    def to_bytes(self) -> bytes:
        return (json.dumps(self.as_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Made:
    """A finished artifact with its bytes and the files beside it."""

    artifact: Artifact
    data: bytes
    beside: Mapping[str, bytes] = field(default_factory=dict)


def read(folder: Path) -> Manifest:
    """The manifest of an output folder; an empty one where there is none that this version understands.

    What it does not list is then simply made again.
    """
    try:
        found = json.loads((folder / NAME).read_bytes())
        names = {one.name for one in fields(Artifact)}
        return Manifest(
            tuple(_artifact(row, names) for row in found["artifacts"]),
            tuple(Withheld(**row) for row in found["withheld"]),
            tuple(found["files"]),
            found["index"],
            found.get("listed", ""),
        )
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return Manifest()


def _artifact(row: dict[str, Any], names: set[str]) -> Artifact:
    values = {name: value for name, value in row.items() if name in names}
    for name in ("beside", "former"):
        values[name] = tuple(values.get(name, ()))
    return Artifact(**values)
