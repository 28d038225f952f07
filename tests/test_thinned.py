"""What spares pandoc and Python work in reading changes nothing of what is read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from documents import RICH, commonmark
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openletter import pandoc, tree
from openletter.errors import SourceError
from openletter.model import Node

ROOT = Path(__file__).parent.parent
CASES = [
    'a "b" \\" `{"t":"Span","c":[["",[],[["wrapper","1"],["data-pos","1:1-1:2"]]],[{"t":"Space"}]]}` d\n',
    ',{"t":"Span","c":[["",[],[["wrapper","1"],["data-pos","1"]]],[{"t":"Str","c":"x"}]]} e\n',
    "- [ ] one\n- [x] two *three*  \n  four\n\nn[^1] <b>r</b> \\ end\\\nnext\n\n[^1]: In *it*:\n\n    - x\n",
    RICH,
    (ROOT / "source/letter.md").read_text("utf-8"),
]
SIGNS = [
    "a",
    "b ",
    " ",
    "\n",
    "\n\n",
    "[",
    "]",
    "[^1]",
    "[^1]: ",
    ":",
    ": ",
    "::: ",
    "~",
    "~ ",
    "|",
    "|-",
    "-",
    "- ",
]
SIGNS += ["[ ] ", "[x] ", "{", "}", "{.c}", "---\n", "> ", "1. ", "    ", "`", "\\", "*", "#", "t\n: "]
NOTE_IN_ITSELF = re.compile(r"\[\^1\]:.*\[\^1\]", re.DOTALL)
"""pandoc goes round in it until its memory is used up; `test_hostile` has that."""


def asked(reader: str, text: str) -> bytes:
    return pandoc._worker()._ask(f"read:{reader}", text.encode())


def same(text: str) -> None:
    raw = asked(f"{pandoc.READER}+sourcepos", text)
    thin = pandoc.thinned(raw, notes="[^" in text)
    assert tree.unwrap(json.loads(thin)["blocks"]) == tree.unwrap(json.loads(raw)["blocks"])


@pytest.mark.parametrize("text", CASES)
def test_the_tree_is_the_same(text: str) -> None:
    same(text)


@pytest.mark.parametrize("part", range(10))
def test_the_tree_of_every_example_of_the_specification_is_the_same(part: int) -> None:
    for text in commonmark()[part::10]:
        same(text)


def test_most_of_the_json_goes() -> None:
    raw = asked(f"{pandoc.READER}+sourcepos", CASES[-1])
    assert len(pandoc.thinned(raw)) < len(raw) / 2


@pytest.mark.parametrize("part", range(10))
def test_reading_without_positions_gives_the_same_tree(part: int) -> None:
    for text in (*CASES, *commonmark())[part::10]:
        placed, plain = pandoc.read(text), pandoc.read(text, positions=False)
        assert tree.without_positions(placed["blocks"]) == plain["blocks"]
        assert placed["meta"] == plain["meta"]


ODD = [
    *("a\n:-:\nb\n", "a\n-\nb\n", "x\n:-\n", "|a\n|-\n", "a\n-|\n"),
    *("- [  ] a\n- [\t] b\n", "- [\u00a0] b\n- [X] c\n", "- [\n] a\n"),
    *("\n\n---\ntitle: x\n---\n\na", "  ---\ntitle: x\n---\n", "---\n...\na", "a\n\n---\nb: c\n---\n"),
    *(
        "t\n:\n",
        "t\n:\td\n",
        "t\n~ d\n",
        ">t\n>: d\n",
        "t[^1]\n\n[^1]:: d\n",
        "- t\n\n  : d\n",
        "1) t\n   : d\n",
    ),
    *(
        "t\n\u00a0: d\n",
        "t\n:\u00a0d\n",
        "t\n:d\n",
        "t\n:",
        "- : d\n",
        "- t\n  - ~ d\n",
        "::: a\nt\n: d\n:::\n",
    ),
    *(
        "::: a\nx\n:::\n",
        ":::\nx\n:::\n",
        "~a~ b\n",
        "~~a~~\n",
        "~~~\na\n~~~\n",
        "# h #\n",
        "# a{b}\n",
        "[a]{.b}",
    ),
    *("`a`{=html}\n", "[a][^b]\n", "![^a](b)\n", "---\na: [x]\nb: |\n  t\n  : d\n---\nx\n"),
    '---\ntitle: "\\x7ea\\x7e \\x5b\\x5e1]"\n---\n\na[^1]\n\n[^1]: b\n',
    "---\ntitle: >\n  [\n  ] a\n---\n",
]
"""What comes near to using an extension, or uses it in an unusual way."""


def all_needed(text: str) -> None:
    """The reader that is chosen for a text gives the very bytes that the whole one gives."""
    for more in ("", "+sourcepos"):
        assert outcome(pandoc.reader(text) + more, text) == outcome(pandoc.READER + more, text)


def outcome(reader: str, text: str) -> bytes | str:
    try:
        return asked(reader, text)
    except SourceError as error:  # of metadata that cannot be read
        return error.what


@pytest.mark.parametrize("text", [*ODD, *CASES])
def test_no_extension_is_left_out_that_an_odd_text_uses(text: str) -> None:
    all_needed(text)


@pytest.mark.parametrize("part", range(10))
def test_no_extension_is_left_out_that_an_example_of_the_specification_uses(part: int) -> None:
    for text in commonmark()[part::10]:
        all_needed(text)


@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
@settings(max_examples=200, deadline=None)
def test_no_extension_is_left_out_that_signs_in_any_order_use(text: str) -> None:
    assume(text.count("[^1]") < 3 and not NOTE_IN_ITSELF.search(text))
    all_needed(text)


def test_a_plain_text_is_read_without_extensions() -> None:
    assert pandoc.reader("# Title\n\nIt is *so*: [a](b) (US$5) - c, d.\n") == "commonmark"
    assert all(name in pandoc.READER.split("+") for name in pandoc._NEEDS)
    assert len(pandoc._NEEDS) == len(pandoc.READER.split("+")) - 1


@pytest.mark.parametrize("text", [*CASES, "a[^1] b[^1]\n\n[^1]: <b>raw</b> *first*\n"])
def test_no_part_of_a_tree_stands_in_two_places(text: str) -> None:
    """Who moves positions (`parts`) would move some twice."""
    seen: set[int] = set()

    def look(node: Node) -> None:
        if type(node) in (list, dict):
            assert id(node) not in seen, node
            seen.add(id(node))
            for one in node.values() if type(node) is dict else node:
                look(one)

    blocks = pandoc.read(text)["blocks"]
    look(blocks)
