"""What the writer of Typst source needs of texts and trees: literals, languages, the runs of a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openletter import tree
from openletter.model import Node

ARABIC_SCRIPT = ("ar", "fa", "ur", "ps", "ckb", "sd", "ug")


@dataclass(frozen=True, slots=True)
class Run:
    """A text that stands in the PDF, and its language ("" for the edition's own)."""

    text: str
    lang: str = ""


def literal(value: str) -> str:
    r"""A string literal of Typst.

    >>> print(literal('a "b" \\ #c'))
    "a \"b\" \\ #c"
    """
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def printable(value: str) -> str:
    """Without characters that cannot be printed: controls and noncharacters; a tab is four spaces."""
    value = value.expandtabs(4)
    return "".join(c for c in value if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co"))


def language(tag: str) -> tuple[str, str]:
    """A language's code, and its region as Typst code; "" where the tag is none that PDF can say.

    >>> language("zh-Hans-CN"), language("fr"), language("klingon")
    (('zh', '"CN"'), ('fr', 'none'), ('', 'none'))
    """
    parts = tag.split("-")
    lang = parts[0].lower()
    region = next((part.upper() for part in parts[1:] if re.fullmatch("[A-Za-z]{2}", part)), "")
    if lang == "zh" and not region:
        region = "TW" if "Hant" in parts else "CN"
    return (lang if re.fullmatch("[a-z]{2,3}", lang) else ""), (literal(region) if region else "none")


def look(tag: str) -> str:
    """Which of the template's scripts a language is set in."""
    lang = tag.split("-")[0].lower()
    return "arabic" if lang in ARABIC_SCRIPT else "chinese" if lang == "zh" else "latin"


def without_notes(nodes: Sequence[Node]) -> Iterator[tuple[list[Node], bool]]:
    """Inlines cut into parts without notes and single notes, in order; True marks a note."""
    words: list[Node] = []
    for node in nodes:
        if node["t"] == "Note":
            pieces: list[tuple[list[Node], bool]] = [([node], True)]
        elif node["t"] in tree.INLINE_CHILDREN:
            inside = without_notes(tree.children(node))
            pieces = [(part if note else [tree.with_children(node, part)], note) for part, note in inside]
        else:
            pieces = [([node], False)]
        for part, note in pieces:
            if not note:
                words += part
                continue
            if words:
                yield words, False
            yield part, True
            words = []
    if words:
        yield words, False
