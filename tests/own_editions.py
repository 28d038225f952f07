"""One small letter in all six languages, with everything that a letter can hold, and its artifacts."""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from editions import edition as plain_edition

from openletter import pandoc, tree
from openletter.audit.own import Subject
from openletter.conventions import load
from openletter.model import Asset, Edition, State, Written
from openletter.publish import prepare
from openletter.publish.make import WRITERS

DATA = Path(__file__).parent / "data" / "own"
LANGS = ("ar", "zh", "en", "fr", "ru", "es")
FORMATS = ("html", "epub", "pdf")
TITLES = {
    "ar": "رسالة إلى أعضاء مجلس الأمن",
    "zh": "致安全理事会成员的信",
    "en": "Letter to the Members of the Security Council",
    "fr": "Lettre aux membres du Conseil de sécurité",
    "ru": "Письмо членам Совета Безопасности",
    "es": "Carta a los miembros del Consejo de Seguridad",
}
SUBTITLES = {
    "ar": "عن حقوق الإنسان",
    "zh": "关于人权",
    "en": "On human rights",
    "fr": "Sur les droits humains",
    "ru": "О правах человека",
    "es": "Sobre los derechos humanos",
}


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 40, height: int = 20) -> bytes:
    """A grey picture."""
    rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


HANDS = Asset("hands.png", "hands.0a1b2c3d.png", "image/png", png())


@functools.cache
def edition(lang: str) -> Edition:
    """The letter in a language: reviewed in part, unless it is the source."""
    c = load(lang)
    read = pandoc.read((DATA / f"{lang}.md").read_text("utf-8"))["blocks"]
    return plain_edition(
        lang,
        "",
        title=tuple(tree.words(TITLES[lang])),
        title_text=TITLES[lang],
        subtitle=tuple(tree.words(SUBTITLES[lang])),
        blocks=tuple(prepare.heading_levels(prepare.blocks(read, c, {}))),
        counts={} if lang == "en" else {State.DRAFT: 21, State.TRANSLATED: 4, State.REVIEWED: 2},
    )


@functools.cache
def written(lang: str, kind: str) -> Written:
    """An artifact of the letter."""
    return WRITERS[kind](edition(lang), (HANDS,))


def subject(
    made: Edition, kind: str, assets: Sequence[Asset] = (HANDS,), data: bytes | None = None
) -> Subject:
    """An edition's artifact, or other bytes in its place, as the checks get it."""
    whole = written(made.lang, kind) if made is edition(made.lang) else WRITERS[kind](made, tuple(assets))
    there = {f"{one.lang}/{made.letter}.{ending}" for one in made.siblings for ending in FORMATS}

    def other(path: str) -> bytes | None:
        return whole.beside.get(path, b"" if path in {*there, "index.html"} else None)

    return Subject(
        format=kind,
        path=f"{made.lang}/{made.letter}.{kind}",
        data=whole.data if data is None else data,
        lang=made.lang,
        edition=made,
        images=frozenset(asset.href for asset in assets),
        other=other,
    )


def put(folder: Path, lang: str, data: bytes | None = None) -> Path:
    """A language's page, or another in its place, in an output folder with its fonts and images."""
    made = written(lang, "html")
    files = {f"{lang}/letter.html": made.data if data is None else data, **made.beside}
    for path, held in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(held)
    return folder / lang / "letter.html"
