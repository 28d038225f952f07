"""The hostile files, under the names that they attack with, and a project for them to attack."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from openletter import po, segment, source
from openletter.model import Catalog, Event, Kind
from openletter.store import Store

FOLDER = Path(__file__).parent / "data" / "hostile"
STORED = {
    row["name"]: row["stored"]
    for row in csv.DictReader((FOLDER / "NAMES.tsv").open(encoding="utf-8"), delimiter="\t")
}
ROWS = list(csv.DictReader((FOLDER / "EXPECT.tsv").open(encoding="utf-8"), delimiter="\t"))
LARGE = "s129.fr.po"


def place(folder: Path, name: str) -> Path:
    """Puts one file into a folder, under its name."""
    path = folder / name
    if name == LARGE:
        good = (FOLDER / "c_good.fr.po").read_bytes()
        path.write_bytes(good + b'\nmsgid "Another"\nmsgstr "' + b"a" * 12_000_000 + b'"\n')
    else:
        shutil.copy(FOLDER / STORED.get(name, name), path)
    return path


def catalog(name: str) -> Catalog:
    return po.parse((FOLDER / name).read_bytes(), name)


def good(lang: str) -> dict[str, str]:
    """msgid → a good translation, in five languages."""
    first = {"es": "s043.es.po", "zh": "c_sent.zh.po"}.get(lang, f"c_good.{lang}.po")
    texts = {entry.msgid: entry.msgstr for entry in catalog(first).entries}
    if lang == "es":
        # each of the two Spanish files has one bad entry, and not the same
        texts |= {e.msgid: e.msgstr for e in catalog("s077.es.po").entries if "\n" in texts[e.msgid]}
    return texts


def project(folder: Path, reviewed: bool = True) -> Path:
    """A project with the letter; its five translations reviewed by two people, if they are to be."""
    (folder / "source").mkdir(parents=True)
    shutil.copy(FOLDER / "letter.md", folder / "source" / "letter.md")
    store = Store(folder)
    segments = segment.segments(source.read(folder, "letter"))
    languages = ["ar", "es", "fr", "ru", "zh"]
    store.extract("letter", segments, languages)
    for lang in languages if reviewed else ():
        texts = good(lang)
        for by in ("Ana", "Ben"):
            events = [Event("", "", Kind.TEXT, by, *one.key, texts[one.msgid], "") for one in segments]
            store.apply("letter", lang, segments, events)
    return folder
