"""A document as segments, and a document rewritten segment by segment. Pure.

`rewrite` is the one walk over everything translatable, so that what is cut into segments and what is put
back are the same by construction. One segment per block of inlines: paragraph, heading, list item, table
cell, definition term, footnote body; the alternative text of images; titles of links and images; and the
metadata `title`, `subtitle`, `description`, `place`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from openletter import markup, tree
from openletter.model import Document, Key, Node, Place, Segment, Tag

METADATA = ("title", "subtitle", "description", "place")
"""The keys of the metadata that are translated; each is the msgctxt of its own segment."""

ALT = "alt"
LINK_TITLE = "link-title"

Rewrite = Callable[[str, "list[Node]", int, bool], "list[Node]"]
"""(msgctxt, inlines, line, whether inside a note) → the inlines to put in their place."""


def rewrite(document: Document, change: Rewrite) -> tuple[dict[str, Node], list[Node]]:
    """The document's metadata and blocks with every block of inlines given by `change`.

    The inlines that `change` gets already hold the rewritten notes, alternative texts and titles.
    """
    meta = dict(document.meta)
    for key in METADATA:
        if key in meta:
            meta[key] = _rewrite_meta(meta[key], key, change, document.meta_lines.get(key, 0))
    return meta, _rewrite_blocks(list(document.blocks), change, False)


def _rewrite_meta(value: Node, key: str, change: Rewrite, line: int) -> Node:
    if value["t"] == "MetaInlines":
        return {"t": "MetaInlines", "c": change(key, value["c"], line, False)}
    if value["t"] == "MetaBlocks":
        return {
            "t": "MetaBlocks",
            "c": tree.map_inlines(value["c"], lambda inlines, _: change(key, inlines, line, False)),
        }
    if value["t"] == "MetaString":
        return {"t": "MetaInlines", "c": change(key, tree.words(value["c"]), line, False)}
    return value


def _rewrite_blocks(blocks: list[Node], change: Rewrite, in_note: bool, at: int = 0) -> list[Node]:
    def block(inlines: list[Node], line: int) -> list[Node]:
        return change("", _rewrite_inner(inlines, change, in_note, line), line, in_note)

    return tree.map_inlines(blocks, block, at)


def _rewrite_inner(inlines: list[Node], change: Rewrite, in_note: bool, line: int) -> list[Node]:
    """The same inlines with what is translated inside them, apart from their own words, rewritten."""
    return [
        node if node["t"] in tree.LEAVES else _rewrite_inline(node, change, in_note, line) for node in inlines
    ]


def _rewrite_inline(node: Node, change: Rewrite, in_note: bool, line: int) -> Node:
    kind = node["t"]
    if kind == "Note":
        return {"t": kind, "c": _rewrite_blocks(node["c"], change, True, line)}
    if kind in ("Image", "Link"):
        here = tree.line(node) or line
        attr, inner, (address, title) = node["c"]
        if title:
            title = tree.stringify(change(LINK_TITLE, tree.words(title), here, in_note))
        if kind == "Image":
            inner = change(ALT, inner, here, in_note)
        else:
            inner = _rewrite_inner(inner, change, in_note, here)
        return {"t": kind, "c": [attr, inner, [address, title]]}
    if kind in tree.INLINE_CHILDREN and "lang" not in tree.attributes(node):
        return tree.with_children(node, _rewrite_inner(tree.children(node), change, in_note, line))
    return node


def has_words(text: str) -> bool:
    """Whether a message holds anything beside tags and space: only then it is a segment."""
    return bool(markup.plain(text).strip())


def segments(document: Document) -> tuple[Segment, ...]:
    """Everything translatable, each message once: metadata, body in reading order, then the notes."""
    return gathered((document,))


def gathered(parts: Iterable[Document]) -> tuple[Segment, ...]:
    """The segments of a document that comes in parts, one after the other; the first has the metadata."""
    body: dict[Key, tuple[list[Place], list[tuple[Tag, ...]]]] = {}
    notes: dict[Key, tuple[list[Place], list[tuple[Tag, ...]]]] = {}
    path = ""

    def collect(msgctxt: str, inlines: list[Node], line: int, in_note: bool) -> list[Node]:
        tagged = markup.encode(inlines)
        if has_words(tagged.text):
            key = (msgctxt, tagged.text)
            found = notes if in_note and key not in body else body
            places, tags = found.setdefault(key, ([], []))
            places.append(Place(path, line))
            tags.append(tagged.tags)
        return inlines

    for part in parts:
        path = part.path
        rewrite(part, collect)
    for key in [key for key in notes if key in body]:
        body[key][0].extend(notes[key][0])
        body[key][1].extend(notes.pop(key)[1])
    return tuple(
        Segment(msgctxt, msgid, tuple(places), tuple(tags))
        for found in (body, notes)
        for (msgctxt, msgid), (places, tags) in found.items()
    )


def digest(segment: Segment, msgstr: str) -> str:
    """What a person stands behind: `v1:` and SHA-256 over context, source, meanings of tags, and text.

    A changed link address changes it; a changed body of a note does not.
    """
    meanings = [[[tag.name, tag.meaning] for tag in tags] for tags in segment.tags]
    unique: list[Any] = []
    for one in meanings:
        if one not in unique:
            unique.append(one)
    whole = [segment.msgctxt, segment.msgid, unique, msgstr]
    return "v1:" + hashlib.sha256(json.dumps(whole, ensure_ascii=False).encode()).hexdigest()


def keys(segments_: tuple[Segment, ...]) -> Mapping[Key, Segment]:
    return {segment.key: segment for segment in segments_}
