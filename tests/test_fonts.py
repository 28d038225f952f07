"""The fonts: every character has a glyph, equal texts give equal bytes, and pages share files."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from openletter.model import Conventions
from openletter.publish import fonts, truetype, woff2

SCRIPTS = {"en": "Latn", "fr": "Latn", "ru": "Cyrl", "ar": "Arab", "zh": "Hans"}
TEXTS = {
    "en": "Letter to the Council—“as one”, 5 December 2014",
    "fr": "Lettre « ouverte » : l’œuvre d’un comité\u202f!",
    "ru": "Открытое письмо «Совету», § 5",
    "ar": "رسالة إلى مجلس الأمن، (S/2014/872) رسمياً",
    "zh": "致安理会成员的信，“公开信”——2014年，A/HRC/25/63。",
}


def conventions(lang: str) -> Conventions:
    direction = "rtl" if lang == "ar" else "ltr"
    return Conventions(lang, lang, direction, lang, SCRIPTS[lang], "CN" if lang == "zh" else "", {})


def ranges(unicode_range: str) -> set[str]:
    found: set[str] = set()
    for part in unicode_range.split(", "):
        first, _, last = part.removeprefix("U+").partition("-")
        found |= set(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return found


def glyphs(data: bytes) -> set[str]:
    return set(map(chr, TTFont(io.BytesIO(data)).getBestCmap()))


@pytest.mark.parametrize("lang", TEXTS)
def test_web_fonts_hold_every_character_once(lang: str) -> None:
    found = fonts.web_fonts(TEXTS[lang], conventions(lang))
    regular = [ranges(font.unicode_range) for font in found if font.weight == 400]
    assert set(TEXTS[lang] + fonts.AUTONYMS) <= set().union(*regular)
    # Arabic pages have the letters of the autonyms twice: in Amiri for the text, in Noto Serif as names.
    twice = set("EnglishFrançaisEspañol") if lang == "ar" else set()
    assert sum(map(len, regular)) == len(set().union(*regular)) + len(twice)
    for font in found:
        needed = ranges(font.unicode_range) & set(TEXTS[lang] + fonts.AUTONYMS)
        assert needed <= glyphs(font.data)


@pytest.mark.parametrize("lang", TEXTS)
def test_web_fonts_are_reproducible(lang: str) -> None:
    first = fonts.web_fonts(TEXTS[lang], conventions(lang))
    for cached in (fonts._web_font, fonts.subset, fonts._face, fonts._font):
        cached.cache_clear()
    assert fonts.web_fonts(TEXTS[lang], conventions(lang)) == first
    assert len({font.name for font in first}) == len(first)


def test_styles_come_in_the_own_script_alone() -> None:
    found = fonts.web_fonts(TEXTS["ar"], conventions("ar"), ("regular", "bold", "italic"))
    assert {(f.family, f.weight, f.style) for f in found if f.family == "Amiri"} == {
        ("Amiri", 400, "normal"),
        ("Amiri", 700, "normal"),
        ("Amiri", 400, "italic"),
    }
    assert {(f.weight, f.style) for f in found if f.family != "Amiri"} == {(400, "normal")}


def test_bold_is_heavier_than_regular() -> None:
    faces = {f.weight: TTFont(io.BytesIO(f.data)) for f in fonts.web_fonts("l", conventions("en"))[:2]}
    stem = {weight: font["hmtx"][font.getBestCmap()[ord("n")]][0] for weight, font in faces.items()}
    assert stem[700] > stem[400]
    assert "fvar" not in faces[400]


def test_pages_share_the_latin_files() -> None:
    english = {f.name for f in fonts.web_fonts("Letter", conventions("en"))}
    french = {f.name for f in fonts.web_fonts("Lettre à œuvrer", conventions("fr"))}
    assert english == french


def test_chinese_takes_its_own_punctuation() -> None:
    found = {
        character: font.family
        for font in fonts.web_fonts(TEXTS["zh"], conventions("zh"))
        for character in ranges(font.unicode_range)
    }
    assert found["“"] == found["—"] == found["，"] == "Noto Serif SC"
    assert found["A"] == found["5"] == "Noto Serif"


def test_a_character_without_a_glyph_is_named() -> None:
    assert fonts.missing("ok \u1f63 中 \u13a0\u061c\n", conventions("en")) == "\u13a0"


def test_pdf_font_is_truetype_with_the_widths_of_its_source() -> None:
    (data,) = fonts.pdf_fonts(TEXTS["zh"], conventions("zh"))
    font = TTFont(io.BytesIO(data))
    assert "glyf" in font
    assert font["head"].created == font["head"].modified == truetype.EPOCH
    wide = font.getBestCmap()[ord("致")]
    assert font["hmtx"][wide][0] == font["head"].unitsPerEm
    assert font["glyf"][wide].numberOfContours > 0
    assert fonts.pdf_fonts("no Chinese", conventions("en")) == ()


@settings(max_examples=20, deadline=None)
@given(st.frozensets(st.sampled_from("abcdefgàéœЖщ€ﬁ"), min_size=1))
def test_woff2_gives_the_tables_back(characters: frozenset[str]) -> None:
    plain = fonts.subset(fonts.FACES["Noto Serif"]["bold"], characters)
    packed = TTFont(io.BytesIO(woff2.encode(plain)))
    original = TTFont(io.BytesIO(plain))
    assert packed.reader.keys() == original.reader.keys()
    for tag in original.reader.keys():  # noqa: SIM118
        if tag == "head":
            assert packed["head"].flags == original["head"].flags | 0x800
        elif tag not in ("glyf", "loca"):
            assert packed.getTableData(tag) == original.getTableData(tag)
    for name in original.getGlyphOrder():
        assert packed["glyf"][name] == original["glyf"][name]
