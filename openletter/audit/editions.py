"""The edition that a published file was made from, made once more from the project."""

from __future__ import annotations

import functools
from pathlib import Path
from urllib.parse import quote

from openletter import conventions, segment, source, termbase
from openletter.errors import OpenletterError
from openletter.model import Artifact, Document, Edition, Sibling
from openletter.publish import edition as building
from openletter.publish.letter import sha256
from openletter.publish.manifest import Manifest
from openletter.publish.plan import FORMATS
from openletter.settings import Settings
from openletter.store import Store


def is_current(project: Path, settings: Settings, artifact: Artifact) -> bool:
    """Whether the letter, its catalog and its journal are what they were when the artifact was made."""
    if artifact.outdated or sha256(project / source.path_of(artifact.letter)) != artifact.source_sha256:
        return False
    if not artifact.states:
        return True  # the original has neither catalog nor journal
    store = Store(project, settings.people)
    catalog = sha256(project / store.catalog_path(artifact.letter, artifact.lang))
    journal = sha256(project / store.journal_path(artifact.letter, artifact.lang))
    return (catalog, journal) == (artifact.catalog_sha256, artifact.journal_sha256)


def edition(project: Path, settings: Settings, manifest: Manifest, artifact: Artifact) -> Edition | None:
    """The artifact's edition; None where the letter or its catalog is no longer what it was then."""
    if not is_current(project, settings, artifact):
        return None
    own = [one for one in manifest.artifacts if one.letter == artifact.letter]
    pages = {one.lang for one in own if one.format == "html"}
    formats = {one.format for one in own if one.lang == artifact.lang}
    try:
        return _edition(
            project,
            settings.people,
            artifact.letter,
            artifact.lang,
            (*(x for x in settings.languages if x in pages), *sorted(pages.difference(settings.languages))),
            tuple(one for one in FORMATS if one in formats),
        )
    except OpenletterError:
        return None


@functools.lru_cache(maxsize=16)
def _document(project: Path, letter: str) -> Document:
    return source.read(project, letter)


@functools.lru_cache(maxsize=64)
def _edition(
    project: Path, people: int, letter: str, lang: str, languages: tuple[str, ...], formats: tuple[str, ...]
) -> Edition:
    document = _document(project, letter)
    standings = {}
    if lang != document.lang:
        standings = Store(project, people).standings(letter, lang, segment.segments(document))
    around = building.Surroundings(
        termbase.documents(project),
        tuple(_sibling(letter, lang, other) for other in languages),
        formats,
    )
    return building.build(document, standings, conventions.load(lang), around)


def _sibling(letter: str, lang: str, other: str) -> Sibling:
    c = conventions.load(other)
    href = "" if other == lang else "../" * (letter.count("/") + 1) + quote(f"{other}/{letter}.html")
    return Sibling(other, c.tag, c.direction, c.autonym, href)
