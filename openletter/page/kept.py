"""What people typed and have not sent, what they said to each other, and what they left for later.

Typed words belong to a person, not to a browser: who comes back on another device finds them. Every passage
is named by its source text, so that typed words outlast a change of the source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openletter import journal
from openletter.model import Key
from openletter.page.database import Database, Row

Room = tuple[str, str]
"""Letter and language."""

FLAG, COMMENT = "flag", "comment"

MOST = 5_000
"""Passages of a letter for which one person may have unsent words; remarks on a letter in a language."""


class Full(Exception):
    """Somebody keeps more than anybody could have typed."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Words that somebody typed for a passage and has not sent."""

    key: Key
    text: str
    base: str
    """The digest of the text that stood there when this person began."""
    version: int
    """Counts what was saved, so that two windows of one person cannot write over each other unseen."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Typed words that another window of the same person would have written over."""

    id: int
    key: Key
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a passage, or a flag: a comment that asks for a second look until somebody settles it."""

    id: int
    key: Key
    kind: str
    name: str
    at: str
    """UTC day."""
    text: str
    settled: str
    """By whom; "" while it is open."""


class Kept:
    """Reads and writes all that; `today` gives the UTC day."""

    def __init__(self, database: Database, today: Callable[[], str] = journal.today) -> None:
        self._database = database
        self._today = today

    # Typed words

    def typed(self, person: str, room: Room) -> dict[Key, Typed]:
        rows = self._database.rows(
            "SELECT * FROM typed WHERE person = ? AND letter = ? AND lang = ?", (person, *room)
        )
        return {_key(row): Typed(_key(row), row["text"], row["base"], row["version"]) for row in rows}

    def type(
        self, person: str, room: Room, key: Key, text: str, base: str, version: int | None = None
    ) -> Typed:
        """Keeps typed words. Those of another window, saved since `version`, are put aside, never lost.

        Raises Full.
        """
        with self._database.writing():
            old = self._database.row(f"SELECT * FROM typed WHERE {_PLACE}", (person, *room, *key))
            if old is None:
                self._room_left("typed WHERE person = ? AND letter = ? AND lang = ?", (person, *room))
            if old and version is not None and old["version"] != version and old["text"] not in ("", text):
                self._put_aside(person, room, key, old["text"])
            new = (old["version"] if old else 0) + 1
            self._database.write(
                "INSERT OR REPLACE INTO typed VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (person, *room, *key, base, text, new),
            )
        return Typed(key, text, base, new)

    def forget(self, person: str, room: Room, key: Key, text: str | None = None) -> None:
        """Drops typed words: those that were sent (only if they are still `text`), or given up."""
        condition, values = ("", ()) if text is None else (" AND text = ?", (text,))
        self._database.write(f"DELETE FROM typed WHERE {_PLACE}{condition}", (person, *room, *key, *values))

    def asides(self, person: str, room: Room) -> list[Aside]:
        rows = self._database.rows(
            "SELECT * FROM aside WHERE person = ? AND letter = ? AND lang = ? ORDER BY id", (person, *room)
        )
        return [Aside(row["id"], _key(row), row["text"]) for row in rows]

    def drop_aside(self, person: str, id_: int) -> None:
        self._database.write("DELETE FROM aside WHERE person = ? AND id = ?", (person, id_))

    def _room_left(self, what: str, values: Sequence[str]) -> None:
        (row,) = self._database.rows(f"SELECT COUNT(*) AS n FROM {what}", values)
        if row["n"] >= MOST:
            raise Full

    def _put_aside(self, person: str, room: Room, key: Key, text: str) -> None:
        self._room_left("aside WHERE person = ? AND letter = ? AND lang = ?", (person, *room))
        self._database.write(
            "INSERT INTO aside (person, letter, lang, msgctxt, msgid, text) VALUES (?, ?, ?, ?, ?, ?)",
            (person, *room, *key, text),
        )

    # Comments and flags

    def remarks(self, room: Room) -> dict[Key, list[Remark]]:
        found: dict[Key, list[Remark]] = {}
        for row in self._database.rows(
            "SELECT * FROM remark WHERE letter = ? AND lang = ? ORDER BY id", room
        ):
            found.setdefault(_key(row), []).append(_remark(row))
        return found

    def remark(self, room: Room, key: Key, kind: str, name: str, text: str) -> None:
        self._room_left("remark WHERE letter = ? AND lang = ?", room)
        self._database.write(
            "INSERT INTO remark (letter, lang, msgctxt, msgid, kind, name, at, text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*room, *key, kind, name, self._today(), text),
        )

    def settle(self, room: Room, key: Key, id_: int, name: str) -> None:
        """Marks a comment or a flag as settled."""
        self._database.write(
            "UPDATE remark SET settled = ? WHERE id = ? AND letter = ? AND lang = ? AND msgctxt = ? "
            "AND msgid = ? AND settled = ''",
            (name, id_, *room, *key),
        )

    # Left for later

    def skipped(self, person: str, room: Room) -> dict[Key, str]:
        """Each passage that somebody left for later → the digest of the text that it had then."""
        rows = self._database.rows(
            "SELECT * FROM skipped WHERE person = ? AND letter = ? AND lang = ?", (person, *room)
        )
        return {_key(row): row["digest"] for row in rows}

    def skip(self, person: str, room: Room, key: Key, digest: str) -> None:
        self._database.write(
            "INSERT OR REPLACE INTO skipped VALUES (?, ?, ?, ?, ?, ?)", (person, *room, *key, digest)
        )

    def unskip(self, person: str, room: Room, key: Key) -> None:
        self._database.write(f"DELETE FROM skipped WHERE {_PLACE}", (person, *room, *key))


_PLACE = "person = ? AND letter = ? AND lang = ? AND msgctxt = ? AND msgid = ?"


def _key(row: Row) -> Key:
    return row["msgctxt"], row["msgid"]


def _remark(row: Row) -> Remark:
    return Remark(*(row["id"], _key(row), row["kind"], row["name"], row["at"], row["text"], row["settled"]))
