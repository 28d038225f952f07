"""`openletter review rebuild`: catalogs from their journals and the source alone."""

from __future__ import annotations

import argparse

from openletter import segment, source
from openletter.cli import base
from openletter.cli.review import telling
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    base.letters(command)
    base.languages(command)


def run(call: base.Call) -> int:
    say = telling.words()
    store = Store(call.project, call.settings.people)
    rebuilt: dict[str, dict[str, str]] = {}
    for letter in source.letters(call.project, call.arguments.letters):
        document = source.read(call.project, letter)
        segments = segment.segments(document)
        for lang in call.arguments.lang or call.settings.languages:
            if lang == document.lang:
                continue
            kept = store.rebuild(letter, lang, segments)
            rebuilt.setdefault(letter, {})[lang] = str(kept or "")
            told = f"{say.say('rebuilt; what was there before is kept in')} {kept}" if kept else ""
            call.print(f"{letter}, {lang}: {told or say.say('nothing to mend')}")
    telling.mended(store, say)
    call.print_json({"letters": rebuilt})
    return 0
