"""The tables of terms, quotations and documents: their form, and that they cover the letter."""

from __future__ import annotations

import re

import pytest
import renderings
from translated import LANGUAGES, ROOT, document, table, texts

from openletter import conventions, segment, termbase

COLUMNS = {
    "terms": ["en", *LANGUAGES, *(f"{lang}_{what}" for lang in LANGUAGES for what in ("status", "source")),
              "note", "translate"],
    "quotations": ["id", "document", "paragraph", "msgid_excerpt",
                   *(f"{lang}{what}" for lang in LANGUAGES for what in ("", "_source")), "note"],
    "documents": ["symbol", "languages", "title_en", *(f"title_{lang}" for lang in LANGUAGES), "source",
                  "note"],
    "exceptions": ["lang", "term", "passage", "reason"],
}  # fmt: skip
KEYS = {
    "terms": ("en",),
    "quotations": ("id",),
    "documents": ("symbol",),
    "exceptions": ("lang", "term", "passage"),
}
SOURCE = "\n".join(one.msgid for one in segment.segments(document()))
SYMBOL = re.compile(r"\b[AS]/[A-Z0-9.]+(?:/[A-Z0-9.]*\w)*")
OURS = "our translation"
"""What stands for the source of a quotation of which no official wording was found."""


def rows(name: str) -> list[tuple[str, termbase.Row]]:
    return [(next(iter(row.values())), row) for row in table(name)]


@pytest.mark.parametrize("name", COLUMNS)
def test_tables_are_well_formed(name: str) -> None:
    text = (ROOT / "locales" / f"{name}.tsv").read_text("utf-8")
    lines = text.split("\n")
    assert lines[0].split("\t") == COLUMNS[name]
    assert lines[-1] == "", "the last row ends with a line feed"
    assert {line.count("\t") for line in lines[:-1]} == {len(COLUMNS[name]) - 1}
    assert not re.search(r"[ \t]{2,}\S| \t|\t |\r|\ufeff", re.sub(r"\t+", "\t", text)), "stray spaces"
    keys = [tuple(row[column] for column in KEYS[name]) for row in table(name)]
    assert all(all(key) for key in keys)
    assert len(set(keys)) == len(keys), "the same row twice"


PATHS = re.compile(
    r"(?:^|[\s(])(?:/(?:home|work|tmp|Users|root|var)\b|\.{1,2}/|~/|[A-Z]:\\)|file:", re.MULTILINE
)
TO_ONESELF = re.compile(r"\b(?:TODO|FIXME|pass [0-9]|n ?[0-9]{1,2}\b)")


@pytest.mark.parametrize("name", COLUMNS)
def test_tables_name_nothing_of_a_machine(name: str) -> None:
    text = (ROOT / "locales" / f"{name}.tsv").read_text("utf-8")
    assert not PATHS.search(text)
    assert not TO_ONESELF.search(text), "notes for oneself"


@pytest.mark.parametrize(
    "fault", ["see /home/me/terms", "../notes/terms.tsv", "C:\\terms", "file:///a", "n 22"]
)
def test_what_is_of_a_machine_is_noticed(fault: str) -> None:
    assert PATHS.search(f"a\t{fault}") or TO_ONESELF.search(f"a\t{fault}")


def term_faults(row: termbase.Row) -> list[str]:
    faults = [] if row["translate"] in ("yes", "no") else ["translate is yes or no"]
    for lang in LANGUAGES:
        status, source = row[f"{lang}_status"], row[f"{lang}_source"]
        if not all(form and form.strip() == form for form in row[lang].split("|")):
            faults.append(f"{lang}: an empty form")
        if status not in ("verified", "unverified"):
            faults.append(f"{lang}: no status")
        if (status == "verified") != bool(source):
            faults.append(f"{lang}: verified, and by what?")
    return faults


@pytest.mark.parametrize(("key", "row"), rows("terms"))
def test_a_term_is_verified_by_a_source_or_not_at_all(key: str, row: termbase.Row) -> None:
    assert term_faults(row) == []


@pytest.mark.parametrize(
    "fault",
    [
        {"fr_source": ""},
        {"ru_status": "", "ru_source": ""},
        {"es_status": "unverified"},
        {"zh": "安全理事会|"},
        {"translate": ""},
    ],
)
def test_a_faulty_term_is_noticed(fault: dict[str, str]) -> None:
    row = next(row for row in table("terms") if row["en"] == "Security Council")
    assert len(term_faults({**row, **fault})) == 1


@pytest.mark.parametrize(("key", "row"), rows("terms"))
def test_each_term_stands_in_the_letter_or_explains_one_that_does(key: str, row: termbase.Row) -> None:
    """A few are kept for what they are part of: Rome Statute terms, forms of address, names of functions."""
    term = next(term for term in termbase.terms(ROOT, "fr") if term.source == key)
    assert renderings.in_source([term], SOURCE) or row["note"]


def test_every_quotation_of_the_letter_is_listed_in_the_letters_words() -> None:
    quoted = re.findall("“([^”]+)”", re.sub(r"<[^>]+>", "", SOURCE))
    assert sorted(quoted) == sorted(row["msgid_excerpt"] for row in table("quotations"))
    assert len(quoted) == 10


@pytest.mark.parametrize(("key", "row"), rows("quotations"))
def test_a_wording_is_official_only_with_a_source(key: str, row: termbase.Row) -> None:
    assert row["document"]
    for lang in LANGUAGES:
        official = row[f"{lang}_source"] not in ("", OURS)
        assert bool(row[lang]) == official, lang
        assert row[f"{lang}_source"], f"{lang}: whose wording is it?"


@pytest.mark.parametrize(("key", "row"), rows("quotations"))
def test_a_paragraph_that_is_listed_is_one_that_the_letter_names(key: str, row: termbase.Row) -> None:
    """Where the notes give none, none is claimed."""
    named = re.findall(r"paras?\.? ([0-9]+)(?: and ([0-9]+))?", SOURCE)
    assert row["paragraph"] in {"", *(number for pair in named for number in pair)}


def test_every_document_of_the_letter_is_listed() -> None:
    assert set(SYMBOL.findall(SOURCE)) == {row["symbol"] for row in table("documents")}


@pytest.mark.parametrize(("key", "row"), rows("documents"))
def test_a_language_edition_has_its_title_and_its_source(key: str, row: termbase.Row) -> None:
    languages = row["languages"].split()
    assert set(languages) <= {"en", *LANGUAGES}
    assert row["title_en"]
    assert row["source"]
    for lang in LANGUAGES:
        assert bool(row[f"title_{lang}"]) == (lang in languages)
        if lang in languages:
            assert re.search(rf"\b{lang}\b", row["source"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_letter_cites_a_document_by_its_title_in_that_language(lang: str) -> None:
    for row in table("documents"):
        title = row[f"title_{lang}"]
        assert not title or any(title in text.msgstr for text in texts(lang))


def test_the_languages_are_those_of_the_project() -> None:
    assert all(conventions.load(lang) for lang in LANGUAGES)
    assert all(termbase.terms(ROOT, lang) for lang in LANGUAGES)
