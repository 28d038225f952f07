"""What an entry tells the translator: the places of its source, and what each tag stands for.

In English, or in the words of `say`, which gives a message of this module in another language.
"""

from __future__ import annotations

import functools
import json
import unicodedata
from collections.abc import Callable, Mapping

from openletter import tree
from openletter.model import Node, Segment, Tag

RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"))

LABELS = {
    "em": "emphasis",
    "strong": "strong emphasis",
    "link": "link",
    "strike": "struck out",
    "underline": "underlined",
    "smallcaps": "small capitals",
    "sup": "superscript",
    "sub": "subscript",
    "cite": "citation",
    "span": "words with attributes of their own",
    "quote": "quotation",
    "note": "footnote",
    "code": "code",
    "image": "image",
    "lang": "words in another language, which stay as they are",
    "break": "line break",
    "math": "formula",
    "raw": "text that stays as it is",
}
_MOST = 200
Say = Callable[[str], str]


def _english(message: str) -> str:
    return message


def tags(segment: Segment, lang: str, say: Say = _english) -> tuple[str, ...]:
    """A line for each tag of each place, and one on how tags look where the catalog's language runs from
    right to left."""
    lines = dict.fromkeys(_tag(tag, say) for place in segment.tags for tag in place)
    paired = any(not tag.standalone for place in segment.tags for tag in place)
    if paired and lang.replace("-", "_").split("_")[0] in RIGHT_TO_LEFT:
        swap = say(
            "Shown from right to left, </em1> may look like <em1/>: the slash belongs before the name."
        )
        lines[swap] = None
    return tuple(lines)


@functools.lru_cache(maxsize=4_096)
def _tag(tag: Tag, say: Say) -> str:
    shown = f"<{tag.name}/>" if tag.standalone else f"<{tag.name}>…</{tag.name}>"
    what = say(LABELS.get(tag.kind, tag.kind))
    meaning = _plain(_shown(tag))
    if not meaning:
        return f"{shown}: {what}"
    if tag.kind == "link":
        return f"{shown}: {say('link to {0}').format(meaning)}"
    return f"{shown}: {what}: {meaning}"


def _shown(tag: Tag) -> str:
    """The part of a tag's meaning (see `markup.meaning`) that says something to a person."""
    if tag.kind not in _SHOWS or not tag.meaning:
        return ""
    return _SHOWS[tag.kind](json.loads(tag.meaning))


_SHOWS: Mapping[str, Callable[[Node], str]] = {
    "link": lambda parts: str(parts[1]),
    "image": lambda parts: str(parts[1]),
    "code": lambda parts: str(parts[1]),
    "math": lambda parts: str(parts[1]),
    "raw": lambda parts: str(parts[-1]) if isinstance(parts[-1], str) else "",
    "lang": lambda parts: tree.stringify(parts[1]),
}


def _plain(text: str) -> str:
    """A piece of the source on one line, without invisible characters, cut when long."""
    visible = text
    if not text.isprintable():
        visible = "".join(" " if c.isspace() else c for c in text)
        visible = "".join(c for c in visible if unicodedata.category(c) not in ("Cc", "Cf"))
    visible = " ".join(visible.split())
    return visible if len(visible) <= _MOST else visible[: _MOST - 1] + "…"


def references(segment: Segment) -> tuple[str, ...]:
    """The places of a segment, each once, in their order."""
    return tuple(dict.fromkeys(str(place) for place in segment.places))
