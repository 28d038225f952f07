"""The web page: structure, labels, language, and that nothing of the source's markup gets through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from editions import DOT, LANGS, RICH, edition
from hypothesis import given, settings
from hypothesis import strategies as st

from openletter import tree
from openletter.conventions import load, text
from openletter.model import State
from openletter.publish import html

DATA = Path(__file__).parent / "data" / "web"
VOID = {"meta", "link", "br", "hr", "img", "col", "input"}
Attrs = dict[str, str]


class Page(HTMLParser):
    """The elements of a page in order, with their attributes; fails where end tags do not match."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, Attrs]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(markup)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), "an attribute is given twice"
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "title"):
            self.words.append(data)

    def all(self, tag: str, **wanted: str) -> list[Attrs]:
        return [a for t, a in self.elements if t == tag and all(a.get(k) == v for k, v in wanted.items())]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]


def written(lang: str = "en", markdown: str = RICH, **changes: object) -> str:
    return html.write(edition(lang, markdown, **changes), (DOT,)).data.decode()


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
def test_golden_page(lang: str, golden: Callable[[Path, str], None]) -> None:
    page = re.sub(r"<style>.*?</style>", "<style/>", written(lang), flags=re.DOTALL)
    golden(DATA / f"rich.{lang}.html", page)


@pytest.mark.parametrize("lang", LANGS)
def test_structure(lang: str) -> None:
    source = written(lang)
    page = Page(source)
    c = load(lang)
    assert page.elements[0] == ("html", {"lang": c.tag, "dir": c.direction})
    headings = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert headings.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(headings))
    assert Counter(page.ids).most_common(1)[0][1] == 1, "identifiers are unique"
    assert all(name.isascii() for name in page.ids)
    for attrs in page.all("a"):
        if attrs["href"].startswith("#"):
            assert attrs["href"][1:] in page.ids
    assert len(page.all("main")) == 1
    assert page.all("a")[0]["href"] == "#letter"
    assert text(c, "Skip to the letter") in source
    assert "<script" not in source
    assert len(source) < 60_000


@pytest.mark.parametrize("lang", LANGS)
def test_notes_are_labelled_both_ways(lang: str) -> None:
    page, c = Page(written(lang)), load(lang)
    references = page.all("a", role="doc-noteref")
    ways_back = page.all("a", role="doc-backlink")
    assert [a["aria-label"] for a in references] == [text(c, "Note {number}", number=n) for n in (1, 2, 3)]
    assert [a["href"] for a in references] == ["#fn1", "#fn2", "#fn3"]
    assert [a["href"] for a in ways_back] == [f"#{a['id']}" for a in references]
    assert [a["aria-label"] for a in ways_back] == [
        text(c, "Back to the text, note {number}", number=n) for n in (1, 2, 3)
    ]
    assert text(c, "Notes") in page.words


def test_what_the_source_may_not_bring() -> None:
    source = written("en")
    for gone in (
        "onclick",
        "javascript:",
        'style="color',
        "data-x",
        "raw block</div>",
        "http://[x",
        'class="cls"',
    ):
        assert gone not in source
    page = Page(source)
    assert {a["src"] for a in page.all("img")} == {"../images/dot.0a1b2c3d.png"}, (
        "nothing is fetched from afar"
    )
    assert [a["alt"] for a in page.all("img")] == ["alt text", ""]
    hrefs = [a["href"] for a in page.all("a")]
    assert "https://example.org/a%20b" in hrefs
    assert "other.html" in hrefs
    assert "https://example.org/far.png" in hrefs
    words = "".join(page.words)
    for kept in ("script", "to nothing", "bad", "gone", "https://example.org/empty"):
        assert kept in words


def test_foreign_words_keep_language_and_direction() -> None:
    page = Page(written("en"))
    assert page.all("span", lang="ar") == [{"lang": "ar", "dir": "rtl"}]
    assert page.all("span", lang="zh-Hans") == [{"lang": "zh-Hans", "dir": "ltr"}]
    assert page.all("div", lang="fr") == [{"lang": "fr", "dir": "ltr"}]
    assert page.all("span", **{"class": "symbol"}) == [{"class": "symbol", "dir": "ltr"}]
    assert len(Page(written("ar")).all("code", dir="ltr")) == 2, "inline code"
    assert Page(written("ar")).all("pre") == [{"dir": "ltr"}]


@pytest.mark.parametrize("lang", LANGS)
def test_languages_and_formats(lang: str) -> None:
    page = Page(written(lang, letter="deep/letter"))
    current = page.all("span", **{"aria-current": "page"})
    assert current == [{"aria-current": "page", "lang": load(lang).tag, "dir": load(lang).direction}]
    others = [one for one in LANGS if one != lang]
    alternates = {a["hreflang"]: a["href"] for a in page.all("link", rel="alternate") if "hreflang" in a}
    assert alternates == {load(one).tag: f"../../{one}/deep/letter.html" for one in others}
    switched = [a for a in page.all("a") if "lang" in a]
    assert [(a["href"], a["hreflang"], a["lang"]) for a in switched] == [
        (f"../../{one}/deep/letter.html", load(one).tag, load(one).tag) for one in others
    ]
    hrefs = {a["href"] for a in page.all("a")}
    assert {"letter.epub", "letter.pdf", "../../index.html"} <= hrefs


def test_only_formats_that_exist_are_offered() -> None:
    page = Page(written("en", formats=("html", "pdf"), siblings=()))
    assert [a["href"] for a in page.all("a") if a["href"].startswith("letter.")] == ["letter.pdf"]
    assert not page.all("nav"), "one language needs no switcher"


@pytest.mark.parametrize(("date", "moment"), [("2014-12-09", True), ("2014", True), ("", False)])
def test_the_date_is_marked(date: str, moment: bool) -> None:
    page = Page(written("fr", date=date, date_text=date and "TEXT"))
    assert page.all("time") == ([{"datetime": date}] if moment else [])


@pytest.mark.parametrize("lang", [one for one in LANGS if one != "en"])
def test_the_notice_stands_once_near_the_top_and_in_full_at_the_end(lang: str) -> None:
    source = written(lang)
    page = Page(source)
    assert len(page.all("p", role="note")) == 1
    assert source.index('role="note"') < source.index('<div class="text">')
    assert source.index('id="about"') > source.index('id="notes"')
    assert {"href": "../en/letter.html", "hreflang": "en"} in page.all("a"), "a way to the original"
    whole = Page(written(lang, counts={State.REVIEWED: 9}))
    assert not whole.all("p", role="note")
    assert "about" not in whole.ids


def test_nothing_is_fetched_but_fonts_and_images_beside() -> None:
    result = html.write(edition("ar", RICH), (DOT,))
    page = result.data.decode()
    addresses = set(re.findall(r'url\("([^"]+)"\)', page)) | {a["src"] for a in Page(page).all("img")}
    assert addresses == {f"../{name}" for name in result.beside}
    assert page.count("font-display:swap") == page.count("@font-face") > 0
    assert "@import" not in page
    assert "justify;" not in page, "start-aligned, never justified"


def test_equal_inputs_give_equal_bytes() -> None:
    assert html.write(edition("ru", RICH), (DOT,)) == html.write(edition("ru", RICH), (DOT,))


def test_signatories_are_a_list_of_their_own() -> None:
    markdown = "Yours,\n\n- First\n- Second\n"
    assert 'class="signatories"' in written("en", markdown).split("</style>")[1]
    assert 'class="signatories"' not in written("en", markdown + "- Third\n").split("</style>")[1]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_words_are_never_markup(words: str) -> None:
    """Whatever a translation says is printed and never becomes an element."""
    blocks = (
        {
            "t": "Para",
            "c": [tree.string(words), {"t": "Note", "c": [{"t": "Plain", "c": [tree.string(words)]}]}],
        },
    )
    title = {"title": (tree.string(words),), "title_text": words, "place": words, "description": words}
    made = edition("fr", "x", blocks=blocks, date_text=words, **title)
    before = [tag for tag, _ in Page(html.write(edition("fr", "x[^1]\n\n[^1]: y")).data.decode()).elements]
    after = [tag for tag, _ in Page(html.write(made).data.decode()).elements]
    assert Counter(after) - Counter(before) == Counter()
