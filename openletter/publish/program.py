"""Which program makes the editions: part of every task's digest."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from openletter import __version__

WRITERS = (
    *("pypandoc_binary", "typst", "uharfbuzz", "fonttools", "brotli", "pikepdf", "lxml", "babel", "ebooklib"),
    *("fontpkg-noto-serif", "fontpkg-amiri", "pylopdf-fonts-zh-cn"),
)
"""The packages whose version decides about bytes."""


APART = frozenset(
    {
        *("audit", "cli", "draft.py", "engines", "machine.py", "memory", "models", "page", "preview"),
        *("report.py", "review", "tokens"),
    }
)
"""The parts of this package that no edition is made with: a change to them makes nothing anew."""


@functools.cache
def program_digest() -> str:
    """SHA-256 of the files of this package that editions are made with, and of what it writes with."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(__version__.encode())
    for path in sorted(_files(root)):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for name in WRITERS:
        digest.update(f"{name} {_version(name)}\0".encode())
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    for top in root.iterdir():
        if top.name not in APART:
            yield from (path for path in (top, *top.rglob("*")) if path.suffix in _PARTS)


_PARTS = frozenset({".py", ".lua", ".mo", ".html", ".xhtml", ".css", ".typ"})


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
