"""`openletter localize`: a letter with its translations in place, as pandoc's JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from openletter import conventions, files, localize, pandoc, segment, source, tree
from openletter.cli import base
from openletter.errors import SourceError, UsageError
from openletter.model import Document
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    base.letters(command)
    base.languages(command, required=True)
    command.add_argument("--to", choices=["json"], required=True, help="the format")
    command.add_argument("--identity", action="store_true", help="take each message as its own translation")
    command.add_argument(
        "--output", type=Path, metavar="DIR", help="write DIR/LETTER.json (needed for several)"
    )


def run(call: base.Call) -> int:
    given = call.arguments
    letters = source.letters(call.project, given.letters)
    if len(given.lang) != 1:
        raise UsageError("localize takes one language", hint="--lang fr")
    if len(letters) > 1 and not given.output:
        raise UsageError("several letters need a folder", hint="name it with --output, or name one letter")
    store = Store(call.project, call.settings.people)
    failed = False
    with files.batch():
        for letter, document in source.read_all(call.project, letters, placed=False):
            if isinstance(document, SourceError):
                if len(letters) == 1:
                    raise document
                base.complain(document)
                failed = True
                continue
            data, untranslated = _localized(document, store, given.lang[0], given.identity)
            _tell(call, letter, given.lang[0], untranslated)
            if given.output:
                files.write_atomic(given.output / f"{letter}.json", data + b"\n")
            else:
                print(data.decode())
    if given.output:
        call.print_json({"letters": list(letters)})
    return 1 if failed else 0


def _localized(document: Document, store: Store, lang: str, identity: bool) -> tuple[bytes, int]:
    """The document, which was read without positions, with what holds in its catalog; and how many passages
    stand in the original language for want of a translation."""
    untranslated = 0
    if identity:
        texts = localize.identity(document)
    elif lang == document.lang:
        texts = {}
    else:
        standings = store.standings(document.letter, lang, segment.segments(document))
        texts = {key: one.msgstr for key, one in standings.items() if one.msgstr}
        untranslated = len(standings) - len(texts)
    meta, blocks = localize.localize(document, texts)
    if not identity and lang != document.lang:
        meta = {**meta, "lang": {"t": "MetaInlines", "c": [tree.string(conventions.load(lang).tag)]}}
    whole = {
        "pandoc-api-version": pandoc.API_VERSION,
        "meta": meta,
        "blocks": blocks,
    }
    return json.dumps(whole, ensure_ascii=False).encode(), untranslated


def _tell(call: base.Call, letter: str, lang: str, untranslated: int) -> None:
    if untranslated and not call.quiet:
        stand = "passage stands" if untranslated == 1 else "passages stand"
        what = f"{letter}: {untranslated} {stand} in the original language, without a translation into {lang}"
        print(what, file=sys.stderr)
