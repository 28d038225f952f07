"""The letters as the page has them: read once, and again when a file has changed. What is sent goes through
the same checks into the same journal as a file that somebody hands in."""

from __future__ import annotations

import hashlib
import operator
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from openletter import checks, files, segment, source, states
from openletter.errors import OpenletterError
from openletter.model import (
    Entry,
    Event,
    Finding,
    Key,
    Kind,
    Place,
    Segment,
    Severity,
    Standing,
)
from openletter.page import shape
from openletter.page.quick import QuickStore
from openletter.page.shape import NoteWords
from openletter.review import across, submit
from openletter.review.approve import approvals, rejections
from openletter.review.choose import Choice
from openletter.review.letters import Letter
from openletter.review.reading import Submission, Submitted
from openletter.review.words import Words
from openletter.segment import digest
from openletter.settings import Settings
from openletter.states import History

ORIGIN = "page"
TOGETHER = 8
"""At most so many people wait for one writing of a catalog; each is in the journal before."""


@dataclass(frozen=True)
class Read:
    """A letter with what the page needs of it."""

    letter: Letter
    ids: Mapping[str, int]
    """The id of each passage → where it stands, from 0."""

    @property
    def name(self) -> str:
        return self.letter.name

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self.letter.segments

    @cached_property
    def places(self) -> dict[Key, int]:
        """Where each passage stands, from 0."""
        return {one.key: place for place, one in enumerate(self.segments)}

    def segment(self, key: Key) -> Segment | None:
        place = self.places.get(key)
        return None if place is None else self.segments[place]

    @cached_property
    def shape(self) -> dict[Key, shape.Part]:
        return shape.shape(self.letter.document)

    @cached_property
    def notes(self) -> dict[Key, list[NoteWords]]:
        return shape.notes(self.letter.document)


@dataclass(frozen=True, slots=True)
class Room:
    """A letter in one language, as it stands at this moment."""

    read: Read
    lang: str
    standings: Mapping[Key, Standing]
    entries: Mapping[Key, Entry]
    """Of the catalog as it would be written now: it has the words of what is stale."""
    histories: Mapping[Key, History]

    @property
    def name(self) -> tuple[str, str]:
        return self.read.name, self.lang

    def shown(self, one: Segment) -> str:
        """The text that a reviewer starts from: the one that holds, else old words kept for a person."""
        entry = self.entries.get(one.key)
        return self.standings[one.key].msgstr or (entry.msgstr if entry else "")

    def base(self, one: Segment) -> str:
        """What names the text that is shown."""
        return digest(one, self.shown(one))


@dataclass(slots=True)
class Outcome:
    """What became of something that was sent."""

    refused: list[Finding] = field(default_factory=list)
    held: list[Finding] = field(default_factory=list)
    warned: list[Finding] = field(default_factory=list)
    taken: bool = False
    """Whether it holds now, or did before."""
    kept: bool = False
    """Whether the words are in the journal now, whatever became of them."""
    why: str = ""
    """Why nothing was done, in English."""


def passage_id(key: Key) -> str:
    """A name for a passage that lasts as long as its source text: 64 bits of SHA-256."""
    return hashlib.sha256(f"{key[0]}\0{key[1]}".encode()).hexdigest()[:16]


class Desk:
    """All letters of a project."""

    def __init__(self, project: Path, settings: Settings) -> None:
        self.project = project
        self.settings = settings
        self.store = QuickStore(project, settings.people)
        self._sending = threading.RLock()
        self._counting = threading.Lock()
        self._waiting, self._row = 0, 0
        self._turn = threading.Lock()
        self._read: dict[str, tuple[str, Read]] = {}
        self._rooms: dict[tuple[str, str], tuple[tuple[object, ...], Room]] = {}

    # Reading

    def letters(self) -> tuple[str, ...]:
        try:
            return source.letters(self.project)
        except OpenletterError:
            return ()

    def languages(self, read: Read) -> tuple[str, ...]:
        """The languages into which a letter is translated."""
        return tuple(lang for lang in self.settings.languages if lang != read.letter.document.lang)

    def known(self, name: str) -> Read | None:
        """A letter that was read before and has not changed since; None for any other. Calls no pandoc."""
        found = self._read.get(name)
        if found is None:
            return None
        try:
            data = (self.project / source.path_of(name)).read_bytes()
        except OSError:
            return None
        return found[1] if hashlib.sha256(data).hexdigest() == found[0] else None

    def read(self, name: str) -> Read | None:
        """A letter, if the project has one of that name. Raises SourceError for one that cannot be read."""
        if name not in self.letters():
            return None
        data = (self.project / source.path_of(name)).read_bytes()
        stamp = hashlib.sha256(data).hexdigest()
        with self._turn:
            found = self._read.get(name)
            if found is None or found[0] != stamp:
                document = source.document(name, data)
                letter = Letter(document, segment.segments(document))
                ids = {passage_id(one.key): number for number, one in enumerate(letter.segments)}
                found = self._read[name] = (stamp, Read(letter, ids))
        return found[1]

    def room(self, read: Read, lang: str) -> Room:
        """How a letter stands in one language. Raises DamagedError."""
        stamp = (read, *self.store.version(read.name, lang))
        found = self._rooms.get((read.name, lang))
        if found is None or not all(map(operator.is_, found[0], stamp)):
            found = (stamp, self._room(read, lang))
            self._rooms[read.name, lang] = found
        return found[1]

    def _room(self, read: Read, lang: str) -> Room:
        name, segments = read.name, read.segments
        merged = self.store.merged(name, lang, segments)
        return Room(
            read,
            lang,
            self.store.standings(name, lang, segments),
            {entry.key: entry for entry in merged.entries if not entry.obsolete},
            self.store.histories(name, lang),
        )

    def events(self, room: Room, key: Key) -> list[Event]:
        """Everything that was ever put forward for a passage, by day."""
        return sorted(self.store.events_of(*room.name, key), key=lambda one: one.at)

    def context(self, room: Room, words: Words) -> checks.Context:
        """What the checks need, and what they know of terms and quotations."""
        return submit.context(self.project, room.read.letter, room.lang, words)

    # What somebody sends

    def prepare(self, room: Room) -> None:
        """Has what the texts of a long letter have in common remembered, before the first is sent."""
        if len(room.read.segments) >= across.LONG:
            known = {one.key: one for one in room.read.segments}
            context = checks.Context(room.lang, room.read.letter.document.lang)
            for _ in range(2):  # from the second time on it is
                across.findings(known, room.standings, (), (), context)

    def look(self, room: Room, key: Key, text: str, words: Words) -> Outcome:
        """What would be said of a text if it were sent. Writes nothing."""
        one = room.read.segment(key)
        if one is None:
            return Outcome()
        found = checks.check(one, text, self.context(room, words), Place(""))
        by = {severity: [one for one in found if one.severity is severity] for severity in Severity}
        return Outcome(by[Severity.REFUSE], by[Severity.HOLD], by[Severity.WARNING])

    def send(self, room: Room, key: Key, text: str, base: str, by: str, words: Words) -> Outcome:
        """Hands in a text, as `review submit` hands in a file that holds it alone."""
        letter = room.read.letter
        entry = Submitted(key, text, stands=True, line=0, base=base)
        submission = Submission("", ORIGIN, letter.name, room.lang, 0, (entry,), ())
        answer = submit.Answer("", letter.name, room.lang)
        with self._writing():
            submit.take(
                submission, letter, submit.Sender(by, letter.name, room.lang), self.store, words, answer
            )
        return Outcome(
            answer.refused,
            answer.held,
            answer.warned,
            taken=bool(answer.taken),
            kept=bool(answer.taken or answer.held),
        )

    def approve(self, room: Room, one: Segment, base: str, event: str, by: str) -> Outcome:
        """Stands behind the text that `base` names, or behind one that waits, by its id."""
        with self._writing():
            now = self.room(room.read, room.lang)
            standing = now.standings[one.key]
            waiting = next((each for each in standing.pending if each.id == event), None)
            if event and waiting is None:
                return Outcome(why="This text does not wait any more.")
            if not event and digest(one, standing.msgstr) != base:
                return Outcome(why="Somebody has changed this passage meanwhile. Please read it again.")
            # without an event, the text that was read is meant, whatever else waits
            choice = Choice(0, one, waiting)
            events = (
                list(approvals([choice], now.standings, by, named=True).events)
                if waiting
                else [Event("", "", Kind.APPROVE, by, *one.key, standing.msgstr, "")]
            )
            if not events or not events[0].msgstr:
                return Outcome(why="There is no text that you could approve.")
            self.store.apply(*room.name, room.read.segments, events)
            return Outcome(taken=True, kept=True)

    def reject(self, room: Room, one: Segment, event: str, by: str, why: str) -> Outcome:
        """Says no to a text that waits."""
        with self._writing():
            now = self.room(room.read, room.lang)
            waiting = [each for each in now.standings[one.key].pending if each.id == event]
            if not waiting:
                return Outcome(why="This text does not wait any more.")
            made = rejections([Choice(0, one, waiting[0])], now.standings, by, why)
            self.store.apply(*room.name, room.read.segments, made)
            return Outcome(taken=True, kept=True)

    def undo(self, room: Room, key: Key, by: str) -> Outcome:
        """Takes back the last thing that somebody put forward for a passage."""
        with self._writing():
            last = self.last_of(room, key, by)
            if last is None:
                return Outcome(why="There is nothing of yours that could be taken back.")
            made = Event(
                *("", "", Kind.REJECT, by, *key, last.msgstr, last.digest), was=last.id, why="taken back"
            )
            self.store.apply(*room.name, room.read.segments, [made])
            return Outcome(taken=True, kept=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The project's lock. Threads of this server first queue here, where waiting costs nothing.

        While there is a queue, the catalogs are written once for several of them.
        """
        with self._counting:
            self._waiting += 1
        with self._sending:
            with self._counting:
                self._waiting -= 1
            with files.lock(self.project), self.store.together(self._is_last):
                yield

    def _is_last(self) -> bool:
        self._row = self._row + 1 if self._waiting and self._row < TOGETHER else 0
        return not self._row

    def last_of(self, room: Room, key: Key, by: str) -> Event | None:
        """The last text or approval of somebody's that still counts, in the order of the journal."""
        events = self.store.events_of(*room.name, key)
        gone = {one.was for one in events if one.kind is Kind.REJECT}
        mine = [
            one
            for one in events
            if states.person(one.by) == states.person(by)
            and one.kind not in (Kind.REJECT, Kind.DRAFT)
            and one.id not in gone
        ]
        return mine[-1] if mine else None
