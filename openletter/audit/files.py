"""Files held against the manifest: what lies there is what was written, and all of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from openletter.audit import editions
from openletter.audit.base import Published
from openletter.model import Artifact, Finding, Place, Severity
from openletter.publish import index

PUBLISH = "publish again"


def check(published: Published) -> list[Finding]:
    """Artifacts and files beside them that are missing, altered, or older than their letter."""
    found = [finding for one in _chosen(published) for finding in _artifact(published, one)]
    return found + list(_beside(published)) + list(_index(published))


def _chosen(published: Published) -> list[Artifact]:
    return [a for a in published.manifest.artifacts if not published.letters or a.letter in published.letters]


def _artifact(published: Published, artifact: Artifact) -> Iterator[Finding]:
    where = published.place(artifact)
    try:
        data = published.file(artifact).read_bytes()
    except OSError:
        yield Finding(
            "file-missing", Severity.ERROR, where, "the manifest lists this file; it is not there", PUBLISH
        )
        return
    if hashlib.sha256(data).hexdigest() != artifact.sha256:
        yield Finding(
            "file-altered",
            Severity.ERROR,
            where,
            "the file is not the one that was published: its SHA-256 is not that of the manifest",
            "find out who changed it; to undo the change, delete it and publish again",
        )
    project = published.project
    if artifact.outdated or (project and not editions.is_current(project, published.settings, artifact)):
        yield Finding(
            "edition-outdated",
            Severity.WARNING,
            where,
            "the letter or its translation has changed since this file was made",
            "publish again; where the edition is withheld, review its translation",
        )


def _beside(published: Published) -> Iterator[Finding]:
    """Fonts and images that an artifact, or the index, needs."""
    needed = {path for one in _chosen(published) for path in one.beside}
    if not published.letters:
        needed |= {*published.manifest.files} - {index.NAME}
    for path in sorted(needed):
        if not (published.folder / path).is_file():
            where = Place(f"{published.folder.name}/{path}")
            yield Finding(
                "file-missing", Severity.ERROR, where, "a page needs this file; it is not there", PUBLISH
            )


def _index(published: Published) -> Iterator[Finding]:
    where = Place(f"{published.folder.name}/{index.NAME}")
    file = published.folder / index.NAME
    if not published.manifest.index:
        return
    if not file.is_file():
        yield Finding("file-missing", Severity.ERROR, where, "the index of the output is not there", PUBLISH)
    elif hashlib.sha256(file.read_bytes()).hexdigest() != published.manifest.index:
        yield Finding(
            "file-altered", Severity.ERROR, where, "the index is not the one that was published", PUBLISH
        )
