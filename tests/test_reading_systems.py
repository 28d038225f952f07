"""Reading systems that are not ours: epub.js and foliate-js show the books, pdf.js and MuPDF read the PDFs.

All run in Chromium or in Python; npm brings the first three. Set READING_PICTURES to a folder to look at what
they show.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import needs
import pytest
from judged import need
from own_editions import LANGS, TITLES, edition, subject, written
from test_own_extraction import plain, share

from openletter.audit import browser as chromium
from openletter.audit import tools
from openletter.audit.base import NPM
from openletter.audit.own import parts
from openletter.conventions import load, text

ORIGIN = "http://reader.test"
PACKAGES = ("epubjs", "jszip", "foliate-js", "pdfjs-dist")
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".epub": "application/epub+zip"}
PICTURES = os.environ.get("READING_PICTURES", "")

FOLIATE = """
import "/foliate-js/view.js";
import { FootnoteHandler } from "/foliate-js/footnotes.js";
const view = document.createElement("foliate-view");
view.style.cssText = "display: block; height: 100vh";
document.body.append(view);
view.addEventListener("load", e => { window.doc = e.detail.doc; });
const notes = new FootnoteHandler();
notes.addEventListener("before-render", e => { document.body.append(e.detail.view); });
notes.addEventListener("render", e => {
  window.note = { type: e.detail.type, text: e.detail.view.renderer.getContents()[0].doc.body.textContent };
});
view.addEventListener("link", e => { window.handled = notes.handle(view.book, e); });
await view.open("/book.epub");
window.view = view;
"""
EPUB_JS = """
const data = await (await fetch("/book.epub")).arrayBuffer();
window.book = ePub(data);
const size = { width: innerWidth - 16, height: innerHeight - 16 };
window.rendition = book.renderTo("area", { ...size, allowScriptedContent: false });
await book.ready;
window.shown = async target => {
  await rendition.display(target);
  await new Promise(done => setTimeout(done, 300));
  window.doc = rendition.getContents()[0].document;
};
window.ready = true;
"""
PDF_JS = """
import * as pdfjs from "/pdfjs-dist/legacy/build/pdf.mjs";
pdfjs.GlobalWorkerOptions.workerSrc = "/pdfjs-dist/legacy/build/pdf.worker.mjs";
window.read = async () => {
  const pdf = await pdfjs.getDocument({ url: "/book.pdf", standardFontDataUrl: "/none/" }).promise;
  const pages = [], trees = [];
  for (let n = 1; n <= pdf.numPages; n++) {
    const page = await pdf.getPage(n);
    const content = await page.getTextContent();
    pages.push(content.items.map(item => item.str + (item.hasEOL ? "\\n" : "")).join(""));
    trees.push(await page.getStructTree());
  }
  const { info } = await pdf.getMetadata();
  const outline = (await pdf.getOutline() ?? []).map(item => item.title);
  const marked = (await pdf.getMarkInfo())?.Marked;
  return { pages, trees, title: info.Title, lang: info.Language, marked, outline };
};
window.draw = async n => {
  const page = await (await pdfjs.getDocument({ url: "/book.pdf" }).promise).getPage(n);
  const viewport = page.getViewport({ scale: 1.2 });
  const { width, height } = viewport;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  document.body.replaceChildren(canvas);
  await page.render({ canvasContext: canvas.getContext("2d"), viewport }).promise;
};
window.ready = true;
"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    need("openletter-browser")
    for package in PACKAGES:
        if not tools.npm(package):
            needs.missing(package, NPM)
    with chromium.browser() as running:
        yield running


@contextmanager
def reader(
    chrome: Any, script: str, files: dict[str, bytes], library: str = "", width: int = 900, height: int = 1000
) -> Iterator[Any]:
    """A page that runs a script; it gets files, and what npm installed, from an address that is none."""
    scripts = "".join(f'<script src="{one}"></script>' for one in library.split())
    body = f'<div id="area"></div>{scripts}<script type="module">{script}</script>'
    index = f'<!DOCTYPE html><meta charset="utf-8"><body>{body}'
    held = {f"/{name}": data for name, data in files.items()} | {"/": index.encode()}

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(ORIGIN).split("?")[0].split("#")[0]
        package, _, inner = path.lstrip("/").partition("/")
        file = tools.npm(package, inner) if package in PACKAGES else None
        body = held.get(path, file.read_bytes() if file else None)
        if body is None:
            route.fulfill(status=404, body="")
            return
        route.fulfill(body=body, content_type=TYPES.get(Path(path).suffix, "text/html; charset=utf-8"))

    context = chrome.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    try:
        context.route("**/*", lambda route: route.abort())
        context.route(f"{ORIGIN}/**", answer)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(f"{ORIGIN}/")
        yield page
    finally:
        context.close()


def picture(page: Any, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def letters(words: str) -> str:
    return "".join(plain(parts.squeezed(words)).split())


@pytest.mark.parametrize("lang", LANGS)
def test_foliate_shows_the_letter(lang: str, chrome: Any) -> None:
    """Direction and turning of pages, contents, a note in a window of its own."""
    c = load(lang)
    with reader(chrome, FOLIATE, {"book.epub": written(lang, "epub").data}) as page:
        page.wait_for_function("window.view?.book")
        book = page.evaluate(
            "({ dir: view.book.dir ?? '', title: view.book.metadata.title,"
            " toc: view.book.toc.map(i => i.label), language: view.book.metadata.language })"
        )
        assert (book["dir"] or "ltr") == c.direction
        assert c.tag in book["language"]
        assert TITLES[lang] in json.dumps(book["title"], ensure_ascii=False)
        assert TITLES[lang] in book["toc"][0]
        page.evaluate("view.goTo('EPUB/letter.xhtml')")
        page.wait_for_function("window.doc?.querySelector('h1')")
        page.wait_for_timeout(300)
        picture(page, f"foliate-{lang}")
        assert page.evaluate("doc.documentElement.dir || 'ltr'") == c.direction
        page.evaluate("doc.querySelector('#ref1').click()")
        page.wait_for_function("window.note")
        note = page.evaluate("window.note")
        assert note["type"] == "footnote"
        assert "S/2014/872" in note["text"]
        assert page.errors == []


@pytest.mark.parametrize("lang", LANGS)
def test_epub_js_shows_the_letter(lang: str, chrome: Any) -> None:
    """Direction, contents, a link to a note and back; nothing wider than the screen of a telephone."""
    c = load(lang)
    with reader(
        chrome,
        EPUB_JS,
        {"book.epub": written(lang, "epub").data},
        "/jszip/dist/jszip.min.js /epubjs/dist/epub.min.js",
        width=400,
        height=700,
    ) as page:
        page.wait_for_function("window.ready")
        meta = page.evaluate(
            "({ ...book.packaging.metadata, toc: book.navigation.toc.map(i => i.label.trim()) })"
        )
        assert (meta["direction"] or "ltr") == c.direction
        assert meta["language"] == c.tag
        assert meta["title"] == TITLES[lang]
        assert TITLES[lang] in meta["toc"][0]
        page.evaluate("shown('letter.xhtml')")
        page.wait_for_function("window.doc?.querySelector('h1')")
        picture(page, f"epubjs-{lang}")
        assert page.evaluate("getComputedStyle(doc.body).direction") == c.direction
        words = letters(page.evaluate("doc.body.innerText"))
        assert letters(text(c, "Notes")) in words or "S/2014/872" in words
        there, back = page.evaluate(
            "['#ref1', '#fn1 a'].map(one => doc.querySelector(one).getAttribute('href'))"
        )
        assert there.endswith("#fn1")
        assert back.endswith("#ref1")
        page.evaluate("shown('letter.xhtml#fn1')")
        place = page.evaluate("rendition.currentLocation().start")
        assert place["href"] == "letter.xhtml"
        picture(page, f"epubjs-{lang}-note")
        first = page.evaluate("rendition.currentLocation().start.displayed.page")
        page.evaluate("shown('letter.xhtml#ref1')")
        assert page.evaluate("rendition.currentLocation().start.displayed.page") < first
        assert page.errors == []


def pdf_js(chrome: Any, lang: str) -> Any:
    with reader(chrome, PDF_JS, {"book.pdf": written(lang, "pdf").data}) as page:
        page.wait_for_function("window.ready")
        found = page.evaluate("read()")
        if PICTURES:
            page.evaluate("draw(1)")
            picture(page, f"pdfjs-{lang}")
        assert page.errors == []
        return found


@pytest.mark.parametrize("lang", LANGS)
def test_pdf_js_takes_out_the_words_in_order(lang: str, chrome: Any) -> None:
    """Title, language, tags and bookmarks; every word whole; headings in their order.

    pdf.js takes the glyphs of an Arabic line from left to right, and heeds no /ActualText: words are whole
    but for ligatures, and stand in the order on the line.
    """
    found = pdf_js(chrome, lang)
    assert found["title"] == TITLES[lang]
    assert found["lang"].partition("-")[0] == lang
    assert found["marked"]
    assert found["outline"]
    assert {"Document", "H1", "P", "L", "Note", "Link"} <= roles(found["trees"])
    whole = "\n".join(found["pages"])
    if lang == "ar":
        assert share(lang, whole, own=True) > 0.8
        return
    assert share(lang, whole, own=False) == 1
    places = [letters(whole).find(letters(one)) for one in headings(lang)]
    assert -1 not in places
    assert places == sorted(places)


def roles(trees: Any) -> set[str]:
    if isinstance(trees, list):
        return set().union(*map(roles, trees)) if trees else set()
    if not isinstance(trees, dict):
        return set()
    return {str(trees.get("role"))} | roles(trees.get("children", []))


def headings(lang: str) -> list[str]:
    letter = subject(edition(lang), "pdf").expected
    assert letter is not None
    return [words for _, words in parts.headings(letter)]


@pytest.mark.parametrize("lang", LANGS)
def test_mupdf_draws_every_page(lang: str) -> None:
    """Nothing is reported as broken, and no page is empty."""
    pymupdf = needs.module("pymupdf")
    with pymupdf.open(stream=written(lang, "pdf").data, filetype="pdf") as document:
        assert not pymupdf.TOOLS.mupdf_warnings()
        assert document.metadata["title"] == TITLES[lang]
        for number, page in enumerate(document, 1):
            drawn = page.get_pixmap(dpi=60)
            assert len(set(drawn.samples)) > 16
            if PICTURES:
                page.get_pixmap(dpi=70).save(f"{PICTURES}/mupdf-{lang}-{number}.png")
        assert re.search(r"\w", document[0].get_text())
