"""What the tests of the checks read: real texts in six languages, hostile files, folders of cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openletter import markup
from openletter.checks import Context, Quotation, Term
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


_ENTRY = re.compile(r'^(msgid|msgstr) ("(?:.*)"(?:\n"(?:.*)")*)', re.MULTILINE)
_ESCAPE = re.compile(r"\\([0-7]{1,3}|.)")


def read_po(path: Path) -> list[tuple[int, str, str]]:
    """Line of the msgid, msgid and msgstr of each entry of a well-formed file, without the header."""
    text = "\n".join(line for line in path.read_text("utf-8").split("\n") if not line.startswith("#"))
    whole = path.read_text("utf-8").split("\n")
    entries: list[tuple[int, str, str]] = []
    msgid = ""
    for keyword, quoted in _ENTRY.findall(text):
        string = "".join(_unescaped(line[1:-1]) for line in quoted.split("\n"))
        if keyword == "msgid":
            msgid = string
        elif msgid:
            line = whole.index(f'msgid "{msgid}"') + 1 if f'msgid "{msgid}"' in whole else 0
            entries.append((line, msgid, string))
    return entries


def _unescaped(text: str) -> str:
    named = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
    return _ESCAPE.sub(lambda m: named[m[1]] if m[1] in named else chr(int(m[1], 8)), text)


@dataclass(frozen=True)
class Case:
    """A case of a check, from tests/checks/CODE/NAME.txt: what is written in the file."""

    name: str
    folder: str
    lang: str
    expected: tuple[str, ...]
    context: Context
    pairs: tuple[tuple[Segment, str], ...]


def cases() -> list[Case]:
    """Every case of every check. Characters that cannot be seen are written as {U+200B}."""
    return [_case(path) for path in sorted((Path(__file__).parent / "checks").glob("*/*.txt"))]


def _case(path: Path) -> Case:
    header, _, body = path.read_text("utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in header.splitlines())
    texts = [_characters(text) for text in re.split(r"(?:\A|\n\n)msg(?:id|str)\n", body.rstrip("\n"))[1:]]
    terms = [Term(*fields["term"].split(" = "))] if "term" in fields else []
    official = [Quotation(*fields["official"].split(" = "))] if "official" in fields else []
    return Case(
        f"{path.parent.name}/{path.stem}",
        path.parent.name,
        fields["language"],
        tuple(code for code in fields["expected"].split() if code != "none"),
        Context(fields["language"], terms=tuple(terms), quotations=tuple(official)),
        tuple(
            (segment(a, fields.get("context", "")), b) for a, b in zip(texts[::2], texts[1::2], strict=True)
        ),
    )


def _characters(text: str) -> str:
    return re.sub(r"\{U\+([0-9A-F]{4,6})\}", lambda found: chr(int(found[1], 16)), text)
