"""Merging a catalog with a new state of its source: nothing is lost, and no more goes stale than must."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openletter import po
from openletter.merge import Counts, merge, template
from openletter.merge.nearest import pairs, similarity
from openletter.model import Catalog, Entry, Key, Place, Segment, Tag
from openletter.po.strings import unescape
from openletter.states import is_stale

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
settings.load_profile("patient")

PARAGRAPHS = [
    "Open letter on torture and detention",
    "We write about the report adopted on 28 March 2014 (A/HRC/25/63).",
    "States must not return anyone to a place where they face torture.",
    "The Committee did not say that secret detention is lawful.",
    "At least 1,250 people were detained; 37 of them were children.",
    "We ask you to answer before 15 May 2014.",
    "Sincerely,",
    "New York",
    "各国不得将任何人送回面临酷刑危险的地方。",
]


def segments(texts: Sequence[str | Key]) -> tuple[Segment, ...]:
    keys = [("", text) if isinstance(text, str) else text for text in texts]
    return tuple(
        Segment(*key, (Place("source/letter.md", 2 * line + 1),), ((),)) for line, key in enumerate(keys)
    )


def translated(texts: Sequence[str | Key], lang: str = "fr") -> Catalog:
    empty, _ = merge(Catalog(po.header("letter", lang), ()), segments(texts))
    entries = [Entry(*entry.key, f"[{entry.msgid}]") for entry in empty.entries]
    return merge(Catalog(empty.header, tuple(entries)), segments(texts))[0]


def words(catalog: Catalog) -> list[str]:
    return sorted(entry.msgstr for entry in catalog.entries if entry.msgstr)


def stale(catalog: Catalog) -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in catalog.entries if is_stale(entry) and not entry.obsolete}


def test_first_merge() -> None:
    merged, counts = merge(Catalog(po.header("letter", "fr"), ()), segments(PARAGRAPHS))
    assert counts == Counts(new=len(PARAGRAPHS), stale=0, obsolete=0, kept=0)
    assert [entry.msgid for entry in merged.entries] == PARAGRAPHS
    assert merged.entries[1].references == ("source/letter.md:3",)
    assert merge(merged, segments(PARAGRAPHS)) == (merged, Counts(0, 0, 0, len(PARAGRAPHS)))


@pytest.mark.parametrize("number", range(len(PARAGRAPHS)))
def test_one_changed_word_makes_exactly_one_entry_stale(number: int) -> None:
    """Whichever word of whichever paragraph, but for those of one word."""
    before = translated(PARAGRAPHS)
    old = PARAGRAPHS[number]
    for word in dict.fromkeys(old.split()):
        if len(old.split()) == 1:
            continue
        new = [*PARAGRAPHS]
        new[number] = old.replace(word, "Otherwise", 1)
        merged, counts = merge(before, segments(new))
        assert counts == Counts(new=0, stale=1, obsolete=0, kept=len(PARAGRAPHS) - 1)
        assert stale(merged) == {new[number]: f"[{old}]"}
        changed = merged.entries[number]
        assert changed.fuzzy
        assert changed.previous == ("", old)


def test_inserting_moving_and_reflowing_make_none_stale() -> None:
    before = translated(PARAGRAPHS)
    inserted = [*PARAGRAPHS[:3], "States must not return anyone at all.", *PARAGRAPHS[3:]]
    merged, counts = merge(before, segments(inserted))
    assert counts == Counts(new=1, stale=0, obsolete=0, kept=len(PARAGRAPHS))
    assert not stale(merged)
    moved, counts = merge(before, segments(PARAGRAPHS[::-1]))
    assert counts == Counts(0, 0, 0, len(PARAGRAPHS))
    assert words(moved) == words(before)


def test_what_is_taken_out_goes_obsolete_and_comes_back() -> None:
    before = translated(PARAGRAPHS)
    less, counts = merge(before, segments(PARAGRAPHS[:4]))
    assert counts == Counts(new=0, stale=0, obsolete=5, kept=4)
    assert words(less) == words(before)
    assert merge(less, segments(PARAGRAPHS))[0] == before


def test_a_change_taken_back_gives_the_words_back() -> None:
    before = translated(PARAGRAPHS)
    once = [PARAGRAPHS[0], PARAGRAPHS[1].replace("March", "April"), *PARAGRAPHS[2:]]
    twice = [PARAGRAPHS[0], once[1].replace("adopted", "taken"), *PARAGRAPHS[2:]]
    through = merge(merge(before, segments(once))[0], segments(twice))[0]
    assert stale(through) == {twice[1]: f"[{PARAGRAPHS[1]}]"}
    assert through.entries[1].previous == ("", PARAGRAPHS[1])
    assert merge(through, segments(PARAGRAPHS))[0] == before


def test_two_old_messages_near_one_new_one() -> None:
    old = ["The Committee met in May in Geneva.", "The Committee met in June in Geneva."]
    merged, counts = merge(translated(old), segments(["The Committee met in July in Geneva."]))
    assert counts == Counts(new=0, stale=1, obsolete=1, kept=0)
    assert words(merged) == words(translated(old))


def test_one_old_message_near_two_new_ones_is_used_once() -> None:
    old = ["The Committee met in May in Geneva."]
    new = ["The Committee met in June in Geneva.", "The Committee met in July in Geneva."]
    merged, counts = merge(translated(old), segments(new))
    assert counts == Counts(new=1, stale=1, obsolete=0, kept=0)
    assert words(merged) == words(translated(old))


def test_many_similar_paragraphs_each_find_their_own() -> None:
    old = [f"Article {n}: The Committee met in room {n} of building {n * 7} in Geneva." for n in range(60)]
    new = [text.replace("met", "gathered") for text in old]
    merged, _ = merge(translated(old), segments(new))
    assert stale(merged) == {fresh: f"[{former}]" for fresh, former in zip(new, old, strict=True)}


def test_a_reworded_title_is_stale_however_much_of_it_changed() -> None:
    old = [("title", "Open letter"), "Dear Ambassador,"]
    merged, _ = merge(translated(old), segments([("title", "To whoever reads this"), "Dear Ambassador,"]))
    assert stale(merged) == {"To whoever reads this": "[Open letter]"}
    assert merged.entries[0].previous == ("title", "Open letter")


def test_unrelated_paragraphs_do_not_take_each_other_s_words() -> None:
    new = ["Nobody has yet been brought before a court for these acts.", *PARAGRAPHS[1:]]
    _, counts = merge(translated(PARAGRAPHS), segments(new))
    assert counts == Counts(new=1, stale=0, obsolete=1, kept=len(PARAGRAPHS) - 1)


def test_the_journal_s_text_goes_first_and_comes_back_without_the_catalog() -> None:
    catalog = translated(PARAGRAPHS[:2])
    known = {("", PARAGRAPHS[0]): "[journal]", ("", PARAGRAPHS[1]): "", ("", PARAGRAPHS[2]): "[third]"}
    merged, _ = merge(catalog, segments(PARAGRAPHS[:3]), known)
    assert [entry.msgstr for entry in merged.entries] == ["[journal]", "", "[third]"]
    gone, _ = merge(catalog, segments(PARAGRAPHS[:1]), known)
    assert [(entry.msgid, entry.obsolete) for entry in gone.entries[1:]] == [(PARAGRAPHS[2], True)]


def test_stale_words_that_somebody_worked_on_stay() -> None:
    """With the journal knowing the old text, the edited words are kept apart from it."""
    new = [PARAGRAPHS[1].replace("March", "April")]
    known = {("", PARAGRAPHS[1]): f"[{PARAGRAPHS[1]}]"}
    merged, _ = merge(translated(PARAGRAPHS[1:2]), segments(new), known)
    (one,) = merged.entries
    edited = Catalog(merged.header, (Entry(*one.key, "half done", flags=("fuzzy",), previous=one.previous),))
    again, _ = merge(edited, segments(new), known)
    assert stale(again) == {new[0]: "half done"}
    assert words(again) == ["[" + PARAGRAPHS[1] + "]", "half done"]
    back, _ = merge(again, segments(PARAGRAPHS[1:2]), known)
    assert [entry.msgstr for entry in back.entries if not entry.obsolete] == [f"[{PARAGRAPHS[1]}]"]
    assert words(back) == words(again)


def test_flags_and_comments() -> None:
    marks = (
        Tag("link1", "link", False, json.dumps([["", [], []], "https://example.org/a"])),
        Tag("note1", "note", True, ""),
        Tag("code1", "code", True, json.dumps([["", [], []], "x\n\u202e y"])),
        Tag("lang1", "lang", True, json.dumps([["", [], [["lang", "de"]]], [{"t": "Str", "c": "Wort"}]])),
        Tag("quote1", "quote", False, json.dumps([{"t": "DoubleQuote"}])),
    )
    text = "<link1>a</link1><note1/>"
    one = Segment("", text, (Place("source/letter.md", 1), Place("source/letter.md", 1)), (marks, marks))
    by_hand = Entry("", text, "x", flags=("fuzzy", "c-format"), comments=("mine", "draft: old engine"))
    for lang, rtl in (("fr", False), ("ar", True)):
        catalog = Catalog(po.header("letter", lang), (by_hand,))
        (entry,) = merge(catalog, (one,), drafts={("", text): "argos en_fr 1.9"})[0].entries
        assert entry.flags == ("fuzzy", "ignore-xml-tags")
        assert entry.comments == ("mine", "draft: argos en_fr 1.9")
        assert entry.references == ("source/letter.md:1",)
        assert entry.extracted[:5] == (
            "<link1>…</link1>: link to https://example.org/a",
            "<note1/>: footnote",
            "<code1/>: code: x y",
            "<lang1/>: words in another language, which stay as they are: Wort",
            "<quote1>…</quote1>: quotation",
        )
        assert (len(entry.extracted) == 6) is rtl
        (entry,) = merge(catalog, (one,))[0].entries
        assert entry.comments == ("mine",)


def test_the_template() -> None:
    made = template(segments(PARAGRAPHS), po.header("letter"))
    assert made.header == po.header("letter")
    assert [entry.msgstr for entry in made.entries] == [""] * len(PARAGRAPHS)


# Laws

MESSAGES = [
    *PARAGRAPHS[:4],
    PARAGRAPHS[1].replace("March", "April"),
    PARAGRAPHS[1].replace("report", "paper"),
    PARAGRAPHS[2].replace("torture", "prison"),
    "New Jersey",
    "New York",
]
keys = st.tuples(st.sampled_from(["", "", "title"]), st.sampled_from(MESSAGES))


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    entries = []
    for key in draw(st.lists(keys, unique=True, max_size=7)):
        kind = draw(st.sampled_from(["text", "text", "fuzzy", "stale", "blank"]))
        entries.append(
            Entry(
                *key,
                "" if kind == "blank" else draw(st.sampled_from(["x", "y", 'z "'])),
                flags=("fuzzy",) if kind in ("fuzzy", "stale") else (),
                previous=draw(keys) if kind == "stale" else None,
                comments=draw(st.sampled_from([(), ("mine",)])),
                obsolete=draw(st.booleans()),
            )
        )
    return Catalog(po.header("letter", "fr"), tuple(entries))


wanted = st.lists(keys, unique=True, max_size=7).map(segments)
journals = st.dictionaries(keys, st.sampled_from(["", "x", "y", "j"]), max_size=4)


@settings(max_examples=1000)
@given(catalogs(), wanted, journals)
def test_merging_twice_changes_nothing(
    catalog: Catalog, found: tuple[Segment, ...], known: dict[Key, str]
) -> None:
    once, counts = merge(catalog, found, known)
    assert counts.new + counts.stale + counts.kept == len(found)
    again, nothing = merge(once, found, known)
    assert again == once
    assert (nothing.new, nothing.stale, nothing.obsolete) == (0, 0, 0)
    read = po.bare(po.parse(po.serialize(once)))
    assert read == once
    assert [entry.key for entry in once.entries if not entry.obsolete] == [one.key for one in found]
    assert len({entry.key for entry in once.entries}) == len(once.entries)


@settings(max_examples=500)
@given(catalogs(), wanted)
def test_no_translation_is_lost(catalog: Catalog, found: tuple[Segment, ...]) -> None:
    merged, _ = merge(catalog, found)
    kept = {unescape(c.removeprefix("kept: ")) for e in merged.entries for c in e.comments}
    assert {e.msgstr for e in catalog.entries} <= {e.msgstr for e in merged.entries} | kept | {""}


@given(catalogs(), wanted, journals, st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(
    catalog: Catalog, found: tuple[Segment, ...], known: dict[Key, str], chance: random.Random
) -> None:
    shuffled = list(catalog.entries)
    chance.shuffle(shuffled)
    assert merge(Catalog(catalog.header, tuple(shuffled)), found, known)[0] == merge(catalog, found, known)[0]


@given(st.lists(keys, unique=True, max_size=7), wanted, wanted)
def test_the_way_does_not_matter(
    texts: list[Key], between: tuple[Segment, ...], found: tuple[Segment, ...]
) -> None:
    """Through another state of the source, or straight: the same catalog."""
    catalog = translated([])
    catalog = Catalog(catalog.header, tuple(Entry(*key, f"[{key}]") for key in texts))
    assert merge(merge(catalog, between)[0], found)[0] == merge(catalog, found)[0]


@given(st.lists(keys, unique=True), st.lists(keys, unique=True))
def test_each_old_message_is_used_once(new: list[Key], old: list[Key]) -> None:
    found = pairs(new, old)
    assert len(set(found.values())) == len(found)
    assert set(found) <= set(new)
    assert set(found.values()) <= set(old)
    assert all(similarity(fresh, former) > 0 for fresh, former in found.items())


def test_a_book_is_merged_in_seconds() -> None:
    chance = random.Random(1)
    vocabulary = [f"word{n}" for n in range(3000)]
    old = [" ".join(chance.choices(vocabulary[: 30 + n % 2900], k=12)) + f" {n}" for n in range(5000)]
    new = [text.replace("word1", "changed", 1) if n % 2 else text for n, text in enumerate(old)]
    catalog = translated(old)
    start = time.process_time()
    merged, _ = merge(catalog, segments(new))
    assert time.process_time() - start < 10
    assert words(merged) == words(catalog)


def test_an_unchanged_book_takes_no_quadratic_time() -> None:
    found = segments([f"paragraph {n}" for n in range(30_000)])
    catalog = Catalog(po.header("book", "fr"), tuple(Entry(*one.key, "x") for one in found))
    start = time.process_time()
    merge(catalog, found)
    assert time.process_time() - start < 4


@pytest.mark.parametrize("text", ["a " * 30_000, "a b " * 15_000, "的" * 60_000, "x" * 60_000])
def test_long_messages_do_not_hang(text: str) -> None:
    start = time.process_time()
    pairs([("", text + "new")], [("", text), ("", text + "old")])
    assert time.process_time() - start < 2
