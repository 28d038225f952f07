"""Inlines ⇄ tagged text: the law, and every way in which a text can have the wrong tags."""

from __future__ import annotations

import time

import pytest
from documents import INLINES, WORDS
from hypothesis import given
from hypothesis import strategies as st

from openletter import markup, tree
from openletter.model import Node

EM: Node = {"t": "Emph", "c": [tree.string("not")]}
NOTE: Node = {"t": "Note", "c": []}
NODES = {"em1": EM, "note1": NOTE}


@given(INLINES)
def test_decoding_gives_the_inlines_back(inlines: list[Node]) -> None:
    tagged = markup.encode(inlines)
    assert markup.decode(tagged.text, tagged.nodes) == tree.settle(inlines)


@given(INLINES)
def test_tags_are_numbered_per_kind_and_each_has_its_node(inlines: list[Node]) -> None:
    tagged = markup.encode(inlines)
    assert [tag.name for tag in tagged.tags] == list(tagged.nodes)
    numbers: dict[str, int] = {}
    for tag in tagged.tags:
        numbers[tag.kind] = numbers.get(tag.kind, 0) + 1
        assert tag.name == f"{tag.kind}{numbers[tag.kind]}"


@given(st.lists(WORDS | st.sampled_from(["<em1>", "</em1>", "<note1/>", "<em2>", "<em1/>"]), max_size=8))
def test_a_translation_places_the_sources_nodes_or_is_refused(pieces: list[str]) -> None:
    try:
        inlines = markup.decode("".join(pieces), NODES)
    except markup.MarkupError:
        return
    kinds = [node["t"] for node in tree.walk(inlines)]
    assert kinds.count("Emph") == kinds.count("Note") == 1
    assert set(kinds) <= {"Str", "Space", "Emph", "Note"}


@given(INLINES)
def test_a_message_falls_into_texts_and_tags_and_comes_together_again(inlines: list[Node]) -> None:
    text = markup.encode(inlines).text
    parts = list(markup.parts(text))
    assert markup.join(parts) == text
    assert [part for is_tag, part in parts if is_tag] == markup.tag_names(text)
    assert "".join(part for is_tag, part in parts if not is_tag) == markup.plain(text)


@pytest.mark.parametrize(
    ("text", "code", "tag"),
    [
        ("nothing<note1/>", "tag-missing", "em1"),
        ("<em1>a</em1>", "tag-missing", "note1"),
        ("<em1>a</em1><em1>b</em1><note1/>", "tag-repeated", "em1"),
        ("<em1>a</em1><note1/><note1/>", "tag-repeated", "note1"),
        ("<em1>a</em1><note1/><link1>b</link1>", "tag-unknown", "link1"),
        ("<em1>a<note1/>", "tag-nesting", "em1"),
        ("a</em1><em1><note1/>", "tag-nesting", "em1"),
        ("<em1>a<em1/><note1/>", "tag-form", "em1"),
        ("<em1>a</em1><note1>", "tag-form", "note1"),
        ("<em1>a</em1></note1>", "tag-form", "note1"),
        ("<em01>a</em01><note1/>", "tag-unknown", "em01"),
    ],
)
def test_wrong_tags_are_named(text: str, code: str, tag: str) -> None:
    with pytest.raises(markup.MarkupError) as caught:
        markup.decode(text, NODES)
    assert (caught.value.code, caught.value.tag) == (code, tag)


def test_nothing_but_a_tag_means_anything() -> None:
    text = r"**a** [b](javascript:x) `c` <b>d</b> \<em1>e\</em1> <em1>f</em1><note1/>"
    shown = tree.stringify(markup.decode(text, NODES))
    assert shown == "**a** [b](javascript:x) `c` <b>d</b> <em1>e</em1> f"


def test_a_changed_address_changes_the_meaning_and_a_changed_note_does_not() -> None:
    link = {
        "t": "Link",
        "c": [["", [], [["data-pos", "1:1-1:9"]]], [tree.string("a")], ["https://a.org", ""]],
    }
    other = {"t": "Link", "c": [["", [], []], [tree.string("b")], ["https://b.org", ""]]}
    assert markup.meaning(link) != markup.meaning(other)
    assert "data-pos" not in markup.meaning(link)
    assert markup.meaning(NOTE) == markup.meaning({"t": "Note", "c": [{"t": "Para", "c": []}]})


def test_a_long_run_of_backslashes_takes_no_time() -> None:
    text = "\\" * 65_536
    began = time.process_time()
    assert markup.plain(text) == text
    assert markup.join(markup.parts(text + "<em1>")) == text + "<em1>"
    assert time.process_time() - began < 1
