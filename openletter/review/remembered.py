"""The messages of a long letter, which take seconds to read: kept under `.openletter/` once they were.

What is kept is named by the digest of the letter and of the program that cut it, so that it is never
of another letter, and never as another version would have it. Short letters are read each time.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from sys import intern
from typing import Any

from openletter import __version__, files, parts, segment, source
from openletter.errors import OpenletterError
from openletter.model import Document, Place, Segment, Tag

FOLDER = ".openletter/messages"
_PROGRAM = (
    "model",
    "markup",
    "pandoc",
    "parts",
    "positions",
    "segment",
    "source",
    "tree",
    "review/remembered",
)
"""The modules that decide what the messages of a letter are."""


def read(project: Path, letter: str) -> tuple[Document, tuple[Segment, ...]]:
    """A letter with its messages. Of a long one, the document has neither blocks nor findings.

    Raises SourceError.
    """
    data = (project / source.path_of(letter)).read_bytes()
    if len(data) < parts.LONG:
        document = source.document(letter, data)
        return document, segment.segments(document)
    path = project / FOLDER / f"{_digest(letter, data)}.json"
    kept = _kept(path)
    if kept is not None:
        return kept
    document, segments = _gathered(letter, data)
    _keep(path, document, segments)
    return document, segments


def keep(project: Path, document: Document, segments: tuple[Segment, ...]) -> None:
    """Keeps the messages of a letter that was just read, with positions, if it is a long one."""
    data = (project / document.path).read_bytes()
    if len(data) >= parts.LONG and document.sha256 == hashlib.sha256(data).hexdigest():
        path = project / FOLDER / f"{_digest(document.letter, data)}.json"
        if not path.exists():
            _keep(path, document, segments)


def _gathered(letter: str, data: bytes) -> tuple[Document, tuple[Segment, ...]]:
    """A long letter, of which no more than a part is in memory at a time."""
    text = source.decode(data, source.path_of(letter))
    if len(parts.divided(text)) < 2:
        document = source.document(letter, data)
        return replace(document, blocks=(), findings=()), segment.segments(document)
    head = source.document(letter, parts.head(text).encode())
    head = replace(head, blocks=(), findings=(), sha256=hashlib.sha256(data).hexdigest())

    def documents() -> Iterator[Document]:
        for number, part in enumerate(parts.read_lines(text)):
            yield replace(head, meta={} if number else head.meta, blocks=tuple(part["blocks"]))

    return head, segment.gathered(documents())


# What is kept


@functools.cache
def _program() -> bytes:
    root = Path(__file__).parent.parent
    digest = hashlib.sha256(__version__.encode())
    for path in (*(root / f"{name}.py" for name in _PROGRAM), root / "worker.lua"):
        digest.update(path.read_bytes())
    return digest.digest()


def _digest(letter: str, data: bytes) -> str:
    return hashlib.sha256(_program() + letter.encode() + b"\0" + data).hexdigest()


def _keep(path: Path, document: Document, segments: tuple[Segment, ...]) -> None:
    """Writes what is to be kept, in place of what was kept of other letters as they were; or does not."""
    whole = {
        "letter": document.letter,
        "lang": document.lang,
        "sha256": document.sha256,
        "segments": [
            [one.msgctxt, one.msgid, [place.line for place in one.places], [_bare(tags) for tags in one.tags]]
            for one in segments
        ],
    }
    with contextlib.suppress(OpenletterError, OSError):
        files.write_atomic(path, json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode())
        for other in sorted(path.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)[:-MOST]:
            other.unlink(missing_ok=True)


MOST = 8
"""Letters that are kept; those that were read longest ago go."""


def _bare(tags: tuple[Tag, ...]) -> list[list[object]]:
    return [[tag.name, tag.kind, tag.standalone, tag.meaning] for tag in tags]


def _kept(path: Path) -> tuple[Document, tuple[Segment, ...]] | None:
    """What was kept; None where there is nothing, or nothing that can be used."""
    try:
        whole = json.loads(path.read_bytes())
        document = Document(
            whole["letter"], source.path_of(whole["letter"]), whole["lang"], (), {}, whole["sha256"]
        )
        return document, tuple(_segment(one, document.path) for one in whole["segments"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _segment(one: list[Any], path: str) -> Segment:
    msgctxt, msgid, lines, tags = one
    return Segment(
        intern(msgctxt),
        msgid,
        tuple([Place(path, line) for line in lines]),
        tuple([_tags(each) for each in tags]) if any(tags) else ((),) * len(tags),
    )


def _tags(each: list[list[Any]]) -> tuple[Tag, ...]:
    return tuple([Tag(intern(name), intern(kind), alone, meaning) for name, kind, alone, meaning in each])
