"""`openletter review rebuild`: catalogs from their journals and the source alone."""

from __future__ import annotations

import argparse
from pathlib import Path

from openletter import files, po, segment, source
from openletter.cli import base
from openletter.cli.review import telling
from openletter.errors import SubmissionError
from openletter.model import Catalog, Entry
from openletter.store import Store


def arguments(command: argparse.ArgumentParser) -> None:
    base.letters(command)
    base.languages(command)


def run(call: base.Call) -> int:
    say = telling.words()
    store = Store(call.project, call.settings.people)
    rebuilt: dict[str, dict[str, str]] = {}
    gone: dict[str, dict[str, int]] = {}
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
            left = _gone(kept, store, letter, lang) if kept else ()
            gone.setdefault(letter, {})[lang] = len(left)
            if kept and left:
                alone = kept.with_name(f"{kept.stem}.left.po")
                catalog = Catalog(po.header(letter, lang), left)
                files.write_atomic(alone, po.serialize(catalog))
                call.print(f"  {alone}: {say.say(_GONE)}: {len(left)}")
    telling.mended(store, call, say)
    call.print_json({"letters": rebuilt, "gone": gone})
    return 0


_GONE = (
    "texts that left the catalog, since the journal does not know them; hand that file in to have them back"
)


def _gone(kept: Path, store: Store, letter: str, lang: str) -> tuple[Entry, ...]:
    """The texts that only the kept file has, and no draft; none where it is too damaged to be read."""
    try:
        before = po.parse(kept.read_bytes(), str(kept), limits=po.OWN)
    except SubmissionError:
        return ()
    found = store.histories(letter, lang)
    here = {(entry.key, entry.msgstr) for entry in store.catalog(letter, lang).entries}
    return tuple(
        entry
        for entry in before.entries
        if entry.msgstr
        and (entry.key, entry.msgstr) not in here
        and not (entry.key in found and entry.msgstr in found[entry.key].known)
    )
