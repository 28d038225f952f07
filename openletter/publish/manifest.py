"""`output/manifest.json`: what lies in the output folder, from which inputs, and what was withheld."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
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
        """`as_json` as text, row by row: of ten thousand artifacts there are never two copies at once."""
        whole = io.BytesIO()
        for text in self._texts():
            whole.write(text.encode())
        return whole.getvalue()

    def _texts(self) -> Iterator[str]:
        names = [one.name for one in fields(Artifact)]
        arrays: dict[str, Iterable[Any]] = {
            "artifacts": ({name: getattr(one, name) for name in names} for one in self.artifacts),
            "files": self.files,
            "withheld": map(asdict, self.withheld),
        }
        begin = "{\n "
        for name in ("artifacts", "files", "index", "listed", "withheld"):
            yield f'{begin}"{name}": '
            if name in arrays:
                yield from _array(arrays[name])
            else:
                yield _json(getattr(self, name))
            begin = ",\n "
        yield "\n}\n"


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
        with (folder / NAME).open(encoding="utf-8", newline="\n") as file:
            artifacts, found = _read(file)
        return Manifest(
            tuple(artifacts),
            tuple(Withheld(**row) for row in found["withheld"]),
            tuple(found["files"]),
            found["index"],
            found.get("listed", ""),
        )
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return Manifest()


def _array(rows: Iterable[Any]) -> Iterator[str]:
    begin = "[\n  "
    for row in rows:
        yield begin + _json(row).replace("\n", "\n  ")
        begin = ",\n  "
    yield "[]" if begin[0] == "[" else "\n ]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def _read(lines: Iterable[str]) -> tuple[list[Artifact], dict[str, Any]]:
    """The artifacts, and all the rest; in the form that `to_bytes` gives it, each row is read by itself."""
    artifacts: list[Artifact] = []
    rest: list[str] = []
    row: list[str] | None = None
    seen: dict[Any, Any] = {}
    for line in lines:
        if line == "  {\n" and rest[-1:] == [' "artifacts": [\n']:
            row = [line]
        elif row is None:
            rest.append(line)
        elif line in ("  },\n", "  }\n"):
            artifacts.append(_artifact(json.loads("".join(row) + "}"), seen))
            row = None
        else:
            row.append(line)
    found = json.loads("".join(rest))
    artifacts += [_artifact(one, seen) for one in found["artifacts"]]
    return artifacts, found


_NAMES = frozenset(one.name for one in fields(Artifact))


def _artifact(row: dict[str, Any], seen: dict[Any, Any]) -> Artifact:
    """A row as an artifact. What is equal to something `seen` before becomes the same object."""
    values = {name: value for name, value in row.items() if name in _NAMES}
    for name in ("beside", "former"):
        values[name] = tuple(seen.setdefault(one, one) for one in values.get(name, ()))
    for name, value in values.items():
        if type(value) in (str, tuple):
            values[name] = seen.setdefault(value, value)
        elif type(value) is dict:
            values[name] = seen.setdefault((name, *value.items()), value)
    return Artifact(**values)
