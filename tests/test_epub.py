"""The e-book: its package, its metadata's truth, its pages, and reproducible bytes."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from editions import DOT, LANGS, RICH, edition
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from openletter import tree
from openletter.conventions import load, text
from openletter.model import Asset, State
from openletter.publish import epub

DATA = Path(__file__).parent / "data" / "web"
NS = {
    "h": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Book:
    """An EPUB, unpacked; each page parsed as XML."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.zip.namelist()

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.zip.read(f"EPUB/{name}"))

    def find(self, name: str, path: str) -> list[Any]:
        return list(self.xml(name).xpath(path, namespaces=NS))

    def meta(self, key: str) -> list[str]:
        return [str(found) for found in self.find("content.opf", f"//opf:meta[@property='{key}']/text()")]


def written(
    lang: str = "en", markdown: str = RICH, assets: tuple[Asset, ...] = (DOT,), **changes: Any
) -> Book:
    return Book(epub.write(edition(lang, markdown, **changes), assets).data)


def test_golden_page(golden: Callable[[Path, str], None]) -> None:
    for name in ("letter.xhtml", "nav.xhtml"):
        golden(DATA / f"rich.ru.{name}", written("ru").zip.read(f"EPUB/{name}").decode())


@pytest.mark.parametrize("lang", LANGS)
def test_package(lang: str) -> None:
    book, c = written(lang), load(lang)
    package = book.xml("content.opf")
    assert (package.get("version"), package.get(LANG), package.get("dir")) == ("3.0", c.tag, c.direction)
    assert book.find("content.opf", "//dc:language/text()") == [c.tag]
    assert book.find("content.opf", "//opf:spine/@page-progression-direction") == [c.direction]
    assert book.find("content.opf", "//dc:creator/text()") == ["First", "Second"]
    assert book.find("content.opf", "//dc:rights/@xml:lang") == ["en"], "rights are not translated"
    assert book.meta("dcterms:modified") == ["2014-12-09T00:00:00Z"]
    assert b"generator" not in book.zip.read("EPUB/content.opf")
    listed = {f"EPUB/{href}" for href in book.find("content.opf", "//opf:item/@href")}
    assert listed | {"mimetype", "META-INF/container.xml", "EPUB/content.opf"} == set(book.names)
    for page in ("letter.xhtml", "nav.xhtml", "cover.xhtml"):
        root = book.xml(page)
        assert (root.get("lang"), root.get(LANG), root.get("dir")) == (c.tag, c.tag, c.direction)


def test_identifiers_differ_between_languages_and_stay() -> None:
    found = [written(lang).find("content.opf", "//dc:identifier/text()")[0] for lang in LANGS]
    assert len(set(found)) == len(LANGS)
    assert all(one.startswith("urn:uuid:") for one in found)
    assert found == [written(lang).find("content.opf", "//dc:identifier/text()")[0] for lang in LANGS]


def test_accessibility_metadata_tells_the_truth() -> None:
    with_images = written("en")
    assert with_images.meta("schema:accessMode") == ["textual", "visual"]
    assert with_images.meta("schema:accessModeSufficient") == ["textual,visual"], (
        "one image has no description"
    )
    assert "alternativeText" not in with_images.meta("schema:accessibilityFeature")
    plain = written("en", "Words.")
    assert plain.meta("schema:accessMode") == plain.meta("schema:accessModeSufficient") == ["textual"]
    assert "alternativeText" in plain.meta("schema:accessibilityFeature")
    assert "notes" not in plain.meta("schema:accessibilitySummary")[0]
    described = written("en", "![A dot](img/dot.png)")
    assert described.meta("schema:accessModeSufficient") == ["textual"]
    moving = dataclasses.replace(DOT, media_type="image/gif", name="dot.gif")
    assert written("en", "![A dot](img/dot.png)", (moving,)).meta("schema:accessibilityHazard") == ["unknown"]
    for claim in (b"conformsTo", b"certifiedBy"):
        assert claim not in with_images.zip.read("EPUB/content.opf")


@pytest.mark.parametrize("lang", LANGS)
def test_notes_pop_up_and_lead_back(lang: str) -> None:
    book, c = written(lang), load(lang)
    references = book.find("letter.xhtml", "//h:a[@role='doc-noteref']")
    notes = book.find("letter.xhtml", "//h:aside[@role='doc-footnote']")
    ways_back = book.find("letter.xhtml", "//h:aside//h:a[@role='doc-backlink']")
    assert [a.get(TYPE) for a in references] == ["noteref"] * 3
    assert [note.get(TYPE) for note in notes] == ["footnote"] * 3
    assert [a.get("href") for a in references] == [f"#{note.get('id')}" for note in notes]
    assert [a.get("href") for a in ways_back] == [f"#{a.get('id')}" for a in references]
    assert references[0].get("aria-label") == text(c, "Note {number}", number=1)
    assert ways_back[0].get("aria-label") == text(c, "Back to the text, note {number}", number=1)


@pytest.mark.parametrize("lang", LANGS)
def test_navigation(lang: str) -> None:
    book, c = written(lang), load(lang)
    links = book.find("nav.xhtml", "//h:nav[@id='toc']//h:a")
    words = ["".join(a.itertext()) for a in links]
    expected = ["A & B", "Heading ünï span", "Skipped level", "Letter", text(c, "Notes")]
    assert words == expected + ([] if lang == "en" else [text(c, "About this translation")])
    ids = {f"letter.xhtml#{name}" for name in book.find("letter.xhtml", "//@id")}
    assert {a.get("href") for a in links} <= ids
    kinds = [a.get(TYPE) for a in book.find("nav.xhtml", "//h:nav[@id='landmarks']//h:a")]
    assert kinds == ["cover", "toc", "bodymatter", "footnotes"]
    assert book.find("toc.ncx", "//ncx:navPoint/ncx:content/@src") == [a.get("href") for a in links]


def test_links_stay_inside_the_book_or_lead_to_the_web() -> None:
    book = written("en")
    ids = set(book.find("letter.xhtml", "//@id"))
    for href in book.find("letter.xhtml", "//h:main//h:a/@href"):
        assert href.startswith(("https://", "mailto:")) or href[1:] in ids
    assert book.find("letter.xhtml", "//h:img/@src") == ["images/dot.0a1b2c3d.png"] * 2


def test_images_of_other_kinds_become_words() -> None:
    odd = dataclasses.replace(DOT, media_type="image/bmp")
    book = written("en", "![A dot](img/dot.png)", (odd,))
    assert not book.find("letter.xhtml", "//h:img")
    assert "A dot" in "".join(book.xml("letter.xhtml").itertext())


@pytest.mark.parametrize("lang", LANGS)
def test_cover(lang: str) -> None:
    book = written(lang)
    (image,) = book.find("cover.xhtml", "//h:img")
    assert image.get("alt") == text(load(lang), "Cover: {title}", title="A & B")
    data = book.zip.read("EPUB/images/cover.png")
    assert data.startswith(b"\x89PNG")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1000, 1500)
    assert book.find("content.opf", "//opf:item[@properties='cover-image']/@href") == ["images/cover.png"]


def test_notice() -> None:
    draft = written("es")
    assert len(draft.find("letter.xhtml", "//h:p[@role='note']")) == 1
    assert draft.find("letter.xhtml", "//h:section[@id='about']")
    assert "borrador" in draft.find("content.opf", "//dc:description/text()")[0]
    assert not written("es", counts={State.REVIEWED: 5}).find("letter.xhtml", "//h:p[@role='note']")


def test_bytes_are_reproducible_and_packed_in_order() -> None:
    first = epub.write(edition("zh", RICH), (DOT,)).data
    assert epub.write(edition("zh", RICH), (DOT,)).data == first
    book = Book(first)
    assert book.names == ["mimetype", *sorted(book.names[1:])]
    assert first[30:58] == b"mimetypeapplication/epub+zip", "stored, first, without extra fields"
    assert {info.date_time for info in book.zip.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(first) < 400_000


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=30))
def test_any_words_make_well_formed_pages(words: str) -> None:
    """Whatever a translation says, every file of the book is well-formed XML."""
    words = words.encode("utf-8", "replace").decode()
    blocks = (
        {"t": "Header", "c": [2, ["", [], []], [tree.string(words)]]},
        {"t": "Para", "c": [tree.string(words)]},
    )
    made = edition("fr", "x", blocks=blocks, title=(tree.string(words),), title_text=words, description=words,
                   place=words, organisations=(words,), rights=words)  # fmt: skip
    book = Book(epub.write(made).data)
    for name in ("content.opf", "toc.ncx", "nav.xhtml", "letter.xhtml", "cover.xhtml"):
        book.xml(name)
