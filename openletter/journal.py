"""The journal: everything that a person or an engine ever put forward, one JSON object a line.

Only ever appended to. Lines may stand in any order and twice, as a union merge of two branches leaves them.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from openletter.errors import DamagedError, UsageError
from openletter.model import Event, Kind, Place

VERSION = 1

FIELDS = {
    **{name: name for name in ("v", "id", "at", "kind", "by", "msgctxt", "msgid", "msgstr", "digest", "was")},
    "from": "origin",
    "why": "why",
}
"""The fields of a line in order → those of Event."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MAIL = re.compile(r"[^\s@]@[^\s@]")


def new_id() -> str:
    """An id that no other event has: 96 random bits, in hexadecimal."""
    return os.urandom(12).hex()


def today() -> str:
    """The UTC day. A journal holds no finer time: it would tell a time zone, and habits."""
    return datetime.now(UTC).date().isoformat()


def check_name(by: str) -> str:
    """A person's name or pseudonym, trimmed. Raises UsageError for what may not go into a journal."""
    name = " ".join(by.split())
    if not name:
        raise UsageError("a name is missing", hint="give the name or pseudonym of whoever read the text")
    if _MAIL.search(unicodedata.normalize("NFKC", name)):
        raise UsageError(
            "a mail address cannot be the name: journals are committed and published, and a reviewer may be "
            "at risk",
            hint="give a name or a pseudonym; always the same, so that two people count as two",
        )
    if len(name) > 100 or not name.isprintable():
        raise UsageError(
            "the name is too long, or holds invisible characters", hint="at most 100 ordinary characters"
        )
    return name


def line(event: Event) -> bytes:
    """An event as a line of the journal, with its line feed. `parse(line(e)) == e`."""
    fields = {name: getattr(event, attribute) for name, attribute in FIELDS.items()}
    return json.dumps(fields, ensure_ascii=False).encode() + b"\n"


def parse(data: bytes, where: Place) -> Event:
    """The event of one line. Raises DamagedError that names the line."""
    try:
        fields: Any = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        _damaged(where, "the line is no JSON object in UTF-8", _CONFLICT if _marks(data) else _LINE)
    if not isinstance(fields, dict):
        _damaged(where, "the line is no JSON object", _LINE)
    if fields.get("v") != VERSION or isinstance(fields["v"], bool):
        _damaged(where, f"the line has version {fields.get('v')!r}; this openletter knows {VERSION}", _NEWER)
    if fields.keys() != FIELDS.keys():
        odd = ", ".join(sorted(fields.keys() ^ FIELDS.keys()))
        _damaged(where, f"the line has fields that are missing or unknown: {odd}", _NEWER)
    values = {attribute: fields[name] for name, attribute in FIELDS.items()}
    if not all(isinstance(value, str) for name, value in values.items() if name != "v"):
        _damaged(where, "a field of the line is no text", _LINE)
    try:
        values["kind"] = Kind(values["kind"])
        "".join(fields[name] for name in FIELDS if name != "v").encode()
    except UnicodeEncodeError:
        _damaged(where, "the line holds half a character", _LINE)
    except ValueError:
        _damaged(where, f"the line has an unknown kind, {fields['kind'][:40]!r}", _NEWER)
    if not values["id"] or not _DAY.fullmatch(values["at"]):
        _damaged(where, "the line has no id, or no day", _LINE)
    return Event(**values)


_LINE = "restore the line from a backup or from the version control; the lines around it are not affected"
_NEWER = "use the version of openletter that wrote it"
_CONFLICT = "keep the lines of both sides and delete the marks; “*.jsonl merge=union” in .gitattributes"


def _marks(data: bytes) -> bool:
    return data.startswith((b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||"))


def _damaged(where: Place, what: str, hint: str) -> NoReturn:
    raise DamagedError(what, where=where, hint=hint, code="damaged-journal")


def whole(data: bytes) -> bool:
    """Whether a last line without its line feed is an event all the same, and not torn."""
    try:
        parse(data, Place(""))
    except DamagedError:
        return False
    return True


def read(path: Path, shown: str = "") -> tuple[Event, ...]:
    """Every event of a journal, each once; () where there is none. `shown` is the path in messages.

    A torn last line is left out: somebody may be writing it just now, or it was never acknowledged.
    Raises DamagedError.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        _damaged(
            Place(shown or str(path)), f"the journal cannot be read: {error.strerror}", "look at the disk"
        )
    lines = data.split(b"\n")
    last = lines.pop()
    if last and whole(last):
        lines.append(last)
    events: dict[str, Event] = {}
    for number, text in enumerate(lines, 1):
        if not text or text.isspace():
            continue
        where = Place(shown or str(path), number)
        event = parse(text, where)
        if events.setdefault(event.id, event) != event:
            _damaged(where, f"two different events have the id {event.id[:40]}", _LINE)
    return tuple(events.values())
