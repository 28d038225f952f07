"""EPUBs as folders of files, for the judges that look at the pages in them."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from openletter.audit.base import Published
from openletter.model import Finding, Severity

CAP = 200_000_000
"""Bytes that a book may have unpacked: more is no letter."""


def unpack(published: Published) -> list[Finding]:
    """Unpacks every chosen EPUB below `published.unpacked`; a finding for each that cannot be."""
    found = []
    for artifact in published.artifacts("epub"):
        try:
            _unpack(published.file(artifact), published.book(artifact))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            found.append(
                Finding(
                    "epub-unreadable",
                    Severity.ERROR,
                    published.place(artifact),
                    f"the EPUB cannot be unpacked: {error}",
                    "publish again",
                )
            )
    return found


def _unpack(book: Path, folder: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        members = [one for one in archive.infolist() if not one.is_dir()]
        if sum(one.file_size for one in members) > CAP:
            raise ValueError("it holds more than 200 MB")
        for member in members:
            path = PurePosixPath(member.filename)
            if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename:
                raise ValueError(f"it holds a file with the name {member.filename!r}")
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(member))
