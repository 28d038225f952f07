"""Terms in inflected forms: what is found, what is not, and that looking finds nothing that is not there."""

from __future__ import annotations

import csv

import pytest
from checks_data import DATA
from hypothesis import given
from hypothesis import strategies as st

from openletter import stems

with (DATA / "stems" / "forms.tsv").open(encoding="utf-8", newline="") as file:
    FORMS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", FORMS, ids=lambda row: f"{row['lang']} {row['text'][:20]}")
def test_a_term_stands_in_a_text_whatever_its_form(row: dict[str, str]) -> None:
    assert stems.stands(row["term"], row["text"], row["lang"]) == (row["stands"] == "yes")


def test_far_more_is_seen_than_by_looking_for_the_term_as_it_is_written() -> None:
    there = [row for row in FORMS if row["stands"] == "yes"]
    assert len(there) > 60
    as_written = [row for row in there if row["term"].casefold() in row["text"].casefold()]
    assert len(as_written) < len(there) / 3


@pytest.mark.parametrize("row", [row for row in FORMS if row["stands"] == "no"], ids=lambda row: row["text"])
def test_find_finds_nothing_where_nothing_stands(row: dict[str, str]) -> None:
    assert not stems.find(row["term"], row["text"], row["lang"])


def test_most_forms_are_found_where_they_stand() -> None:
    """`find` is strict; what it misses are plurals with other vowels, and words that come between."""
    there = [row for row in FORMS if row["stands"] == "yes"]
    missed = [row for row in there if not stems.find(row["term"], row["text"], row["lang"])]
    assert len(missed) <= 0.2 * len(there), [row["text"] for row in missed]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("Member State", "each Member State. Member States’ votes", ["Member State", "Member States"]),
        ("Member State", "a Member. States differ", []),
        ("State", "he states that states act", []),
        ("party", "all parties to it", ["parties"]),
        ("knife", "two knives", ["knives"]),
        ("news", "the newest law", []),
        ("report", "they reported it", []),
        ("treaty body", "the treaty-body system", ["treaty-body"]),
        ("UN", "in une ville", []),
    ],
)
def test_english_terms_are_found_in_the_plural_and_genitive(term: str, text: str, found: list[str]) -> None:
    assert [text[a:b] for a, b in stems.find(term, text, "en")] == found


@pytest.mark.parametrize(
    ("term", "text", "lang"),
    [
        ("Conseil de sécurité", "au Comité de sécurité, où siègent cette année dix membres du Conseil", "fr"),
        ("Consejo de Seguridad", "al Comité de Seguridad, ante quien hablan los diez del Consejo", "es"),
        ("Совет Безопасности", "Комитет Безопасности, который созвали вчера все десять членов Совета", "ru"),
        ("اللجنة الثالثة", "قرار اللجنة الثانية", "ar"),
    ],
)
def test_words_far_from_each_other_are_no_term_nor_is_an_article(term: str, text: str, lang: str) -> None:
    assert not stems.stands(term, text, lang)


def test_chinese_is_compared_as_it_is_written() -> None:
    assert stems.find("安全理事会", "联合国安全理事会主席", "zh") == ((3, 8),)
    assert stems.stands("安全理事会", "联合国安全理事会主席", "zh")
    assert not stems.stands("安全理事会", "联合国大会主席", "zh")


@given(st.sampled_from([*stems.LANGUAGES, "zh", "pt"]), st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_looked_through(lang: str, term: str, text: str) -> None:
    for start, end in stems.find(term, text, lang):
        assert 0 <= start < end <= len(text)
    stems.stands(term, text, lang)


WORDS = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)


@given(st.sampled_from([*stems.LANGUAGES]), WORDS, WORDS)
def test_being_forms_of_one_word_is_mutual(lang: str, one: str, other: str) -> None:
    assert stems.same(one, one, lang)
    assert stems.same(one, other, lang) == stems.same(other, one, lang)
    assert stems.akin(one, other, lang) == stems.akin(other, one, lang)
