"""Everything that the handlers share: the letters, the people, the templates."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from openletter import __version__, conventions
from openletter.errors import OpenletterError
from openletter.model import Conventions, State
from openletter.page import offer, words
from openletter.page.config import Config
from openletter.page.database import Database
from openletter.page.desk import Desk, Outcome, Room
from openletter.page.fragments import Fragments
from openletter.page.guard import Rates
from openletter.page.helping import Helper
from openletter.page.kept import Kept
from openletter.page.kept import Room as Name
from openletter.page.passage import Board, board
from openletter.page.people import People, Visitor
from openletter.page.preview import Previews
from openletter.settings import Settings

HERE = Path(__file__).parent
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class Static:
    data: bytes
    type: str


@dataclass
class Site:
    """One server's worth."""

    config: Config
    desk: Desk
    database: Database
    people: People
    kept: Kept
    previews: Previews
    helper: Helper
    slow: ThreadPoolExecutor
    """One thread, which reads letters and makes previews: pandoc has a process for each thread."""
    aside: ThreadPoolExecutor
    """One thread, which builds the memory: nobody waits for it."""
    static: Mapping[str, Static] = field(default_factory=dict)
    rates: Rates = field(default_factory=Rates)
    boards: dict[Name, Board] = field(default_factory=dict)
    """Of each letter and language, what is the same for every visitor."""
    fragments: Fragments = field(default_factory=Fragments)
    told: dict[str, tuple[str, Outcome]] = field(default_factory=dict)
    """For each session, what is to be said on its next page: the passage, and what became of it."""
    closing: bool = False

    @classmethod
    def of(cls, project: Path, settings: Settings, config: Config) -> Site:
        database, desk = Database(project), Desk(project, settings)
        slow, aside = ThreadPoolExecutor(1, "slow"), ThreadPoolExecutor(1, "aside")
        return cls(
            config,
            desk,
            database,
            People(database),
            Kept(database),
            Previews(project),
            Helper(desk, aside),
            slow,
            aside,
            _static(),
        )

    def warm(self) -> None:
        """Reads what there is, so that the first visitor does not wait for it.

        The collector then leaves it alone: of what is read now, little ever goes.
        """
        self.aside.submit(self._warm)

    def _warm(self) -> None:
        rooms = [room for name in self.desk.letters() for room in self._rooms(name)]
        for room in rooms:  # last: whoever comes meanwhile does not need it to look
            if not self.closing:
                self.desk.prepare(room)
        gc.collect()
        gc.freeze()

    def _rooms(self, name: str) -> Iterator[Room]:
        try:
            read = None if self.closing else self.slow.submit(self.desk.read, name).result()
            for lang in self.desk.languages(read) if read else ():
                if read and not self.closing:
                    room = self.desk.room(read, lang)
                    self.board(room)
                    yield room
        except (OpenletterError, RuntimeError):  # whoever looks at it is told; the server stops
            return

    def board(self, room: Room) -> Board:
        """The board of a room, brought up to date."""
        last = self.boards.get(room.name)
        if last is None or last.room is not room:
            last = self.boards[room.name] = board(room, last)
        return last

    def close(self) -> None:
        self.closing = True
        for one in (self.aside, self.slow):
            one.shutdown(wait=True, cancel_futures=True)
        self.database.close()

    def speaks(self, visitor: Visitor | None, accepts: str) -> words.Voice:
        return words.voice(visitor.speaks if visitor else words.chosen(accepts))

    def render(self, template: str, visitor: Visitor | None, accepts: str, **values: Any) -> str:
        """A template, in the language of whoever asks; `accepts` is what the browser asks for."""
        voice = self.speaks(visitor, accepts)
        return _ENVIRONMENT.get_template(template).render(
            _=voice.say,
            ngettext=voice.plural,
            voice=voice,
            said=lambda message: words.isolated(voice.findings.say(message)),
            visitor=visitor,
            csrf=visitor.csrf if visitor else "",
            shelf=self.people.shelf(visitor) if visitor else None,
            config=self.config,
            static=self.address_of_static,
            State=State,
            languages=words.LANGUAGES,
            voices=words.voice,
            known=lambda *of, caller: self.fragments.get((voice.lang, *of), caller),
            day=lambda when: day(voice.conventions, when),
            version=__version__,
            offer=offer,
            source_size=conventions.number(voice.conventions, -(-len(offer.archive()) // 1000)),
            source_url=self.desk.settings.source_url or offer.elsewhere(),
            **values,
        )

    def address_of_static(self, name: str) -> str:
        """The address of a file for browsers, which changes with what is in it."""
        return f"/static/{hashlib.sha256(self.static[name].data).hexdigest()[:12]}/{name}"


def _static() -> dict[str, Static]:
    """Every file for browsers, read once: no request ever names a path."""
    return {
        path.name: Static(path.read_bytes(), TYPES[path.suffix])
        for path in sorted((HERE / "static").iterdir())
        if path.suffix in TYPES
    }


def day(c: Conventions, when: str | int) -> str:
    """A UTC day, written out: of a date such as `2026-11-24`, or of seconds since 1970."""
    iso = when if isinstance(when, str) else datetime.fromtimestamp(when, UTC).date().isoformat()
    return conventions.long_date(c, iso)


def address(kind: str, lang: str, letter: str, **query: object) -> str:
    """An address of the page, such as `/review/fr/2014/letter?at=…`.

    >>> address("review", "fr", "a b/c", at="12", show="")
    '/review/fr/a%20b/c?at=12'
    """
    tail = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in query.items() if value)
    return f"/{kind}/{lang}/{quote(letter)}" + (f"?{tail}" if tail else "")


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.globals["address"] = address
