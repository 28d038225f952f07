"""Attacks and good work of many kinds, as files made from compact cases (tests/data/attack).

A text case is one entry of an otherwise good catalog; its number is that of the letter's passage: `h4` in the
hostile sample's letter, `a4` in the letter of this set. {U+202E} stands for that character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from hostile import good as sample

from openletter import po, segment, source
from openletter.model import Event, Kind, Segment
from openletter.store import Store

FOLDER = Path(__file__).parent / "data" / "attack"
LANGUAGES = ("ar", "es", "fr", "ru", "zh")
LETTERS = {"h": "letter", "a": "attack"}


@dataclass(frozen=True)
class Case:
    """A file to hand in, and what must come of it (see the README of the hostile sample)."""

    name: str
    group: str
    expected: tuple[str, ...]
    line: int
    """Where it is told; 0 for anywhere."""
    data: bytes

    @property
    def control(self) -> bool:
        return self.group == "control"


def characters(text: str) -> str:
    return re.sub(r"\{U\+([0-9A-F]{4,6})\}", lambda found: chr(int(found[1], 16)), text)


def attack_letter() -> dict[str, list[str]]:
    """The good translations of this set's letter, by language."""
    lines = (line.split("\t") for line in (FOLDER / "good.txt").read_text("utf-8").splitlines())
    found: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    for cells in lines:
        if len(cells) == 2:
            found[cells[0]].append(characters(cells[1]))
    return found


@dataclass
class Stage:
    """A project with two letters, and the good translations of both."""

    folder: Path
    segments: dict[str, tuple[Segment, ...]]
    texts: dict[tuple[str, str], list[str]]
    """(letter's short name, language) → the translations, in the order of the segments."""


def stage(folder: Path, reviewed: bool) -> Stage:
    """A project; its translations are reviewed by two people, or missing."""
    (folder / "source").mkdir(parents=True)
    hostile = FOLDER.parent / "hostile" / "letter.md"
    (folder / "source" / "letter.md").write_bytes(hostile.read_bytes())
    (folder / "source" / "attack.md").write_bytes((FOLDER / "letter.md").read_bytes())
    segments = {key: segment.segments(source.read(folder, name)) for key, name in LETTERS.items()}
    own = attack_letter()
    texts = {("a", lang): own[lang] for lang in LANGUAGES}
    for lang in LANGUAGES:
        known = sample(lang)
        texts["h", lang] = [known[one.msgid] for one in segments["h"]]
    made = Stage(folder, segments, texts)
    for (key, lang), words in texts.items():
        assert len(words) == len(segments[key])
        store = Store(folder)
        store.extract(LETTERS[key], segments[key], [lang])
        for by in ("Ana", "Ben") if reviewed else ():
            events = [
                Event("", "", Kind.TEXT, by, *one.key, text, "")
                for one, text in zip(segments[key], words, strict=True)
            ]
            store.apply(LETTERS[key], lang, segments[key], events)
    return made


def quoted(text: str) -> str:
    """A text as a PO file has it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def head(letter: str, lang: str) -> str:
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in po.header(letter, lang).items())
    return f'msgid ""\nmsgstr ""\n{lines}'


def entries(made: Stage, key: str, lang: str, changed: dict[int, str]) -> list[str]:
    """The entries of a catalog as PO; `changed` has other translations for passages by number."""
    return [
        f"\nmsgid {quoted(one.msgid)}\nmsgstr {quoted(changed.get(number, text))}\n"
        for number, (one, text) in enumerate(zip(made.segments[key], made.texts[key, lang], strict=True), 1)
    ]


def catalog(made: Stage, key: str, lang: str, changed: dict[int, str]) -> tuple[str, int]:
    """A PO file, and the line of the first passage that was changed."""
    parts = [head(LETTERS[key], lang), *entries(made, key, lang, changed)]
    line = "".join(parts[: next(iter(changed), 1)]).count("\n") + 2
    return "".join(parts), line


def text_cases(made: Stage, name: str) -> list[Case]:
    """The cases of a list of texts: `class expected language passage text`, divided by tabs.

    Two passages can be changed: `a2+a3`, their texts divided by ` || `.
    """
    cases = []
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    for number, row in enumerate(lines, 1):
        if not row or row.startswith("#"):
            continue
        group, expected, lang, where, text = row.split("\t")
        passages = [int(one[1:]) for one in where.split("+")]
        texts = [characters(one) for one in text.split(" || ")]
        file, line = catalog(made, where[0], lang, dict(zip(passages, texts, strict=True)))
        cases.append(
            Case(
                f"{name.partition('.')[0]}{number}.{lang}.po",
                group,
                tuple(expected.split("-OR-")),
                line,
                file.encode("utf-8", "surrogatepass"),
            )
        )
    return cases


Row = tuple[str, str, str, int, bytes]


def file_cases(made: Stage) -> list[Case]:
    """Files whose attack is in the file and not in one text, and good ones that look odd."""
    from attack_files import po_rows, xliff_rows

    return [
        Case(name, group, tuple(expected.split("-OR-")), line, data)
        for name, group, expected, line, data in (*po_rows(made), *xliff_rows(made))
    ]
