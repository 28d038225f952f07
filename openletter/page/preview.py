"""The real edition with a change that nobody has published: made in memory, and shown from there."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from openletter import conventions, termbase
from openletter.model import Key, Standing, State
from openletter.page.desk import Room
from openletter.publish import assets, edition
from openletter.publish.make import WRITERS

KEPT = 12
"""Previews that are held at a time; each is some hundred kilobytes."""
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " + (
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For an edition: its style stands in the page, and there is no script."""


@dataclass(frozen=True, slots=True)
class Preview:
    """An edition as it would be, with what lies beside it; paths are those of the output folder."""

    person: str
    """Whose it is; nobody else gets it."""
    start: str
    files: Mapping[str, tuple[str, bytes]]
    """Path → media type and bytes."""


class Previews:
    """The last few previews."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._turn = threading.Lock()
        self._made: OrderedDict[str, Preview] = OrderedDict()

    def get(self, id_: str, person: str) -> Preview | None:
        with self._turn:
            found = self._made.get(id_)
        return found if found and found.person == person else None

    def make(self, room: Room, changed: Mapping[Key, str], format_: str, person: str) -> str:
        """A preview of a letter with changed texts; returns its id. Raises SourceError, MarkupError."""
        document = room.read.letter.document
        standings = dict(room.standings)
        for key, text in changed.items():
            standings[key] = replace(standings.get(key, Standing(key, State.DRAFT, "")), msgstr=text)
        around = edition.Surroundings(termbase.documents(self._project), (), (format_,))
        made = edition.build(document, standings, conventions.load(room.lang), around)
        written = WRITERS[format_](made, assets.of(self._project, document))
        start = f"{room.lang}/{document.letter}.{format_}"
        files = {name: (_type(name), data) for name, data in written.beside.items()}
        files[start] = (TYPES[format_], written.data)
        id_ = secrets.token_hex(12)
        with self._turn:
            self._made[id_] = Preview(person, start, files)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        return id_


def _type(name: str) -> str:
    ending = "." + name.rpartition(".")[2]
    return {".woff2": "font/woff2", **assets.TYPES}.get(ending, "application/octet-stream")
