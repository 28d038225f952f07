"""Packets that the tests of review share."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from openletter import segment, source
from openletter.model import Document, Event, Key, Kind, Place, Segment, State, Tag
from openletter.review.packet import Item, Match, Packet
from openletter.segment import digest
from openletter.store import Store

LETTER = """\
---
title: An open letter
lang: en
date: 2014-12-09
---

# An open letter

We write about the [report](https://www.example.org/) of 28 March 2014 (A/HRC/25/63).

States must *not* return anyone.[^1]

Type `a < b` & [日本語]{lang=ja}, never \\<em1>.

Dear Ambassador,

[^1]: See the conclusions.
"""
OLD = LETTER.replace("must *not* return", "shall *not* return")

TEXTS: dict[Key, str] = {
    ("title", "An open letter"): "Lettre ouverte",
    ("", "We write about the <link1>report</link1> of 28 March 2014 (A/HRC/25/63)."): (
        "Nous écrivons au sujet du <link1>rapport</link1> du 28 mars 2014 (A/HRC/25/63)."
    ),
    ("", "States shall <em1>not</em1> return anyone.<note1/>"): (
        "Les États ne <em1>doivent pas</em1> renvoyer quiconque.<note1/>"
    ),
    ("", "Type <code1/> & <lang1/>, never \\<em1>."): "Tapez <code1/> & <lang1/>, jamais \\<em1>.",
}


def document(text: str = LETTER) -> Document:
    return source.document("letter", text.encode())


def project(folder: Path) -> Path:
    """A project whose letter changed after it was translated: a text in every state."""
    (folder / "source").mkdir(parents=True)
    letter = folder / "source" / "letter.md"
    letter.write_text(OLD, "utf-8")
    store = Store(folder)
    segments = segment.segments(document(OLD))
    store.extract("letter", segments, ["fr"])
    for number, (key, text) in enumerate(TEXTS.items()):
        kind, by = (Kind.DRAFT, "") if number == 3 else (Kind.TEXT, "Ana")
        event = Event("", "", kind, by, *key, text, "", origin="" if by else "engine 1")
        store.apply("letter", "fr", segments, [event])
        if number == 1:
            store.apply("letter", "fr", segments, [Event("", "", Kind.TEXT, "Ben", *key, text, "")])
    letter.write_text(LETTER, "utf-8")
    store.extract("letter", segment.segments(document()), ["fr"])
    return folder


PIECES = st.sampled_from(
    [
        "<em1>",
        "</em1>",
        "<em2>",
        "</em2>",
        "<link1>",
        "</link1>",
        "<note1/>",
        "<code1/>",
        "</em1/>",
        "<note1>",
    ]
    + [
        "</note1>",
        "<em1/>",
        "\\",
        "\\<em1>",
        "\\\\<note1/>",
        "<em",
        "1>",
        "a",
        "b c",
        "  ",
        " ",
        "\n",
        "\t",
        "&",
    ]
    + ["<script>", "]]>", "<!--", "&lt;", "人", "\u2066", "\u2069", "é", '"', "'", "\u2028", "\x85", "\u200f"]
)
ANY = st.lists(PIECES, max_size=12).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=20
)
"""Every text that a catalog could hold, and many that it cannot."""

TEXT = st.lists(PIECES.filter(lambda one: one not in "\u2066\u2069\x85"), max_size=12).map("".join)
"""Texts that a submission may hold, whatever its tags."""


def item(msgid: str, msgstr: str, state: State = State.TRANSLATED, msgctxt: str = "") -> Item:
    tags = (
        Tag("em1", "em", False, ""),
        Tag("link1", "link", False, '[["",[],[]],"https://example.org/?a=1&b=2"]'),
        Tag("note1", "note", True, ""),
    )
    one = Segment(msgctxt, msgid, (Place("source/letter.md", 3),), (tags,))
    return Item(one, state, msgstr, digest(one, msgstr), matches=(Match("a <em1>b</em1>", "c", 87),))


def packet(*items: Item) -> Packet:
    return Packet("2014/letter", "fr", "en", items)
