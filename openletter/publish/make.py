"""Runs the writers: one edition in, its artifacts out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from openletter.errors import SourceError
from openletter.model import Artifact, Asset, Edition, Task, Written
from openletter.publish.manifest import Made

CARD = "images/card-"
"""How the paths of the pictures begin that are shown beside links."""

Writer = Callable[[Edition, tuple[Asset, ...]], Written]


def _html(edition: Edition, assets: tuple[Asset, ...]) -> Written:
    from openletter.publish.html import write

    return write(edition, assets)


def _epub(edition: Edition, assets: tuple[Asset, ...]) -> Written:
    from openletter.publish.epub import write

    return write(edition, assets)


def _pdf(edition: Edition, assets: tuple[Asset, ...]) -> Written:
    from openletter.publish.pdf import write

    return write(edition, assets)


WRITERS: Mapping[str, Writer] = {"html": _html, "epub": _epub, "pdf": _pdf}
"""Each imports what it needs when it is first called: pages need no Typst, books need no pikepdf."""


@dataclass(frozen=True, slots=True)
class Job:
    """The tasks of one edition, with all that the writers need; it can be sent to another process."""

    edition: Edition
    assets: tuple[Asset, ...]
    tasks: tuple[Task, ...]
    source_sha256: str
    catalog_sha256: str
    journal_sha256: str
    asset_sha256: Mapping[str, str]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that a writer refused."""

    task: Task
    error: SourceError


def make(job: Job) -> list[Made | Failed]:
    """The artifacts of one edition. One that cannot be set does not stop the others."""
    return [_try(job, task) for task in job.tasks]


def _try(job: Job, task: Task) -> Made | Failed:
    try:
        return _made(job, task, WRITERS[task.format](job.edition, job.assets))
    except SourceError as error:
        return Failed(task, error)


def _made(job: Job, task: Task, written: Written) -> Made:
    edition = job.edition
    artifact = Artifact(
        path=task.path,
        letter=task.letter,
        lang=task.lang,
        format=task.format,
        sha256=hashlib.sha256(written.data).hexdigest(),
        size=len(written.data),
        states={state.label: n for state, n in edition.counts.items()},
        source_sha256=job.source_sha256,
        catalog_sha256=job.catalog_sha256,
        journal_sha256=job.journal_sha256,
        digest=task.digest,
        title=edition.title_text,
        description=edition.description,
        date=edition.date,
        assets=job.asset_sha256,
        beside=tuple(sorted(written.beside)),
        identifier=edition.identifier,
        words=job.words,
        version=edition.version,
        card=next((name for name in written.beside if name.startswith(CARD)), ""),
    )
    return Made(artifact, written.data, written.beside)
