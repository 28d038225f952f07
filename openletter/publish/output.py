"""The output folder: written aside, then exchanged as a whole.

What openletter did not make (a CNAME file, a `.git`) stays where it is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from openletter import files
from openletter.errors import UsageError
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


def replace(folder: Path, new: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Makes `folder` hold the files `new`, all that it held before, and nothing of `gone`.

    Readers see the old folder or the new one, never a mixture.
    """
    staging = folder.with_name(f".{folder.name}.staged{files.TEMPORARY}")
    if staging.exists():
        shutil.rmtree(staging)
    try:
        _link_all(folder, staging, {*new, *gone})
        for path, data in new.items():
            target = staging / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        files.exchange(staging, folder)
    finally:
        if staging.exists():
            shutil.rmtree(staging)


def _link_all(old: Path, new: Path, without: Collection[str]) -> None:
    """Hard links (copies where there are none) in `new` to every file in `old`."""
    new.mkdir(parents=True)
    for root, _, names in os.walk(old):
        below = Path(root).relative_to(old)
        kept = [name for name in names if (below / name).as_posix() not in without]
        if kept:
            (new / below).mkdir(parents=True, exist_ok=True)
        for name in kept:
            _link(Path(root) / name, new / below / name)


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)
