"""The output folder: written aside, then exchanged as a whole.

What openletter did not make (a CNAME file, a `.git`) stays where it is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from pathlib import Path

from openletter import files
from openletter.errors import OpenletterError, UsageError
from openletter.model import Place
from openletter.publish import manifest


def guard(folder: Path) -> None:
    """Raises UsageError for a folder that holds other things than an earlier output."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", hint="name another with --output")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / manifest.NAME).is_file():
        raise UsageError(
            f"the folder {folder} holds other files, and no {manifest.NAME} of an earlier publication",
            hint="name a new or empty folder with --output",
        )


def placed(folder: Path) -> Path:
    """The folder by a path that ends with its own name, so that something can lie beside it.

    Where the path is a link it is the folder that the link leads to. Raises UsageError for the root of a
    file system.
    """
    if folder.is_symlink():
        folder = Path(os.path.realpath(folder))
    if folder.name not in ("", ".."):
        return folder
    found = Path(os.path.abspath(folder))
    if not found.name:
        raise UsageError(f"{folder} cannot be the output folder", hint="name another with --output")
    return found


def sizes(folder: Path) -> dict[str, int]:
    """Every file in a folder, by its path with forward slashes, and how many bytes it has."""
    found: dict[str, int] = {}

    def look(path: str, prefix: str) -> None:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    look(entry.path, f"{prefix}{entry.name}/")
                elif entry.is_file():
                    found[prefix + entry.name] = entry.stat().st_size

    if folder.is_dir():
        look(str(folder), "")
    return found


class Staging:
    """A new output folder that grows beside the old one, and takes its place at once, or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder.with_name(f".{folder.name}.staged{files.TEMPORARY}")
        self.written: set[str] = set()
        self._made: set[Path] = set()
        self.discard()

    def write(self, path: str, data: bytes) -> None:
        """A new file. One that was written already has the same bytes, or is replaced."""
        target = self.path / path
        try:
            if target.parent not in self._made:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(target.parent)
            target.write_bytes(data)
        except OSError as error:
            raise _cannot(target, error) from error
        self.written.add(path)

    def publish(self, gone: Collection[str]) -> None:
        """Makes the folder hold what was written, all that it held before, and nothing of `gone`."""
        try:
            unchanged = self._link_all({*self.written, *gone})
        except OSError as error:
            raise _cannot(self.path, error) from error
        files.exchange(self.path, self.folder, unchanged)

    def discard(self) -> None:
        """Takes away what was not published."""
        if self.path.exists():
            shutil.rmtree(self.path, ignore_errors=True)

    def _link_all(self, without: Collection[str]) -> set[str]:
        """Hard links (copies where there are none) to every file of the old folder; returns the links."""
        linked = set()
        self.path.mkdir(parents=True, exist_ok=True)
        for root, _, names in os.walk(self.folder):
            below = os.path.relpath(root, self.folder).replace(os.sep, "/")
            prefix = "" if below == "." else below + "/"
            kept = [name for name in names if prefix + name not in without]
            if kept:
                (self.path / prefix).mkdir(parents=True, exist_ok=True)
            for name in kept:
                if _link(os.path.join(root, name), os.path.join(self.path, prefix + name)):
                    linked.add(prefix + name)
        return linked


def _link(old: str, new: str) -> bool:
    """Whether it could be a link."""
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)
        return False
    return True


def _cannot(path: Path, error: OSError) -> OpenletterError:
    return OpenletterError(
        f"the new output cannot be written: {error.strerror or error}",
        where=Place(str(path)),
        hint="look whether the disk is full and whether you may write there; what was published is unchanged",
        code="cannot-write",
    )
