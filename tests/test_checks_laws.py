"""Laws of the checks: what none refuses can be decoded; none raises; none takes more than linear time."""

from __future__ import annotations

import os
import time

import pytest
from checks_data import LANGUAGES, real_pairs, segment
from hypothesis import given, settings
from hypothesis import strategies as st

from openletter import markup, tree
from openletter.checks import CHECKS, Context, check, check_catalog
from openletter.model import Place, Segment, Severity

FULL = bool(os.environ.get("OPENLETTER_FULL"))
HERE = Place("fr.po", 7)
SOURCE = segment(
    "The Committee did <em1>not</em1> say that 1,250 people (A/HRC/25/63) were held on 5 May 2014.<note1/>"
)
PIECES = (
    *(
        "[",
        "]",
        "(",
        "`",
        " ",
        "<",
        "{",
        "$",
        "#",
        "*",
        "_",
        "~",
        "\\",
        "a ",
        "1 ",
        "1,",
        "12 345 ",
        "«",
        "“",
    ),
    *("!", "?", "¿", "不", "一", "万", "ни ", "no ", "ne ", "n’a ", "لا ", "a.", "a.b.", "@", "a@", "/"),
    *("A/1", "http:", "::", "-", "\n", "\u2028# ", "&", "&#", "<em1>", "</em1>", "<note1/>", "\u200b"),
    *("\ue000", "IX", "5 mai ", "mai ", "x y ", "a-", "’", "qu’", "que ", "no en ", "5/5/", "не бы ни "),
    *("دون ", "a. ", "1. ", "sans x ", "ne x x x ", "что бы он ", "...", "。", "ab ab ab", "\u0301", "é"),
    *("n’", "“a”", "人(", "$a", "<a", "A/", "1a", "аa", "no x ", "nul ne ", "5 d ", "\u2067", "1) ", "A. "),
    *("非", "лаa", "S/2014/872", "1er ", "<", "5 May ", "(a) ", "»", ", nor is", "&am;"),
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_check_takes_more_than_linear_time(lang: str) -> None:
    """100 kB of brackets, backticks, spaces and others answer within a second of this process."""
    slow = []
    others = PIECES if FULL else PIECES[LANGUAGES.index(lang) :: 12]
    for piece in ("[", "`", " ", "\\", *others):
        text = piece * (100_000 // len(piece.encode()))
        start = time.process_time()
        check(SOURCE, text, Context(lang), HERE)
        taken = time.process_time() - start
        if taken > 1:
            slow.append((piece, round(taken, 2)))
    assert slow == []


def test_a_catalog_of_thousands_takes_no_quadratic_time() -> None:
    pairs = [(p.segment, p.msgstr) for p in real_pairs() if p.lang == "fr"] * 12
    start = time.process_time()
    check_catalog(pairs, Context("fr"))
    assert time.process_time() - start < 4


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.sampled_from(["<em1>", "</em1>", "<em1/>", "<note1/>", "<note2/>", "\\<em1>", "1250"]),
        st.text(max_size=8),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_no_check_raises_and_findings_can_be_shown(text: str, lang: str) -> None:
    for found in check(SOURCE, text, Context(lang), HERE):
        assert found.where == HERE
        assert found.what.isprintable()
        assert found.hint.isprintable()
        assert found.code
    check_catalog([(SOURCE, text), (segment("Another source."), text)], Context(lang))


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_what_no_check_refuses_can_be_decoded(before: str, after: str) -> None:
    note = {"t": "Note", "c": [{"t": "Para", "c": [tree.string("See")]}]}
    tagged = markup.encode([tree.string("Do "), {"t": "Emph", "c": [tree.string("not")]}, note])
    source = Segment("", tagged.text, (HERE,), (tagged.tags,))
    text = f"{before}<em1>pas</em1>{after}<note1/>"
    found = check(source, text, Context("fr"), HERE)
    if not any(f.severity is Severity.REFUSE for f in found):
        assert markup.decode(text, tagged.nodes)


def test_an_empty_translation_has_no_findings() -> None:
    assert check(SOURCE, "", Context("fr"), HERE) == []


@pytest.mark.parametrize("lang", ["de", "xx", ""])
def test_a_language_without_rules_is_checked_for_what_every_language_has(lang: str) -> None:
    codes = {f.code for f in check(SOURCE, "<script>\u200b", Context(lang), HERE)}
    assert {"tag-missing", "markup-html", "invisible-character", "symbol", "number"} <= codes


def test_the_codes_of_the_tag_check_are_stable() -> None:
    assert CHECKS[0].code == "tag"
