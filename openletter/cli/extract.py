"""`openletter extract`: source → template, merged into every catalog."""

from __future__ import annotations

import argparse

from openletter import files, segment, source
from openletter.cli import base
from openletter.errors import SourceError
from openletter.review import fallen, remembered
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    base.letters(command)


def run(call: base.Call) -> int:
    store = Store(call.project, call.settings.people)
    counts: dict[str, dict[str, dict[str, int]]] = {}
    failed: list[SourceError] = []
    letters = source.letters(call.project, call.arguments.letters)
    with files.lock(call.project), files.batch():
        for letter, document in source.read_all(call.project, letters):
            if isinstance(document, SourceError):
                failed.append(document)
                continue
            call.tell(document.findings)
            languages = [lang for lang in call.settings.languages if lang != document.lang]
            segments = segment.segments(document)
            remembered.keep(call.project, document, segments)
            counts[letter] = store.extract(letter, segments, languages)
            for lang, found in counts[letter].items():
                if found["stale"]:
                    call.tell(fallen.findings(store, letter, lang, segments))
                call.print(f"{letter} {lang}: " + ", ".join(f"{n} {what}" for what, n in found.items()))
    for one in failed:
        base.complain(one)
    call.print_json({"letters": counts})
    return 1 if failed else 0
