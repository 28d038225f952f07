"""What lives beside the journal, in `.openletter/page.sqlite`: unsent words, comments, people, sessions.

None of it is ever committed or published. Each write is on the disk before it is acknowledged (WAL with
synchronous=FULL), so that a server that is killed has lost nothing that it had confirmed.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from openletter import files
from openletter.errors import DamagedError
from openletter.model import Place

NAME = ".openletter/page.sqlite"
VERSION = 1

_SCHEMA = """
CREATE TABLE secret (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL);
CREATE TABLE invitation (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, languages TEXT NOT NULL,
    expires INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE session (
    digest TEXT PRIMARY KEY, invitation TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
    languages TEXT NOT NULL, speaks TEXT NOT NULL, csrf TEXT NOT NULL, expires INTEGER NOT NULL
);
CREATE TABLE typed (
    person TEXT NOT NULL, letter TEXT NOT NULL, lang TEXT NOT NULL, msgctxt TEXT NOT NULL,
    msgid TEXT NOT NULL, base TEXT NOT NULL, text TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (person, letter, lang, msgctxt, msgid)
);
CREATE TABLE aside (
    id INTEGER PRIMARY KEY, person TEXT NOT NULL, letter TEXT NOT NULL, lang TEXT NOT NULL,
    msgctxt TEXT NOT NULL, msgid TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE remark (
    id INTEGER PRIMARY KEY, letter TEXT NOT NULL, lang TEXT NOT NULL, msgctxt TEXT NOT NULL,
    msgid TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL,
    settled TEXT NOT NULL DEFAULT ''
);
CREATE INDEX remark_of ON remark (letter, lang, msgctxt, msgid);
CREATE TABLE skipped (
    person TEXT NOT NULL, letter TEXT NOT NULL, lang TEXT NOT NULL, msgctxt TEXT NOT NULL,
    msgid TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (person, letter, lang, msgctxt, msgid)
);
"""

Row = sqlite3.Row


class Database:
    """The one connection; threads take turns. Raises OpenletterError where the project cannot be written."""

    def __init__(self, project: Path) -> None:
        path = project / NAME
        with files.naming(path, "keep what people type"):
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)  # no one else on this machine reads it
            os.close(descriptor)
        self._turn = threading.RLock()
        try:
            self._connection = sqlite3.connect(
                path, timeout=10, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
                self._connection.execute(f"PRAGMA {pragma}")
            self._prepare()
        except sqlite3.DatabaseError as error:
            raise DamagedError(
                f"what the page keeps beside the journal cannot be read: {error}",
                where=Place(NAME),
                hint="move that file away to start anew: what was sent is in the journals, unsent words and "
                "comments are in that file alone",
                code="damaged-page",
            ) from error

    def _prepare(self) -> None:
        with self.writing():
            (version,) = self._connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in _SCHEMA.split(";"):
                    self._connection.execute(statement)
                self._connection.execute("INSERT INTO secret VALUES (1, ?)", (os.urandom(32),))
                self._connection.execute(f"PRAGMA user_version = {VERSION}")
            elif version != VERSION:
                raise DamagedError(
                    f"what the page keeps has version {version}; this openletter knows {VERSION}",
                    where=Place(NAME),
                    hint="use the version of openletter that wrote it",
                    code="damaged-page",
                )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All or nothing, and on the disk at the end."""
        with self._turn:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def write(self, statement: str, values: Sequence[Any] = ()) -> int:
        """One statement; returns how many rows it changed."""
        with self._turn:
            return self._connection.execute(statement, values).rowcount

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        with self._turn:
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, values: Sequence[Any] = ()) -> Row | None:
        found = self.rows(statement, values)
        return found[0] if found else None

    def secret(self) -> bytes:
        """The key that signs invitations."""
        (row,) = self.rows("SELECT key FROM secret")
        return bytes(row["key"])

    def close(self) -> None:
        with self._turn:
            self._connection.close()
