"""What the tests of the checks read: real texts in six languages, hostile files, folders of cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openletter import markup
from openletter.checks.text import sentences
from openletter.model import Place, Segment, Tag

DATA = Path(__file__).parent / "data"
LANGUAGES = ("ar", "zh", "fr", "ru", "es")


@dataclass(frozen=True)
class Pair:
    """A source text and its translation, and where it is from."""

    name: str
    lang: str
    segment: Segment
    msgstr: str


def segment(msgid: str, msgctxt: str = "") -> Segment:
    """A segment whose tags are those that its text shows."""
    names = markup.tag_names(msgid)
    tags = [Tag(n.strip("<>/"), n.strip("<>/0123456789"), n.endswith("/>"), "") for n in names if n[1] != "/"]
    return Segment(msgctxt, msgid, (Place("letter.md", 1),), (tuple(tags),))


def _rows(name: str) -> Iterator[tuple[str, str, str, str]]:
    lines = (DATA / "checks" / name).read_text("utf-8").splitlines()
    header = lines[0].split("\t")
    for line in lines[1:]:
        cells = dict(zip(header, line.split("\t"), strict=True))
        for lang in LANGUAGES:
            if cells[lang]:
                yield cells["id"], lang, cells["en"], cells[lang]


def real_pairs(names: tuple[str, ...] = ("letter", "udhr")) -> list[Pair]:
    """The letter, the paragraphs of the Universal Declaration, and the sentences of both.

    Sentences only of paragraphs that have more than one, and as many in both languages.
    """
    pairs: list[Pair] = []
    for name in names:
        for identifier, lang, en, text in _rows(f"{name}.tsv"):
            context = identifier.partition(":")[2]
            pairs.append(Pair(f"{name} {identifier}", lang, segment(en, context), text))
            pairs += _sentences(f"{name} {identifier}", lang, en, text)
    return pairs


def _sentences(name: str, lang: str, en: str, text: str) -> Iterator[Pair]:
    ours, theirs = sentences(_without_tags(en)), sentences(_without_tags(text))
    if len(ours) == len(theirs) > 1:
        for number, (a, b) in enumerate(zip(ours, theirs, strict=True), 1):
            yield Pair(f"{name}/{number}", lang, segment(a), b)


def _without_tags(text: str) -> str:
    """Notes stand before or after full stops; sentences are compared without them."""
    return re.sub(r"</?[a-z]+[0-9]+/?>", "", text)
