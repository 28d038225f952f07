"""Argos packages unpacked without trusting them.

A package is a ZIP archive with one folder. Only the files that a model needs are taken out of it, each to a
name that this module chose; whatever else it may hold (splitters of sentences that would load code, notes)
stays inside. An archive that tries to leave its folder is refused as a whole.
"""

from __future__ import annotations

import json
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openletter.errors import OpenletterError, UsageError
from openletter.models.folder import is_version, pair_of

MOST = 2 * 2**30
"""Bytes that an archive may unpack to."""

MEMBERS = re.compile(
    r"metadata\.json|README\.md|LICENSE(?:\.md|\.txt)?|sentencepiece\.model|bpe\.model"
    r"|model/(?:model\.bin|config\.json|(?:shared|source|target)_vocabulary\.(?:txt|json))"
)
"""The files that are taken out."""

_SMALL = {"metadata.json": 2**20, "README.md": 2**20, "model/config.json": 2**20}
_NEEDED = ("metadata.json", "model/model.bin")
_COUNT = 2000


def refuse(path: Path, what: str, code: str = "model-refused") -> OpenletterError:
    return OpenletterError(
        f"{path.name} is refused: {what}",
        hint="get the package again from its publisher, and compare its SHA-256 with what they tell you",
        code=code,
    )


def metadata(path: Path) -> tuple[str, str]:
    """The pair and the version of a package, for one that may be unpacked. Raises OpenletterError."""
    with _opened(path) as archive:
        members = _members(path, archive)
        found = _metadata(path, archive, members)
    try:
        pair = pair_of(f"{found.get('from_code')}_{found.get('to_code')}")
    except UsageError as error:
        raise refuse(path, "its metadata names no pair of languages") from error
    if found.get("type", "translate") != "translate" or not is_version(found.get("package_version")):
        raise refuse(path, "its metadata describes no translation model")
    return pair, str(found["package_version"])


def unpack(path: Path, folder: Path) -> None:
    """The files of a package, into a new folder that exists and is empty. Raises OpenletterError."""
    with _opened(path) as archive:
        left = MOST
        for name, info in _members(path, archive).items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            left -= _copy(path, archive, info, target, min(left, _SMALL.get(name, MOST)))


class _opened:
    """An archive, and every way in which reading it can fail as one error that says so."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> zipfile.ZipFile:
        try:
            self.archive = zipfile.ZipFile(self.path)
        except FileNotFoundError:
            raise UsageError(
                f"there is no file {self.path}", hint="give the path of an .argosmodel file"
            ) from None
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise refuse(self.path, f"it is no whole ZIP archive ({error})", "model-damaged") from error
        return self.archive

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.archive.close()
        faults = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
        if isinstance(error, faults) and not isinstance(error, OpenletterError):
            raise refuse(self.path, f"it is damaged ({error})", "model-damaged") from error


def _members(path: Path, archive: zipfile.ZipFile) -> Mapping[str, zipfile.ZipInfo]:
    """The members that are taken out, by their names within the package's folder."""
    infos = archive.infolist()
    if len(infos) > _COUNT:
        raise refuse(path, f"it has {len(infos)} members")
    tops: set[str] = set()
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check(path, info)
        top, _, name = info.filename.partition("/")
        if top == "__MACOSX":
            continue
        tops.add(top)
        if info.is_dir() or not MEMBERS.fullmatch(name):
            continue
        if name in members:
            raise refuse(path, f"it has {name} twice")
        members[name] = info
    if len(tops) != 1:
        raise refuse(path, "it must hold one folder and nothing beside it")
    missing = [name for name in _NEEDED if name not in members]
    if missing or not {"sentencepiece.model", "bpe.model"} & members.keys():
        raise refuse(path, f"it lacks {missing[0] if missing else 'sentencepiece.model'}")
    if sum(info.file_size for info in members.values()) > MOST:
        raise refuse(path, f"it would unpack to more than {MOST // 2**30} GiB", "model-too-large")
    return members


def _check(path: Path, info: zipfile.ZipInfo) -> None:
    """Refuses a member that would leave the package's folder, or that is no plain file or folder."""
    name, shown = info.filename, info.filename[:60].encode("unicode_escape").decode("ascii")
    parts = name.rstrip("/").split("/")
    if name != info.orig_filename or re.search(r"[\x00-\x1f\\:]", info.orig_filename):
        raise refuse(path, f"a member has a name that no file may have: {shown}")
    if name.startswith("/") or any(part in ("", ".", "..") for part in parts):
        raise refuse(path, f"a member would leave its folder: {shown}", "model-escapes")
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise refuse(path, f"a member is a link or a device: {shown}", "model-escapes")
    if info.flag_bits & 1:
        raise refuse(path, "it is encrypted")


def _metadata(
    path: Path, archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]
) -> Mapping[str, Any]:
    with archive.open(members["metadata.json"]) as file:
        data = file.read(_SMALL["metadata.json"] + 1)
    try:
        found = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise refuse(path, "its metadata cannot be read") from error
    if not isinstance(found, dict):
        raise refuse(path, "its metadata cannot be read")
    return found


def _copy(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, most: int) -> int:
    """One member into a new file, whatever size the archive says it has. The bytes written."""
    done = 0
    with archive.open(info) as source, target.open("xb") as file:
        while block := source.read(2**20):
            done += len(block)
            if done > most:
                raise refuse(path, f"{info.filename} is larger than it may be", "model-too-large")
            file.write(block)
    return done
