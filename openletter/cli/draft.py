"""`openletter draft`: what a catalog lacks, filled with machine drafts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from openletter import draft, po, segment, source
from openletter.checks import Context
from openletter.cli import base
from openletter.errors import OpenletterError, UsageError
from openletter.model import Key
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    base.letters(command)
    base.languages(command)
    command.add_argument(
        "--from", dest="file", type=Path, metavar="FILE.po", required=True, help="take drafts from a PO file"
    )
    command.add_argument(
        "--name", metavar="ENGINE", required=True, help="which engine made them, truthfully: “deepl 2026-11”"
    )
    command.add_argument("--redo", action="store_true", help="replace drafts that nobody stands behind")


def run(call: base.Call) -> int:
    letters = source.letters(call.project, call.arguments.letters)
    languages = call.arguments.lang
    if len(letters) != 1 or len(languages) != 1:
        raise UsageError(
            "a file holds drafts of one letter in one language", hint="draft letter --lang fr --from FILE"
        )
    texts = _texts(call.arguments.file)
    return _draft(call, letters[0], languages[0], texts)


def _texts(path: Path) -> dict[Key, str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    catalog = po.parse(data, str(path))
    return {one.key: one.msgstr for one in catalog.entries if one.msgstr and not one.obsolete}


def _draft(call: base.Call, letter: str, lang: str, texts: dict[Key, str]) -> int:
    document = source.read(call.project, letter)
    if lang == document.lang:
        raise UsageError(f"{letter} is written in {lang}", hint="name another language with --lang")
    segments = segment.segments(document)
    store = Store(call.project, call.settings.people)
    found = draft.drafts(
        segments,
        store.standings(letter, lang, segments),
        texts,
        _name(call.arguments.name),
        Context(lang, document.lang),
        call.arguments.redo,
    )
    store.apply(letter, lang, segments, found.events)
    call.print(f"{letter} {lang}: {len(found.events)} filled, {len(found.left)} left")
    for one in found.left:
        call.print(f"  {one.place}: {one.why}")
    call.print_json({"letters": {letter: {lang: _as_json(found)}}})
    return 0


def _as_json(found: draft.Drafts) -> dict[str, Any]:
    left = [{"line": one.place.line, "why": one.why} for one in found.left]
    return {"filled": len(found.events), "memory": 0, "left": left}


def _name(name: str) -> str:
    if not name.strip() or not name.isprintable() or len(name) > 100:
        raise OpenletterError("the engine's name must be a short line of text")
    return name.strip()
