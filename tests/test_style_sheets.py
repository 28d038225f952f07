"""The style sheets for those who review: what they quote of a translation stands in it."""

from __future__ import annotations

import re

import pytest
from translated import LANGUAGES, ROOT, texts

from openletter import markup

QUOTED = re.compile(r"\*\*([^*]+)\*\*")


def spaces(text: str) -> str:
    return re.sub("[\u00a0\u202f\\s]+", " ", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_style_sheet_quotes_stands_in_the_translation(lang: str) -> None:
    """In **bold**: so that a text that is mended and a page that is not are noticed."""
    page = (ROOT / "docs" / "translating" / f"{lang}.md").read_text("utf-8")
    text = spaces("\n".join(markup.plain(one.msgstr) for one in texts(lang)))
    quoted = [spaces(words) for words in QUOTED.findall(page)]
    assert len(quoted) >= 15
    assert [words for words in quoted if words not in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_style_sheet_has_the_same_parts(lang: str) -> None:
    """Whoever knows one page finds the same things in another."""
    pages = [(ROOT / "docs" / "translating" / f"{one}.md").read_text("utf-8") for one in ("fr", lang)]
    first, other = (re.findall("^## (.+)$", page, re.MULTILINE) for page in pages)
    assert first == other
    places = [re.findall("^[0-9]+\\. ([^:]+):", page, re.MULTILINE) for page in pages]
    assert places[0] == places[1]
    assert len(places[0]) == 12
