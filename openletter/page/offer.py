"""The source of the running program, which its licence (AGPL-3.0, section 13) owes whoever uses the page."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
BESIDE = ("LICENSE", "LICENSES.md", "README.md", "pyproject.toml", "build.py")
"""What lies beside the package in a checkout and belongs to the program."""
LICENCE = "AGPL-3.0-or-later"
NAME = "openletter-source.zip"
_LEFT_OUT = frozenset((".pyc", ".pyo"))


@cache
def archive() -> bytes:
    """The files of the package that runs, with its licence, as a ZIP file. Equal files, equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for name, data in sorted(_files().items()):
            one = zipfile.ZipInfo(f"openletter-source/{name}", (1980, 1, 1, 0, 0, 0))
            one.compress_type, one.external_attr, one.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            file.writestr(one, data)
    return made.getvalue()


@cache
def elsewhere() -> str:
    """Where the program's project says that its source is; "" where it says nothing."""
    try:
        urls = metadata.metadata("openletter").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return ""
    named = {name.strip().lower(): url.strip() for name, _, url in (one.partition(",") for one in urls)}
    found = next((named[one] for one in ("source", "repository", "source code") if one in named), "")
    return found if found.startswith("https://") else ""


def _files() -> dict[str, bytes]:
    """Name in the archive → bytes. Caches, hidden files and links are no part of the source."""
    found = {
        f"openletter/{path.relative_to(PACKAGE).as_posix()}": path.read_bytes()
        for path in PACKAGE.rglob("*")
        if path.is_file() and not path.is_symlink() and _belongs(path.relative_to(PACKAGE))
    }
    for name in BESIDE:
        path = PACKAGE.parent / name
        if (PACKAGE.parent / "pyproject.toml").is_file() and path.is_file():
            found[name] = path.read_bytes()
    if "LICENSE" not in found:  # installed: the licence lies with what is known of the package
        found |= _installed()
    return found


def _belongs(path: Path) -> bool:
    hidden = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return not hidden and path.suffix not in _LEFT_OUT


def _installed() -> dict[str, bytes]:
    try:
        files = metadata.files("openletter") or []
    except metadata.PackageNotFoundError:
        return {}
    wanted = [Path(str(one.locate())) for one in files if one.name in ("LICENSE", "LICENSES.md", "METADATA")]
    return {path.name: path.read_bytes() for path in wanted if path.is_file()}
