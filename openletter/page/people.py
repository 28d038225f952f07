"""Who may do what: invitations that are signed, end, and can be revoked; and sessions.

An invitation is bound to a pseudonym, a role and languages. Its link holds no name, and nobody can make one
without the key. Of a session, the database holds only a digest of what the browser has.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from openletter.page.database import Database, Row
from openletter.states import person

LOCAL = "local"
"""What stands for the invitation in the session of a publisher on this machine."""
DAYS = 30
_ID, _SIGNATURE = 9, 24
"""Bytes of an invitation's id and of its signature."""


class Role(StrEnum):
    """What somebody may do; each may do what those before it may."""

    TRANSLATOR = "translator"
    """Writes texts."""
    REVIEWER = "reviewer"
    """Also approves and rejects what others wrote."""
    PUBLISHER = "publisher"
    """Also invites people."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a session."""

    name: str
    role: Role
    languages: tuple[str, ...]
    """Those that this person works in; () for all."""
    speaks: str
    """The language of the page for this person."""
    csrf: str
    digest: str
    """Of the session's token."""

    @property
    def person(self) -> str:
        return person(self.name)

    @property
    def shelf(self) -> str:
        """Under which unsent words are kept. Unlike `person` it does not change with the rules of who is
        whom, so that a newer openletter finds what an older one kept."""
        return " ".join(unicodedata.normalize("NFKC", self.name).casefold().split())

    @property
    def approves(self) -> bool:
        return self.role is not Role.TRANSLATOR

    @property
    def publishes(self) -> bool:
        return self.role is Role.PUBLISHER

    def may_work_in(self, lang: str) -> bool:
        return not self.languages or lang in self.languages


@dataclass(frozen=True, slots=True)
class Shelf:
    """Of somebody's words that a browser keeps: under which name, and the key that seals them (base64)."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Invitation:
    id: str
    name: str
    role: Role
    languages: tuple[str, ...]
    expires: int
    """Seconds since 1970."""
    revoked: bool


class People:
    """Invitations and sessions. `now` gives seconds since 1970."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._key = database.secret()

    # Invitations

    def invite(self, name: str, role: Role, languages: Sequence[str], days: int = DAYS) -> str:
        """A new invitation; returns the token of its link. `name` was checked by the caller."""
        id_ = secrets.token_hex(_ID)
        one = Invitation(id_, name, role, tuple(languages), int(self._now()) + days * 86400, revoked=False)
        self._database.write(
            "INSERT INTO invitation VALUES (?, ?, ?, ?, ?, 0)",
            (id_, name, role, " ".join(languages), one.expires),
        )
        return self._token(one)

    def invitations(self) -> list[Invitation]:
        """All that have not ended, those of the last first."""
        rows = self._database.rows(
            "SELECT * FROM invitation WHERE expires > ? ORDER BY expires DESC, id", (int(self._now()),)
        )
        return [_invitation(row) for row in rows]

    def revoke(self, id_: str) -> bool:
        """Ends an invitation and every session that came from it."""
        with self._database.writing():
            found = self._database.write("UPDATE invitation SET revoked = 1 WHERE id = ?", (id_,))
            self._database.write("DELETE FROM session WHERE invitation = ?", (id_,))
        return bool(found)

    def invited(self, token: str) -> Invitation | None:
        """The invitation of a link, if it is genuine and neither ended nor revoked."""
        try:
            data = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except (ValueError, UnicodeEncodeError):
            return None
        row = self._database.row("SELECT * FROM invitation WHERE id = ?", (data[:_ID].hex(),))
        if row is None:
            return None
        one = _invitation(row)
        if not hmac.compare_digest(self._token(one), token) or one.revoked or one.expires <= self._now():
            return None
        return one

    def _token(self, one: Invitation) -> str:
        whole = json.dumps([one.id, one.name, one.role, one.languages, one.expires]).encode()
        signature = hmac.new(self._key, b"invitation" + whole, hashlib.sha256).digest()[:_SIGNATURE]
        return base64.urlsafe_b64encode(bytes.fromhex(one.id) + signature).decode().rstrip("=")

    # Sessions

    def enter(self, one: Invitation, speaks: str) -> str:
        """A session for whoever came by an invitation; returns the token for the cookie."""
        return self._enter(one.id, one.name, one.role, one.languages, speaks, one.expires)

    def enter_locally(self, name: str, speaks: str) -> str:
        """A session for the publisher on this machine."""
        return self._enter(LOCAL, name, Role.PUBLISHER, (), speaks, int(self._now()) + 365 * 86400)

    def _enter(
        self, invitation: str, name: str, role: Role, languages: Sequence[str], speaks: str, expires: int
    ) -> str:
        token = secrets.token_urlsafe(32)
        with self._database.writing():
            self._database.write("DELETE FROM session WHERE expires <= ?", (int(self._now()),))
            self._database.write(
                "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(_digest(token), invitation, name, role, " ".join(languages)),
                    *(speaks, secrets.token_urlsafe(24), expires),
                ),
            )
        return token

    def visitor(self, token: str, local: bool) -> Visitor | None:
        """Whose session a cookie is. `local`: whether sessions of this machine's publisher count."""
        row = self._database.row(
            "SELECT * FROM session WHERE digest = ? AND expires > ?", (_digest(token), int(self._now()))
        )
        if row is None or (row["invitation"] == LOCAL) is not local:
            return None
        languages = tuple(row["languages"].split())
        return Visitor(
            *(row["name"], Role(row["role"]), languages, row["speaks"], row["csrf"], row["digest"])
        )

    def speak(self, visitor: Visitor, lang: str) -> None:
        """Changes the language of the page for somebody."""
        self._database.write("UPDATE session SET speaks = ? WHERE digest = ?", (lang, visitor.digest))

    def leave(self, visitor: Visitor) -> None:
        self._database.write("DELETE FROM session WHERE digest = ?", (visitor.digest,))

    # Words that a browser keeps

    def shelf(self, visitor: Visitor) -> Shelf:
        """What binds words that a browser keeps to their owner."""
        name, key = self._derived("name", visitor.shelf), self._derived("key", visitor.shelf)
        return Shelf(name.hex()[:16], base64.b64encode(key).decode())

    def place(self, visitor: Visitor, letter: str, lang: str, passage: str) -> str:
        """The name under which a browser keeps somebody's words for a passage; it tells nothing of either."""
        return self._derived("place", visitor.shelf, letter, lang, passage).hex()[:24]

    def _derived(self, *what: str) -> bytes:
        return hmac.new(self._key, b"kept" + json.dumps(what).encode(), hashlib.sha256).digest()

    # Forms without a session

    def joining_csrf(self, token: str) -> str:
        """What a form must hold before there is a session; only this server can make it."""
        return hmac.new(self._key, b"joining" + token.encode(), hashlib.sha256).hexdigest()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _invitation(row: Row) -> Invitation:
    languages = tuple(row["languages"].split())
    return Invitation(
        *(row["id"], row["name"], Role(row["role"]), languages, row["expires"], bool(row["revoked"]))
    )
