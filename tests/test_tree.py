"""Positions taken out, soft breaks resolved: against pandoc itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from documents import INLINES, RICH, commonmark
from hypothesis import given

from openletter import pandoc, tree
from openletter.model import Node

MODULES = Path(__file__).parent.parent / "node_modules"


def plainly(text: str) -> Node:
    """What pandoc reads without any positions."""
    return json.loads(pandoc._worker()._ask(f"read:{pandoc.READER}", text.encode()))


@pytest.mark.parametrize(
    "text", [RICH, "- [ ] a\n- [x] b\n\n  c\n", "> git id  \n> b   \n> c", "a\\\nb", "see {{#each}} b"]
)
def test_without_positions_it_is_what_pandoc_reads(text: str) -> None:
    assert tree.without_positions(pandoc.read(text)["blocks"]) == plainly(text)["blocks"]


def test_without_positions_every_commonmark_example_is_what_pandoc_reads() -> None:
    wrong = [
        text
        for text in commonmark()
        if tree.without_positions(pandoc.read(text)["blocks"]) != plainly(text)["blocks"]
    ]
    assert wrong == []


def test_attributes_named_like_positions_lose_no_words() -> None:
    text = '[a]{wrapper=1 data-pos="1:1-1:2"}\n\n::: {wrapper=1}\nb\n:::\n'
    blocks = tree.without_positions(pandoc.read(text)["blocks"])
    assert [node["c"] for node in tree.walk(blocks) if node["t"] == "Str"] == ["a", "b"]


@given(INLINES)
def test_settling_twice_changes_nothing(inlines: list[Node]) -> None:
    once = tree.settle(inlines)
    assert tree.settle(once) == once
    assert "".join(tree.stringify(once).split()) == "".join(tree.stringify(inlines).split())


def test_a_line_break_between_chinese_characters_is_no_space() -> None:
    blocks = pandoc.read("人权\n理事会 and\nCouncil")["blocks"]
    paragraph = tree.without_positions(blocks)[0]
    assert tree.stringify(paragraph["c"]) == "人权理事会 and Council"


def test_every_kind_of_block_has_its_line() -> None:
    lines = {}
    text = RICH.replace("\\\n", " \n")

    def change(inlines: list[Node], line: int) -> list[Node]:
        lines[tree.stringify(inlines).split(" ")[0].rstrip(".,")] = line
        return inlines

    tree.map_inlines(pandoc.read(text)["blocks"], change)
    expected = text.split("\n")
    for word in ("First", "A", "Second", "one", "inner", "Quoted", "Term", "Definition", "Boxed"):
        assert word in expected[lines[word] - 1], word
