"""XLIFF 1.2 and 2.1: what was written is read back, what stands behind a text, and what is refused."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packets import ANY, TEXT, item, packet
from peaks import PEAK

from openletter import xmlsafe
from openletter.errors import SubmissionError
from openletter.model import Severity, State
from openletter.review import inline, reading, xliff12, xliff21
from openletter.review.packet import Packet
from openletter.review.reading import Submission, Submitted
from openletter.review.units import Units

DATA = Path(__file__).parent / "data"
Write = Callable[[Packet], bytes]
Read = Callable[[xmlsafe.Element, str], Units]
VERSIONS = [(xliff12.write, xliff12.read), (xliff21.write, xliff21.read)]
IDS = ["1.2", "2.1"]
WRITERS = pytest.mark.parametrize("write", [xliff12.write, xliff21.write], ids=IDS)


@given(ANY)
def test_a_message_is_the_tree_of_its_inlines(text: str) -> None:
    assert inline.message(inline.nodes(text)) == text


@pytest.mark.parametrize(("write", "read"), VERSIONS, ids=IDS)
@given(st.lists(st.tuples(ANY, ANY), max_size=3, unique_by=lambda pair: pair[0]))
def test_what_is_written_is_read_back(write: Write, read: Read, pairs: list[tuple[str, str]]) -> None:
    """Whatever the texts hold: broken tags, look-alikes, spaces, characters that XML has no place for."""
    root = xmlsafe.parse(write(packet(*(item(*pair) for pair in pairs))))
    found = read(root, "f.xlf")
    assert not found.problems
    assert [(unit.msgid, unit.msgstr) for unit in found.units] == pairs


@WRITERS
@given(
    st.lists(
        st.tuples(TEXT.filter(bool), TEXT, st.sampled_from(State), st.sampled_from(["", "title", "alt"])),
        max_size=4,
        unique_by=lambda row: (row[3], row[0]),
    )
)
def test_a_packet_is_read_back(write: Write, rows: list[tuple[str, str, State, str]]) -> None:
    items = [item(msgid, text, state, msgctxt) for msgid, text, state, msgctxt in rows]
    found = reading.read(write(packet(*items)), "f.xlf")
    assert (found.letter, found.lang, found.problems) == ("2014/letter", "fr", ())
    assert [(one.key, one.text, one.base, one.stands) for one in found.entries] == [
        (one.segment.key, one.text, one.base, one.stands) for one in items
    ]
    known = {one.segment.key for one in items}
    assert [one.key for one in found.resolved(known).entries] == [one.key for one in found.entries]


def unit12(target: str, source: str = "a", unit: str = "", file: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        f'<file original="source/letter.md" source-language="en" target-language="fr-FR" {file}>'
        f'<body>\n<trans-unit id="1" {unit}><source>{source}</source>{target}</trans-unit>\n'
        "</body></file></xliff>\n"
    ).encode()


def unit21(segments: str, unit: str = "", root: str = "") -> bytes:
    return (
        '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="zh-Hans" '
        f"{root}>"
        f'<file id="f" original="letter">\n<unit id="u" {unit}>{segments}</unit></file></xliff>'
    ).encode()


def one(data: bytes) -> Submitted:
    found = reading.read(data, "f.xlf")
    assert not found.problems
    (entry,) = found.entries
    return entry


@pytest.mark.parametrize(
    ("state", "stands"),
    [
        *((state, True) for state in ("translated", "signed-off", "final")),
        *((state, False) for state in (*xliff12.OTHERS, "", "x-done", "Final", "reviewed")),
    ],
)
def test_states_of_1_2(state: str, stands: bool) -> None:
    found = one(unit12(f'<target state="{state}">b</target>'))
    assert (found.text, found.stands) == ("b", stands)
    assert not one(unit12(f'<target state="{state}"></target>')).stands


def test_no_state_stands_behind_nothing() -> None:
    assert not one(unit12("<target>b</target>")).stands
    assert not one(unit12("")).stands
    assert not one(unit21("<segment><source>a</source><target>b</target></segment>")).stands


@pytest.mark.parametrize(
    ("state", "stands"),
    [("translated", True), ("reviewed", True), ("final", True), ("initial", False), ("signed-off", False)],
)
def test_states_of_2_1(state: str, stands: bool) -> None:
    text = "<source>a</source><target>b</target>"
    assert one(unit21(f'<segment state="{state}">{text}</segment>')).stands is stands
    # Poedit
    assert not one(unit21(f'<segment state="{state}" subState="poedit:fuzzy">{text}</segment>')).stands


def test_approved_is_information_alone() -> None:
    found = one(unit12('<target state="needs-translation">b</target>', unit='approved="yes"'))
    assert (found.approved, found.stands) == (True, False)
    assert not one(unit12("<target/>", unit='approved="yes"')).approved


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('un <g id="em1">a</g>', "un <em1>a</em1>"),
        ('<x id="note1"/>', "<note1/>"),
        ('<x id="note1"></x>', "<note1/>"),
        ('<bx id="em1"/>a<ex id="em1"/>', "<em1>a</em1>"),
        ('<bpt id="1">&lt;em1&gt;</bpt>a<ept id="1">&lt;/em1&gt;</ept>', "<em1>a</em1>"),
        ('<bpt id="em1">{1}</bpt>a<ept id="em1">{/1}</ept>', "<em1>a</em1>"),
        ('<ph id="1">&lt;note1/&gt;</ph>', "<note1/>"),
        ('<ph id="note1"/>', "<note1/>"),
        ('<it id="9" pos="close">&lt;/em1&gt;</it>', "</em1>"),
        ('<mrk mtype="seg" mid="0">a</mrk> <mrk mtype="protected">b</mrk>', "a b"),
        ("a<!-- b -->c<![CDATA[<em1>]]>", "ac\\<em1>"),
        ("\n  a\n  b  ", "a b"),
        ("<link1>a</link1><note1/>", "<link1>a</link1><note1/>"),
        ("a &lt;script&gt;", "a <script>"),
    ],
)
def test_inlines_of_1_2(content: str, text: str) -> None:
    assert one(unit12(f'<target state="final">{content}</target>')).text == text


def test_space_counts_where_the_file_says_so() -> None:
    for space in ('xml:space="preserve"', ""):
        text = " a\n b " if space else "a b"
        assert one(unit12('<target state="final"> a\n b </target>', unit=space)).text == text
        assert one(unit12('<target state="final"> a\n b </target>', file=space)).text == text
    inner = '<target xml:space="default" state="final"> a\n b </target>'
    assert one(unit12(inner, unit='xml:space="preserve"')).text == "a b"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('un <pc id="em1">a</pc>', "un <em1>a</em1>"),
        ('<ph id="note1"/>', "<note1/>"),
        ('<ph id="note1"></ph>', "<note1/>"),
        ('<sc id="em1"/>a<ec startRef="em1"/>', "<em1>a</em1>"),
        ('<mrk id="m" type="term">a</mrk><sm id="n"/>b<em startRef="n"/>', "ab"),
        ('a<cp hex="000B"/>', "a\x0b"),
    ],
)
def test_inlines_of_2_1(content: str, text: str) -> None:
    data = unit21(f'<segment state="final"><source>a</source><target>{content}</target></segment>')
    (unit,) = xliff21.read(xmlsafe.parse(data)).units
    assert unit.msgstr == text


def test_a_divided_unit_is_one_text() -> None:
    data = unit21(
        '<segment state="final"><source>A. </source><target order="3">B, </target></segment>'
        "<ignorable><source> </source></ignorable>"
        '<segment state="{}"><source>C.</source><target order="1">D</target></segment>',
        unit='xml:space="preserve"',
    )
    found = one(data.replace(b"{}", b"translated"))
    assert (found.key, found.text, found.stands) == (("", "A.  C."), "D B, ", True)
    assert not one(data.replace(b"{}", b"initial")).stands


@pytest.mark.parametrize(
    "content",
    [
        "<script>alert(1)</script>",
        '<g id="1">b</g>',
        '<x id="onclick"/>',
        '<g id="em1"><script/></g>',
        '<ph id="note1"><sub>a</sub></ph>',
        '<link1 onclick="alert(1)">a</link1>',
        '<x id="cp-D800"/>',
        '<x id="cp-110000"/>',
        '<x id="cp-"/>',
        '<h:b xmlns:h="http://www.w3.org/1999/xhtml">b</h:b>',
        '<g xmlns="u" id="em1">b</g>',
        '<g id="' + "1" * 10_000 + '"/>',
    ],
)
def test_foreign_elements_are_refused_by_line(content: str) -> None:
    for target in (f'<target state="final">{content}</target>', f"<target>{content}</target>"):
        found = reading.read(unit12(target), "f.xlf")
        assert not found.entries
        (problem,) = found.problems
        assert (problem.code, problem.severity, problem.msgid) == ("xliff-inline", Severity.REFUSE, "a")
        assert (problem.where.line, len(problem.what) < 200, bool(problem.hint)) == (4, True, True)
    data = unit21(f'<segment state="final"><source>a</source><target>{content}</target></segment>')
    assert [finding.code for finding in reading.read(data).problems] == ["xliff-inline"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\u202eb", "bidi-control"),
        ("a\u2067b", "unbalanced-isolate"),
        ("a\ufeffb", "bom"),
        ("a\x85b", "control-character"),
        ("a" * 65_537, "too-large"),
    ],
)
def test_what_no_translation_may_hold(text: str, code: str) -> None:
    found = reading.read(unit12(f'<target state="final">{text}</target>'), "f.xlf")
    assert not found.entries
    assert [(one.code, one.where.line, one.msgid) for one in found.problems] == [(code, 4, "a")]


def test_balanced_isolates_are_dropped() -> None:
    assert one(unit12('<target state="final">a \u2068b\u2069</target>')).text == "a b"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html><body>no</body></html>", "not-xliff"),
        (b'<!DOCTYPE html><html lang="en"></html>', "xml-doctype"),
        (b'<xliff version="3.0" xmlns="urn:oasis:names:tc:xliff:document:3.0"/>', "xliff-version"),
        (b'<xliff version="1.2"/>', "xliff-empty"),
        (b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "xliff-empty"),
        (b'<xliff><file original="a"/><file original="b"/></xliff>', "xliff-files"),
        (b'<xliff><file target-language="a"/><file target-language="b"/></xliff>', "xliff-files"),
        (b"<tmx/>", "not-xliff"),
        (b"\xff\xfe<\x00", "xml-syntax"),
        (b'\xef\xbb\xbfmsgid ""\nmsgstr ""\n', "bom"),
        (b"", "po-syntax"),
    ],
)
def test_files_of_which_nothing_is_taken(data: bytes, code: str) -> None:
    with pytest.raises(SubmissionError) as caught:
        reading.read(data, "f.po")
    assert caught.value.code == code


def test_two_texts_for_one_message() -> None:
    two = b'<trans-unit id="1"><source>a</source><target state="final">%s</target></trans-unit>\n'
    data = b"<xliff><file><body>\n" + two % b"b" + two % b"%s" + b"</body></file></xliff>"
    with pytest.raises(SubmissionError) as caught:
        reading.read(data % b"c", "f.xlf")
    assert (caught.value.code, str(caught.value.where)) == ("duplicate-msgid", "f.xlf:3")
    for same in (b"b", b""):
        assert [one.text for one in reading.read(data % same).entries] == ["b"]


def test_groups_and_files_of_one_letter_and_what_is_not_for_translation() -> None:
    data = (
        b'<xliff version="1.1" xmlns="urn:oasis:names:tc:xliff:document:1.1">'
        b'<file original="letter"><body><group><trans-unit><source>a</source></trans-unit></group>'
        b'<trans-unit translate="no"><source>b</source></trans-unit><bin-unit/></body></file>'
        b'<file original="letter"><body><trans-unit><source>c</source><alt-trans><source>d</source>'
        b"<target>e</target></alt-trans></trans-unit></body></file></xliff>"
    )
    assert [(one.key[1], one.text) for one in reading.read(data).entries] == [("a", ""), ("c", "")]


def known(found: Submission, *keys: tuple[str, str]) -> list[tuple[tuple[str, str], str]]:
    return [(one.key, one.text) for one in found.resolved(keys).entries]


def test_tags_as_words() -> None:
    """Weblate's export of a PO file has the tags as text."""
    text = "un &lt;link1&gt;b&lt;/link1&gt; \\&lt;em1&gt;"
    found = reading.read(unit12(f'<target state="translated">{text}</target>', text.replace("un", "a")))
    key, target = ("", "a <link1>b</link1> \\<em1>"), "un <link1>b</link1> \\<em1>"
    assert found.keys() >= {key}
    assert known(found, key) == [(key, target)]
    literal = ("", "a \\<link1>b\\</link1> \\\\\\<em1>")
    assert known(found, literal) == [(literal, "un \\<link1>b\\</link1> \\\\\\<em1>")]
    assert known(found, literal, key)[0][0] == literal


def test_a_lost_context() -> None:
    found = reading.read(unit12('<target state="final">b</target>'))
    assert known(found, ("title", "a")) == [(("title", "a"), "b")]
    assert known(found, ("title", "a"), ("", "a")) == [(("", "a"), "b")]
    assert known(found, ("title", "a"), ("subtitle", "a")) == [(("", "a"), "b")]
    # Weblate gives a unit its context as its id
    found = reading.read(unit12('<target state="final">b</target>').replace(b'id="1"', b'id="title"'))
    assert [one.key for one in found.entries] == [("title", "a")]


@pytest.mark.parametrize(
    ("original", "letter"),
    [("letter", "letter"), ("source/2014/letter.md", "2014/letter"), (".\\letter.md", "letter"), ("", "")],
)
def test_the_letter_that_a_file_names(original: str, letter: str) -> None:
    data = unit12("").replace(b"source/letter.md", original.encode())
    found = reading.read(data)
    assert (found.letter, found.lang, found.lang_line, found.format) == (letter, "fr", 3, "xliff-1.2")
    assert reading.read(unit21("<segment><source>a</source></segment>")).lang == "zh"


def test_only_a_digest_is_taken_for_one() -> None:
    for value, base in (("v1:" + "0f" * 32, "v1:" + "0f" * 32), ("v1:" + "0G" * 32, ""), ("C:\\me", "")):
        assert one(unit12("", unit=f'extradata="{value}"')).base == base


def test_tags_may_be_missing_where_the_words_are_of_another_source() -> None:
    same = xliff21.write(packet(item("a <em1>b</em1>", "<em1>c</em1> d"), item("e <note1/>", "")))
    assert same.count(b'canDelete="no"') == 3
    assert b"canDelete" not in xliff21.write(packet(item("a <em1>b</em1>", "<link1>c</link1>", State.STALE)))


HOSTILE = DATA / "hostile"
ROWS = [
    row
    for row in csv.DictReader((HOSTILE / "EXPECT.tsv").open(encoding="utf-8"), delimiter="\t")
    if row["class"] == "xliff"
]


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_the_hostile_files(row: dict[str, str]) -> None:
    data = (HOSTILE / row["file"]).read_bytes()
    began = time.process_time()
    if row["expected"] == "REFUSE-FILE":
        with pytest.raises(SubmissionError) as caught:
            reading.read(data, row["file"])
        assert caught.value.code in ("xml-doctype", "xml-depth")
    else:
        found = reading.read(data, row["file"])
        assert not found.entries
        assert [(one.code, one.where.line) for one in found.problems] == [("xliff-inline", 5)]
    assert time.process_time() - began < 0.2


@WRITERS
@given(data=st.data())
def test_only_its_own_error_comes_out(write: Write, data: st.DataObject) -> None:
    """A packet that was cut, doubled and mixed at will."""
    whole = write(packet(item("a <em1>b</em1><note1/>", "<note1/> c")))
    parts = data.draw(
        st.lists(
            st.builds(lambda i, j: whole[i:j], st.integers(0, len(whole)), st.integers(0, len(whole)))
            | st.sampled_from(
                [b"<x id='em1'/>", b"<g>", b"</g>", b"<pc id='link1'>", b"\xff", b"&x;", whole]
            ),
            max_size=4,
        )
    )
    try:
        found = reading.read(b"".join(parts))
    except SubmissionError as error:
        told = error.code
    else:
        told = found.format
    assert told


BIG = (
    PEAK
    + """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))
from openletter.errors import SubmissionError
from openletter.review import reading
data = sys.stdin.buffer.read()
began = time.process_time()
try:
    print(len(reading.read(data, "f").entries))
except SubmissionError as error:
    print(error.code)
print(time.process_time() - began, peak())
"""
)


def _units(count: int) -> bytes:
    unit = (
        '<trans-unit id="{0}"><source>a <g id="em1">{0}</g></source>'
        '<target state="final">{1}</target></trans-unit>\n'
    )
    return b"".join(unit.format(number, "b" * 60).encode() for number in range(count))


@pytest.mark.skipif(os.name == "nt", reason="needs the module resource, which Windows does not have")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_units(60_000), "60000"),
        (b"<trans-unit><source>" + b"<x id='em1'/>" * 250_000 + b"</source></trans-unit>", None),
        (b"<trans-unit><source>a</source><target>" + b"\\" * 9_000_000 + b"</target></trans-unit>", None),
        (b"<trans-unit><source>" + b"&lt;em1&gt;" * 900_000 + b"</source></trans-unit>", None),
        (b"<trans-unit>" + b"<source/>" * 290_000 + b"</trans-unit>", "0"),
        (b"<group/>" * 290_000, "0"),
    ],
    ids=["units", "tags", "backslashes", "look-alikes", "sources", "groups"],
)
def test_a_large_file_has_an_answer_in_time(content: bytes, told: str | None) -> None:
    data = b"<xliff><file><body>" + content + b"</body></file></xliff>"
    assert len(data) < 10 << 20
    ended = subprocess.run(
        [sys.executable, "-c", BIG], input=data, capture_output=True, timeout=60, check=True
    )
    answer, figures = ended.stdout.decode().splitlines()
    seconds, mebibytes = map(float, figures.split())
    assert told in (None, answer)
    assert seconds < 10
    assert mebibytes < 512
