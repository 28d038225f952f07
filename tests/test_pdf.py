"""The PDF of an edition: its text in tag order is the edition's, it is accessible, and no text is markup."""

from __future__ import annotations

import dataclasses
import io
import itertools
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openletter import conventions, pandoc, po, tree
from openletter.errors import SourceError
from openletter.model import Asset, Edition, Node, State
from openletter.publish import actualtext, notice, pdf, tagtext, typst
from openletter.publish.matching import ScrambledError, assign, folded
from openletter.publish.typst_text import Run, literal

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).resolve().parent / "data" / "pdf"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
TITLES = {"ar": "رسالة إلى أعضاء مجلس الأمن", "zh": "致安全理事会成员的信"}
EPOCH = 1418083200


def png() -> bytes:
    """A red picture of 4 × 3 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    rows = (b"\0" + b"\xc0\0\0" * 4) * 3
    header = struct.pack(">LLBBBBB", 4, 3, 8, 2, 0, 0, 0)
    packed = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + packed


ASSETS = (Asset("red.png", "red.png", "image/png", png()),)


def edition(markdown: str, lang: str = "en", **changes: Any) -> Edition:
    c = conventions.load(lang)
    blocks = tree.without_positions(pandoc.read(markdown)["blocks"])
    title = TITLES.get(lang, "Letter to the Council")
    whole = Edition(
        letter="letter",
        lang=lang,
        conventions=c,
        title=(tree.string(title),),
        title_text=title,
        subtitle=(),
        description="",
        place="New York",
        date="2014-12-09",
        date_text=conventions.long_date(c, "2014-12-09"),
        identifier="urn:uuid:2beb98de-d838-4cd8-805c-285d74050e9a",
        rights="",
        organisations=(),
        blocks=tuple(blocks),
        source_lang="en",
        counts={} if lang == "en" else {State.DRAFT: 31},
        siblings=(),
        epoch=EPOCH,
    )
    return dataclasses.replace(whole, **changes)


def clean(text: str) -> str:
    """Without spaces, controls and marks of direction."""
    return "".join(c for c in text if unicodedata.category(c)[0] not in "ZC")


def texts(node: Node, media: Sequence[str] = ("red.png",)) -> Iterator[str]:
    """All words of a tree in its order, notes where they are cited; a picture has none."""
    if isinstance(node, list | tuple):
        for item in node:
            yield from texts(item, media)
    elif isinstance(node, dict):
        match node["t"]:
            case "Str":
                yield node["c"]
            case "Code" | "CodeBlock":
                yield node["c"][1]
            case "Image" if node["c"][2][0] in media:
                return
            case "Header" | "Link" | "Image" | "Span" | "Div" | "Quoted" | "OrderedList":
                yield from texts([part for part in node["c"] if isinstance(part, list)], media)
            case _:
                yield from texts(node.get("c"), media)


def words_of(letter: Edition) -> str:
    """Everything that a PDF of the edition says, in order, without spaces."""
    c = letter.conventions
    parts = [conventions.dateline(c, letter.place, letter.date, letter.date_text)]
    parts += [*texts(letter.title), notice.short(letter), *texts(_tables_last(letter.blocks))]
    full = notice.full(letter)
    return clean("".join([*parts, conventions.text(c, "About this translation") if full else "", *full]))


def _tables_last(blocks: Node) -> Node:
    """Attributes away, so that only words are strings."""
    if isinstance(blocks, list | tuple):
        return [_tables_last(item) for item in blocks]
    if isinstance(blocks, dict) and "t" in blocks:
        where = tree.ATTRIBUTES.get(blocks["t"])
        content = blocks.get("c")
        if where is not None and blocks["t"] not in ("Code", "CodeBlock", "Image"):
            content = [part for i, part in enumerate(content) if i != where]
        return {**blocks, "c": _tables_last(content) if blocks["t"] not in ("Code", "CodeBlock") else content}
    return blocks


def elements(data: bytes) -> list[tagtext.Element]:
    """All elements of the tag tree, in its order."""

    def below(element: tagtext.Element) -> Iterator[tagtext.Element]:
        yield element
        for kid in element.kids:
            if isinstance(kid, tagtext.Element):
                yield from below(kid)

    document = tagtext.read(data)
    elements.keep = document  # type: ignore[attr-defined]
    return [found for root in document.roots() for found in below(root)]


RICH = [("rich.md", "en"), ("rich.md", "ar"), ("rich.md", "zh"), ("rich.md", "ru")]
RICH += [("rich-ar.md", "ar"), ("rich-ar.md", "fr"), ("rich-ar.md", "es")]


@pytest.fixture(scope="module", params=RICH, ids="-".join)
def rich(request: pytest.FixtureRequest) -> tuple[Edition, bytes]:
    name, lang = request.param
    letter = edition((DATA / name).read_text("utf-8"), lang)
    return letter, pdf.write(letter, ASSETS).data


def test_text_in_tag_order_is_the_text_of_the_edition(rich: tuple[Edition, bytes]) -> None:
    letter, data = rich
    assert clean(tagtext.text(data)) == words_of(letter)


def test_every_judge_is_content(rich: tuple[Edition, bytes]) -> None:
    page = pytest.importorskip("page")
    for profile in ("ua1", "2a"):
        failures = page.validate_pdf_bytes(rich[1], profile=profile).failures
        assert [(failure.rule_id, failure.message) for failure in failures] == []


def test_headings_follow_each_other_without_a_gap(rich: tuple[Edition, bytes]) -> None:
    levels = [int(found.kind[2:]) for found in elements(rich[1]) if re.fullmatch(r"/H\d", found.kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_structure_has_lists_tables_notes_quotes_and_pictures(rich: tuple[Edition, bytes]) -> None:
    kinds = {found.kind for found in elements(rich[1])}
    assert {"/L", "/LI", "/Table", "/TH", "/TD", "/Note", "/BlockQuote", "/Code", "/Link"} <= kinds


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_real_letter_has_every_passage_whole(published: Path, lang: str) -> None:
    data = (published / lang / "letter.pdf").read_bytes()
    said = clean(tagtext.text(data))
    path = ROOT / "locales" / ("fr" if lang == "en" else lang) / "LC_MESSAGES" / "letter.po"
    passages = [
        piece
        for entry in po.parse(path.read_bytes(), str(path)).entries
        if not entry.obsolete and entry.msgctxt in ("", "title", "place")
        for piece in re.split(r"<\w+/>|</?\w+>", entry.msgid if lang == "en" else entry.msgstr)
    ]
    assert len(passages) > 20
    assert [passage for passage in passages if clean(passage) not in said] == []


def test_equal_editions_give_equal_bytes() -> None:
    letter = edition((DATA / "rich.md").read_text("utf-8"), "zh")
    assert pdf.write(letter, ASSETS).data == pdf.write(letter, ASSETS).data


def test_nothing_of_the_maker_is_in_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("USER", "canary-user")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    data = pdf.write(edition("Words."), ()).data
    with pikepdf.open(io.BytesIO(data)) as document:
        streams = [bytes(o.read_bytes()) for o in document.objects if isinstance(o, pikepdf.Stream)]
        dates = {str(document.docinfo[name]) for name in ("/CreationDate", "/ModDate")}
    everything = b"".join([data, *streams])
    assert b"canary" not in everything
    assert str(tmp_path).encode() not in everything
    assert dates == {"D:20141209000000Z"}


def test_document_says_title_language_and_direction() -> None:
    data = pdf.write(edition("كلمة.", "ar"), ()).data
    with pikepdf.open(io.BytesIO(data)) as document:
        assert str(document.Root.Lang) == "ar"
        assert str(document.Root.ViewerPreferences.Direction) == "/R2L"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"]) == TITLES["ar"]
        assert document.Root.Outlines.Count


def test_links_of_notes_say_where_they_lead() -> None:
    data = pdf.write(edition("Words[^1].\n\n[^1]: A note.", "fr"), ()).data
    with pikepdf.open(io.BytesIO(data)) as document:
        said = [str(annotation.Contents) for page in document.pages for annotation in page.Annots]
    c = conventions.load("fr")
    assert said == [
        conventions.text(c, "Note {number}", number="1"),
        conventions.text(c, "Back to the text, note {number}", number="1"),
    ]


def test_foreign_words_name_their_language() -> None:
    data = pdf.write(edition("كلمات [Human rights]{lang=en dir=ltr} كلمات", "ar"), ()).data
    spans = {str(e.node.get("/ActualText", "")).strip(): str(e.node.get("/Lang", "")) for e in elements(data)}
    content = {c.marked.lang for e in elements(data) for c in e.kids if isinstance(c, tagtext.Content)}
    assert spans.get("Human rights", "en") == "en"
    assert "en" in content


def test_alternative_text_of_pictures() -> None:
    data = pdf.write(edition("![A red square](red.png)\n\n![](red.png) is decoration"), ASSETS).data
    said = [str(e.node.Alt) for e in elements(data) if e.kind == "/Figure"]
    assert said == ["A red square"]


HOSTILE = [
    '#read("/etc/hostname")',
    "#sys.version",
    "#panic()",
    "$ x $",
    "\\",
    '\\"',
    '"); #panic("',
    "@ref",
    "<label>",
    "= no heading",
    "- no list",
    "// no comment",
    "/* nor this */",
    "*a* _b_ `c` ~ -- ---",
    "{x}",
    "[y]",
    "#{",
    "]",
    '"',
    "'",
    "${}",
    "\u2028",
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE) | st.text('ab#"\\$<@{}[]()*_` \n', max_size=12), max_size=6))
def test_no_text_is_ever_markup(pieces: list[str]) -> None:
    value = " ".join(pieces) + "."
    letter = dataclasses.replace(
        edition("x"),
        title=(tree.string(value),),
        title_text=value,
        description=value,
        place=value,
        organisations=(value,),
        blocks=(
            {"t": "Para", "c": [tree.string(value), {"t": "Code", "c": [["", [], []], value]}]},
            {"t": "Header", "c": [2, ["a", [], []], [tree.string(value)]]},
            {"t": "CodeBlock", "c": [["", [], []], value]},
        ),
    )
    data = pdf.write(letter, ()).data
    assert clean(tagtext.text(data)) == clean(
        conventions.dateline(letter.conventions, value, letter.date, letter.date_text) + value * 5
    )


@given(st.text())
def test_a_literal_stays_within_its_quotes(value: str) -> None:
    inside = literal(value)[1:-1]
    assert "\n" not in inside
    assert re.fullmatch(r'(?:[^"\\]|\\.)*', inside, re.DOTALL)


def test_raw_code_is_not_printed() -> None:
    raw = [
        {"t": "RawBlock", "c": ["typst", "#panic()"]},
        {"t": "Para", "c": [{"t": "RawInline", "c": ["html", "<b>"]}]},
    ]
    data = pdf.write(dataclasses.replace(edition("x"), blocks=tuple(raw)), ()).data
    assert "panic" not in tagtext.text(data)
    assert "<b>" not in tagtext.text(data)


def test_a_character_without_a_glyph_is_an_error_that_names_it() -> None:
    with pytest.raises(SourceError, match=r"U\+13A0"):
        pdf.write(edition("Cherokee \u13a0"), ())


def test_text_that_is_not_the_editions_is_no_pdf() -> None:
    letter = edition("One two three.")
    source = typst.source(letter)
    made = pdf.compile_source(letter, source)
    wrong = [Run(run.text.replace("three", "four"), run.lang) for run in source.runs]
    with pytest.raises(SourceError, match="does not hold"):
        actualtext.apply(made, wrong, letter)


def test_typst_alone_scrambles_arabic() -> None:
    """If this fails, Typst has learnt it, and `actualtext` has less to do."""
    letter = edition((DATA / "rich-ar.md").read_text("utf-8"), "ar")
    made = pdf.compile_source(letter, typst.source(letter, ASSETS))
    assert clean(tagtext.text(made)) != words_of(letter)


def test_vocalized_arabic_that_is_told_twice() -> None:
    text = "نَصٌّ مُشَكَّلٌ تَشْكِيلاً كامِلاً واستناداً إلى مُحَمَّدٍ رسمياً"
    letter = edition(f"{text} *{text}* [{text}](https://example.org) **{text}**[^1]\n\n[^1]: {text}", "ar")
    assert clean(tagtext.text(pdf.write(letter, ()).data)) == words_of(letter)


@given(st.lists(st.text("abcd", max_size=4), max_size=5), st.randoms())
def test_groups_take_their_letters_in_order(parts: list[str], random: Any) -> None:
    mixed = ["".join(random.sample(part, len(part))) for part in parts]
    assert assign(mixed, "".join(parts)) == [len(part) for part in parts]


def test_letters_of_others_are_refused() -> None:
    with pytest.raises(ScrambledError):
        assign(["ab", "cd"], "abce")
    with pytest.raises(ScrambledError):
        assign(["ab"], "abc")
    assert assign(["ًاًاشكر", "x"], "شكراً" + "x") == [len(folded("شكراً")), 1]


def test_long_tables_repeat_their_header_outside_the_text() -> None:
    rows = "\n".join(f"| {i} | word |" for i in range(120))
    letter = edition(f"| Number | Word |\n|---|---|\n{rows}\n")
    data = pdf.write(letter, ()).data
    assert clean(tagtext.text(data)) == words_of(letter)
    assert sum(e.kind == "/TH" for e in elements(data)) == 2


def test_signatories_are_a_list_without_signs() -> None:
    letter = edition("Sincerely,\n\n- One\n- Two\n", organisations=("One", "Two"))
    said = tagtext.text(pdf.write(letter, ()).data, labels=True)
    assert "•" not in said
    assert "•" in tagtext.text(pdf.write(dataclasses.replace(letter, organisations=()), ()).data, labels=True)


def test_an_empty_heading_is_none() -> None:
    data = pdf.write(edition("## \n\n### Sub\n\n# Top\n\n###### Deep"), ()).data
    assert [e.kind for e in elements(data) if e.kind.startswith("/H")] == ["/H1", "/H2", "/H2", "/H3"]
