"""The index: every language and file, in its own language, with sizes for its reader."""

from __future__ import annotations

import re
from typing import Any

import pytest
from editions import LANGS
from test_html import Page

from openletter.conventions import file_size, load, text
from openletter.model import Artifact
from openletter.publish import index


def artifact(lang: str, letter: str = "letter", form: str = "html", **changes: Any) -> Artifact:
    values: dict[str, Any] = {
        "path": f"{lang}/{letter}.{form}",
        "letter": letter,
        "lang": lang,
        "format": form,
        "sha256": "",
        "size": 23_456,
        "states": {} if lang == "en" else {"draft": 3, "reviewed": 2},
        "source_sha256": "",
        "catalog_sha256": "",
        "digest": "",
        "title": f"A & <b> {lang}",
        "description": f"About {lang}.",
        "date": "2014-12-09",
    }
    return Artifact(**values | changes)


def all_of(*letters: str) -> list[Artifact]:
    return [artifact(lang, letter, form) for letter in letters for form in index.FORMATS for lang in LANGS]


def test_one_letter() -> None:
    source = index.write(all_of("letter")).data.decode()
    page = Page(source)
    assert page.elements[0] == ("html", {"lang": "en", "dir": "ltr"})
    assert "<title>A &amp; &lt;b&gt; en</title>" in source
    assert [a["href"] for a in page.all("a")[: len(LANGS)]] == [f"#lang-{lang}" for lang in index.ORDER]
    assert {a["href"] for a in page.all("a")} >= {f"{x}/letter.{f}" for x in LANGS for f in index.FORMATS}
    assert len(page.all("h1")) == 1
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("lang", LANGS)
def test_each_section_is_in_its_own_language(lang: str) -> None:
    source = index.write(all_of("letter")).data.decode()
    c = load(lang)
    section = re.search(
        f'<section id="lang-{lang}" lang="{c.tag}" dir="{c.direction}".*?</section>', source, re.S
    )
    assert section
    words = " ".join(Page(section[0]).words)
    for expected in (c.autonym, text(c, "Web page"), text(c, "PDF document"), file_size(c, 23_456)):
        assert expected in words
    state = text(c, "Original text" if lang == "en" else "Machine draft, not reviewed")
    assert state in words


def test_many_letters_and_old_ones() -> None:
    letters = [f"nested/letter-{n}" for n in range(120)]
    page = Page(index.write(all_of(*letters)).data.decode())
    assert len(page.all("section")) == len(LANGS)
    assert len(page.all("h3")) == len(LANGS) * len(letters)
    assert "Open letters" in page.words
    old = index.write([artifact("fr", outdated=True, states={"reviewed": 1})]).data.decode()
    assert "Version antérieure" in old
    assert "Traduction révisée" in old


def test_odd_paths_and_no_artifacts() -> None:
    page = Page(index.write([artifact("en", "a b/ü?#")]).data.decode())
    assert page.all("a")[-1]["href"] == "en/a%20b/%C3%BC%3F%23.html"
    assert "Open letters" in Page(index.write([]).data.decode()).words


def test_the_page_speaks_the_language_of_the_originals() -> None:
    arabic = [artifact("ar", states={}), artifact("en", states={"draft": 1})]
    assert Page(index.write(arabic).data.decode()).elements[0] == ("html", {"lang": "ar", "dir": "rtl"})


def test_equal_inputs_give_equal_bytes_in_any_order() -> None:
    made = all_of("a", "b")
    assert index.write(made) == index.write(made[::-1])
