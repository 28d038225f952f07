"""The translation memory: what is found, what may stand as a translation, and what is never carried over."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from checks_data import DATA, segment
from hypothesis import given, settings
from hypothesis import strategies as st
from packets import PIECES

from openletter import markup, memory
from openletter.checks import Context
from openletter.memory import Hit, Memory, Unit, udhr
from openletter.memory.index import distance, likeness
from openletter.memory.text import tokens
from openletter.model import Kind, Standing, State


def unit(source: str, target: str, **more: object) -> Unit:
    return Unit(source, target, "letters/first, reviewed", **more)  # type: ignore[arg-type]


def exact(source: str, target: str, msgid: str) -> list[str]:
    return [hit.text for hit in Memory([unit(source, target)]).exact(msgid)]


# What may stand as a translation


@pytest.mark.parametrize(
    ("source", "target", "msgid", "text"),
    [
        ("Open it.", "Ouvrez.", "Open it.", "Ouvrez."),
        ("The  state’s “view”", "L’avis", "The state's \"view\"", "L’avis"),
        ("<em1>Now</em1> go", "Va <em1>là</em1>", "<strong1>Now</strong1> go", "Va <strong1>là</strong1>"),
        ("<link1>a</link1> <link2>b</link2>", "<link2>B</link2> <link1>A</link1>",
         "<em1>a</em1> <link1>b</link1>", "<link1>B</link1> <em1>A</em1>"),
        ("a<note1/> b<note2/>", "A<note1/> B<note2/>", "a<note1/> b<note2/>", "A<note1/> B<note2/>"),
        ("see <raw1/>", "voir <raw1/>", "see <code1/>", "voir <code1/>"),
        (r"a \<em1> b", r"A \<em1> B", r"a \<em1> b", r"A \<em1> B"),
    ],
)  # fmt: skip
def test_the_same_message_has_its_translation(source: str, target: str, msgid: str, text: str) -> None:
    assert exact(source, target, msgid) == [text]


@pytest.mark.parametrize(
    ("source", "target", "msgid"),
    [
        ("Open it.", "Ouvrez.", "Open it!"),
        ("open it.", "Ouvrez.", "Open it."),
        ("see <note1/>", "voir <note1/>", "see <code1/>"),
        ("<em1>Now</em1> go", "Allez", "<em1>Now</em1> go"),
        ("<em1>Now</em1> go", "<em2>Allez</em2>", "<em1>Now</em1> go"),
        ("Now go", "<em1>Allez</em1>", "Now go"),
        ("<em1>Now</em1> go", "<em1>Allez</em1>", "Now go"),
        ("Now <em1>go</em1>", "Allez <em1>vite</em1>", "<em1>Now</em1> go"),
    ],
)
def test_what_is_not_quite_the_same_is_no_translation(source: str, target: str, msgid: str) -> None:
    assert exact(source, target, msgid) == []
    for hit in Memory([unit(source, target)]).fuzzy(msgid):
        assert not hit.exact
        assert hit.score < 100


def test_no_address_is_carried_over() -> None:
    """Tags are placed by number; where a link leads comes from the new source alone."""
    inlines = [
        {"t": "Link", "c": [["", [], []], [{"t": "Str", "c": "Report"}], ["https://new.example/", ""]]},
        {"t": "Str", "c": "."},
    ]
    tagged = markup.encode(inlines)
    old = unit("<link7>Report</link7>.", "<link7>Rapport</link7>.")
    (hit,) = Memory([old]).exact(tagged.text)
    (link, _) = markup.decode(hit.text, tagged.nodes)
    assert link["c"][2] == ["https://new.example/", ""]
    assert link["c"][1] == [{"t": "Str", "c": "Rapport"}]


def test_what_more_people_stand_behind_goes_first_and_order_does_not_matter() -> None:
    units = [
        unit("a", "one", rank=int(State.TRANSLATED)),
        unit("a", "two", rank=int(State.REVIEWED)),
        unit("a", "title", msgctxt="title"),
    ]
    for _ in range(6):
        random.shuffle(units)
        assert [hit.text for hit in Memory(units).exact("a")] == ["two", "one", "title"]
        assert [hit.text for hit in Memory(units).exact("a", "title")] == ["title", "two", "one"]


# Fuzzy matches


@given(st.lists(st.sampled_from("abc"), max_size=9), st.lists(st.sampled_from("abc"), max_size=9))
def test_the_distance_is_that_of_levenshtein(one: list[str], other: list[str]) -> None:
    row = list(range(len(other) + 1))
    for at, word in enumerate(one, 1):
        following = [at]
        for column, theirs in enumerate(other, 1):
            following.append(min(row[column] + 1, following[-1] + 1, row[column - 1] + (word != theirs)))
        row = following
    assert distance(one, other) == row[-1]


MESSAGES = st.lists(st.sampled_from([*"abcdefgh", "<em1>x</em1>", "<note1/>"]), min_size=1, max_size=14).map(
    " ".join
)


@given(st.lists(MESSAGES, max_size=25, unique=True), MESSAGES)
def test_no_match_is_missed(sources: list[str], msgid: str) -> None:
    """The index finds what comparing with every message would."""
    found = Memory([unit(source, source.upper()) for source in sources])
    wanted = Counter(s for source in sources if (s := likeness(tokens(msgid), tokens(source))) >= 70)
    got = found._index.nearest(tokens(msgid), 70, len(sources) + 1)
    assert Counter(score for score, _ in got) == wanted


def test_fuzzy_matches_come_with_score_and_old_source_best_first() -> None:
    found = Memory(
        [
            unit("The Council adopted the report in 2014.", "Le Conseil a adopté le rapport en 2014."),
            unit("The Council rejected the first report in 2013.", "Non."),
            unit("Something else.", "Autre chose."),
        ]
    )
    hits = found.fuzzy("The Council adopted the report in 2015.")
    assert [(hit.score, hit.exact) for hit in hits] == [(87, False)]
    assert hits[0].unit.source.endswith("2014.")
    assert [hit.score for hit in found.fuzzy("The Council adopted the first report in 2013.")] == [88, 77]


def test_chinese_sources_are_compared_by_characters() -> None:
    (hit,) = Memory([unit("安全理事会通过了报告", "x")]).fuzzy("安全理事会通过了决议")
    assert hit.score == 80


TEXTS = st.text(max_size=60) | st.lists(PIECES, max_size=12).map("".join)


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_any_text_can_be_remembered_and_asked_for(source: str, target: str, msgid: str) -> None:
    found = Memory([unit(source, target)])
    for hit in (*found.exact(msgid), *found.fuzzy(msgid)):
        assert isinstance(hit, Hit)
        if hit.exact:
            assert sorted(markup.tag_names(hit.text)) == sorted(markup.tag_names(msgid))
    if sorted(markup.tag_names(source)) == sorted(markup.tag_names(target)):
        assert [hit.text for hit in found.exact(source)] == [target]


# Drafts


def fill(units: Sequence[Unit], *msgids: str, text: str = "") -> memory.Filled:
    wanted = [(segment(msgid), Standing(("", msgid), State.MISSING, text)) for msgid in msgids]
    return memory.fill(Memory(units), wanted, Context("fr"))


def test_what_was_reviewed_elsewhere_is_a_draft_that_says_where() -> None:
    filled = fill(
        [unit("Dear friends,", "Chers amis,", rank=int(State.REVIEWED))], "Dear friends,", "Dear sir,"
    )
    (event,) = filled.events
    assert (event.kind, event.by, event.msgstr) == (Kind.DRAFT, "", "Chers amis,")
    assert event.origin == "memory: letters/first, reviewed"
    assert filled.keys == {("", "Dear friends,")}


def test_a_remembered_text_that_a_check_refuses_is_passed_over() -> None:
    units = [
        unit("It has 37 members.", "Il compte 73 membres.", rank=4),
        unit("It has 37 members.", "Il compte 37 membres.", rank=3),
    ]
    assert [event.msgstr for event in fill(units, "It has 37 members.").events] == ["Il compte 37 membres."]
    assert fill(units[:1], "It has 37 members.") == memory.Filled((), frozenset())


def test_what_stands_there_already_is_not_drafted_again() -> None:
    filled = fill([unit("Dear friends,", "Chers amis,")], "Dear friends,", text="Chers amis,")
    assert filled == memory.Filled((), frozenset({("", "Dear friends,")}))


# The Universal Declaration

LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")


def test_the_declaration_has_thirty_articles_in_six_languages() -> None:
    found = udhr.paragraphs()
    assert {name.partition(".")[0] for name in found} == {"title", "preamble", *map(str, range(1, 31))}
    assert len(found) == 82
    for name, texts in found.items():
        missing = {("29.3", "ar")} & {(name, lang) for lang in LANGUAGES}
        assert set(texts) == set(LANGUAGES) - {lang for _, lang in missing}


def test_the_declaration_is_aligned() -> None:
    """Against a table that was made apart from it, and by what each paragraph's length says."""
    lines = (DATA / "checks" / "udhr.tsv").read_text("utf-8").splitlines()
    other = {
        line.split("\t")[0]: dict(zip(lines[0].split("\t"), line.split("\t"), strict=True)) for line in lines
    }
    usual = {"ar": 0.85, "zh": 0.3, "fr": 1.15, "ru": 1.1, "es": 1.1}
    for name, texts in udhr.paragraphs().items():
        id_ = {"title": "title.1", "preamble": "pre.1"}.get(name, f"a{name}" if "." in name else f"h{name}.1")
        assert texts == {lang: other[id_][lang] for lang in texts}
        for lang, share in usual.items():
            if len(texts["en"]) > 60 and lang in texts:
                assert 0.55 < len(texts[lang]) / len(texts["en"]) / share < 1.8, (name, lang)


def test_headings_of_the_articles_have_the_articles_number() -> None:
    chinese = "零一二三四五六七八九"
    for number in range(1, 31):
        texts = udhr.paragraphs()[str(number)]
        tens, ones = divmod(number, 10)
        han = ("十" if tens == 1 else f"{chinese[tens]}十" if tens else "") + (chinese[ones] if ones else "")
        assert texts["zh"] == f"第{han}条"
        for lang in ("en", "ar", "fr", "ru", "es"):
            wanted = "premier" if (lang, number) == ("fr", 1) else str(number)
            assert texts[lang].split()[-1] == wanted


def test_the_declaration_is_found_whole_and_reworded() -> None:
    texts = udhr.paragraphs()
    for lang in LANGUAGES[1:]:
        found = Memory([unit(one["en"], one[lang]) for one in texts.values() if lang in one])
        (hit,) = found.exact(texts["1.1"]["en"])
        assert hit.text == texts["1.1"][lang]
        assert found.fuzzy(texts["19.1"]["en"].replace("opinion", "thought"))[0].text == texts["19.1"][lang]


def test_nothing_of_the_declaration_is_used_unless_asked_for(tmp_path: Path) -> None:
    from openletter.memory import project

    assert not list(project.file_units(tmp_path, "en", "fr"))
    project.keep(tmp_path, udhr.NAME, udhr.units())
    units = list(project.file_units(tmp_path, "en", "fr"))
    assert len(units) == 82
    assert {one.origin for one in units} == {"udhr.tmx"}
    assert len(list(project.file_units(tmp_path, "en", "ar"))) == 81
    assert len(list(project.file_units(tmp_path, "ru", "es"))) == 82
