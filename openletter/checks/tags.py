"""The tags of a translation are exactly those of its source. `markup.decode` is the judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openletter import markup, tree
from openletter.checks.base import Context, Problem
from openletter.model import Node, Segment, Tag

_EMPTY = ["", [], []]
_CONTENT: dict[str, Any] = {
    "Link": [_EMPTY, [], ["", ""]],
    "Image": [_EMPTY, [], ["", ""]],
    "Quoted": [{"t": "DoubleQuote"}, []],
    "Cite": [[], []],
    "Span": [_EMPTY, []],
    "Code": [_EMPTY, ""],
    "Math": [{"t": "InlineMath"}, ""],
    "RawInline": ["html", ""],
}
_NODES = {kind: node for table in (markup.PAIRED, markup.STANDALONE) for node, kind in table.items()}

_MESSAGES = {
    "tag-unknown": (
        "<{tag}> stands for nothing in the source",
        "use only the tags that the source has, as they are written there",
    ),
    "tag-missing": ("{shown} is missing from the translation", "put {shown} where it belongs"),
    "tag-repeated": ("<{tag}> occurs more than once", "keep {shown} exactly once"),
    "tag-nesting": (
        "<{tag}> is not closed, or closed where it is not open",
        "close every tag with the same name, the inner one before the outer one",
    ),
    "tag-form": ("a tag is written wrongly: it must be {shown}", "copy the tag from the source"),
}
_SWAP = (
    "in right-to-left text the closing tag {closing} and the single tag {single} look alike: "
    "{written} stands in the translation where {right} must stand"
)


def stand_in(tag: Tag) -> Node:
    """A node of the tag's kind without the source's content, which is enough to decode a text."""
    if tag.kind == "lang":
        return tree.span([], [("lang", "und")])
    kind = _NODES[tag.kind]
    content = _CONTENT.get(kind, [])
    return {"t": kind, "c": content}


def tags(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Every tag once, as often as in the source, properly written and nested."""
    expected = segment.tags[0] if segment.tags else ()
    if markup.tags_stand(msgstr, expected):
        return
    try:
        markup.decode(msgstr, {tag.name: stand_in(tag) for tag in expected})
    except markup.MarkupError as error:
        alone = any(tag.standalone for tag in expected if tag.name == error.tag)
        shown = f"<{error.tag}/>" if alone else f"<{error.tag}>…</{error.tag}>"
        what, hint = _MESSAGES.get(error.code, _MESSAGES["tag-form"])
        swapped = _swap(error.tag, expected, msgstr)
        values = {"tag": error.tag, "shown": shown, **(swapped or {})}
        yield Problem(what, _SWAP if swapped else hint, values, code=error.code)


def _swap(name: str, expected: tuple[Tag, ...], msgstr: str) -> dict[str, str] | None:
    """Whether `</em1>` and `<em1/>` were mistaken for each other, which right-to-left display invites."""
    tag = next((tag for tag in expected if tag.name == name), None)
    if tag is None:
        return None
    closing, single = f"</{name}>", f"<{name}/>"
    written, right = (closing, single) if tag.standalone else (single, closing)
    if written not in markup.tag_names(msgstr):
        return None
    return {"closing": closing, "single": single, "written": written, "right": right}


def note_order(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Footnotes in the order of the source; where two are exchanged, each may explain the wrong words."""
    ours = [name for name in markup.tag_names(segment.msgid) if name.startswith("<note")]
    theirs = [name for name in markup.tag_names(msgstr) if name.startswith("<note")]
    if len(ours) > 1 and ours != theirs and sorted(ours) == sorted(theirs):
        yield Problem(
            "the footnotes stand in another order than in the source: {order}",
            "see whether each footnote stands with the words that it explains",
            {"order": ", ".join(theirs)},
        )


_EMPTY_PAIR = re.compile(r"<([a-z]+[0-9]+)>(?:[\s\u00a0\u202f]|<[^<>/]+/>)*</\1>")


def empty(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Tags around words stand around words: a link without any cannot be seen or followed."""
    found = _EMPTY_PAIR.search(msgstr)
    if found and found[0] not in segment.msgid:
        yield Problem(
            "there are no words between <{tag}> and </{tag}>",
            "put the tags around the words that they belong to",
            {"tag": found[1]},
        )
