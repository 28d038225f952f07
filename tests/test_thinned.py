"""Positions that nobody reads are taken out of pandoc's JSON before it is read; the tree is the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from documents import RICH, commonmark

from openletter import pandoc, tree

ROOT = Path(__file__).parent.parent
CASES = [
    'a "b" \\" `{"t":"Span","c":[["",[],[["wrapper","1"],["data-pos","1:1-1:2"]]],[{"t":"Space"}]]}` d\n',
    ',{"t":"Span","c":[["",[],[["wrapper","1"],["data-pos","1"]]],[{"t":"Str","c":"x"}]]} e\n',
    "- [ ] one\n- [x] two *three*  \n  four\n\nn[^1] <b>r</b> \\ end\\\nnext\n\n[^1]: In *it*:\n\n    - x\n",
    RICH,
    (ROOT / "source/letter.md").read_text("utf-8"),
]


def same(text: str) -> None:
    raw = pandoc._worker()._ask(f"read:{pandoc.READER}+sourcepos", text.encode())
    thin = pandoc.thinned(raw)
    assert tree.unwrap(json.loads(thin)["blocks"]) == tree.unwrap(json.loads(raw)["blocks"])


@pytest.mark.parametrize("text", CASES)
def test_the_tree_is_the_same(text: str) -> None:
    same(text)


@pytest.mark.parametrize("part", range(10))
def test_the_tree_of_every_example_of_the_specification_is_the_same(part: int) -> None:
    for text in commonmark()[part::10]:
        same(text)


def test_most_of_the_json_goes() -> None:
    raw = pandoc._worker()._ask(f"read:{pandoc.READER}+sourcepos", CASES[-1].encode())
    assert len(pandoc.thinned(raw)) < len(raw) / 2


@pytest.mark.parametrize("part", range(10))
def test_reading_without_positions_gives_the_same_tree(part: int) -> None:
    for text in (*CASES, *commonmark())[part::10]:
        placed, plain = pandoc.read(text), pandoc.read(text, positions=False)
        assert tree.without_positions(placed["blocks"]) == plain["blocks"]
        assert placed["meta"] == plain["meta"]
