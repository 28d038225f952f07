"""Messages as the memory compares them: words folded a little, tags by what they are and their order. Pure.

A tag of a message is a kind and a number (`link1`). Two messages are the same when their words are, and their
tags stand at the same places and are of the same sort; a translation is carried over by giving its tags the
names that they have in the new source. What a tag stands for is never looked at and never carried over:
addresses come from the new source alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from openletter import markup

ANY_PAIR, ANY_POINT = "span", "raw"
"""The kinds that stand for any other of their sort: files from elsewhere rarely say what a tag is."""

_TAG = re.compile(r"<(/?)([a-z]+)([0-9]+)(/?)>")
_TOKEN = re.compile(
    "[\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    "|[^\\W\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+|[^\\w\\s]"
)
"""A word, a single Chinese, Japanese or Korean character, or a sign."""

_SAME = str.maketrans("‘’‚‛ʼ“”„‟«»\u00a0\u202f\u2010\u2011", '\'\'\'\'\'""""""  --', "\u00ad\u200b")
"""Signs that differ by the program that a text was typed with."""

_OPEN, _CLOSE, _POINT = "\x01", "\x02", "\x03"


def canonical(text: str) -> tuple[str, tuple[str, ...]]:
    """What messages have in common that are the same but for the names of their tags; and these, in order.

    >>> canonical("a <em1>b</em1>")[0] == canonical("a  <link3>b</link3>")[0]
    True
    >>> canonical("a <em1>b</em1>")[1]
    ('em1',)
    """
    pieces: list[str] = []
    names: dict[str, int] = {}
    for is_tag, piece in markup.parts(text):
        if is_tag:
            closing, kind, number, point = _parts(piece)
            at = names.setdefault(kind + number, len(names))
            pieces.append(f"{_CLOSE if closing else _POINT if point else _OPEN}{at}\x04")
        else:
            pieces.append(folded(piece))
    return " ".join("".join(pieces).split()), tuple(names)


def _parts(tag: str) -> tuple[str, ...]:
    found = _TAG.fullmatch(tag)
    assert found
    return found.groups()


def folded(text: str) -> str:
    """A text with the signs that keyboards and programs choose between made one."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text).translate(_SAME)


def renaming(old: Sequence[str], new: Sequence[str], points: frozenset[str]) -> Mapping[str, str] | None:
    """Which tag of a new source each tag of an old one is; None where they are not of the same sort.

    Any tag around words may stand for another, emphasis for strong emphasis; a tag alone, such as a note,
    only for one of its kind. `points` names those of the new source that stand alone.
    """
    for one, other in zip(old, new, strict=True):
        kinds = {one.rstrip("0123456789"), other.rstrip("0123456789")}
        if other in points and len(kinds) > 1 and ANY_POINT not in kinds:
            return None
    return dict(zip(old, new, strict=True))


def points(text: str) -> frozenset[str]:
    """The names of the tags of a message that stand alone.

    >>> points("a <em1>b</em1><note1/>")
    frozenset({'note1'})
    """
    return frozenset(tag[1:-2] for tag in markup.tag_names(text) if tag.endswith("/>"))


def renamed(text: str, names: Mapping[str, str]) -> str | None:
    """A translation with other names for its tags; None where it has a tag that has none."""
    pieces: list[tuple[bool, str]] = []
    for is_tag, piece in markup.parts(text):
        if is_tag:
            closing, kind, number, point = _parts(piece)
            if kind + number not in names:
                return None
            piece = f"<{closing}{names[kind + number]}{point}>"
        pieces.append((is_tag, piece))
    return markup.join(pieces)


def same_tags(source: str, target: str) -> bool:
    """Whether a translation has the tags of its source, each as often."""
    return Counter(markup.tag_names(source)) == Counter(markup.tag_names(target))


def tokens(text: str) -> list[str]:
    """Words, signs and tags, as fuzzy matches are counted in. Tags count by their sort alone.

    >>> tokens("The <em1>Report</em1>, A/69/1.<note1/>")
    ['the', '<>', 'report', '</>', ',', 'a', '/', '69', '/', '1', '.', '<note/>']
    """
    found: list[str] = []
    for is_tag, piece in markup.parts(text) if "<" in text else ((False, text),):
        if is_tag:
            closing, kind, _, point = _parts(piece)
            found.append(f"<{kind}/>" if point else "</>" if closing else "<>")
        else:
            found += _TOKEN.findall(folded(piece).casefold())
    return found
