"""Tags through an engine: kept whatever the engine does, at their words where it behaves."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from documents import INLINES
from hypothesis import assume, given
from hypothesis import strategies as st

from openletter import markup, segment, tokens
from openletter.checks import Context
from openletter.model import Node
from openletter.tokens import codes, figures, place
from openletter.tokens.flat import OBJECT
from openletter.tokens.message import cut, paste

AIM = tokens.Aim(Context("fr", "en"))
Engine = Callable[[str], str]


def through(msgid: str, engine: Engine, aim: tokens.Aim = AIM) -> str:
    return tokens.run(tokens.message(msgid, aim), lambda texts: [engine(text) for text in texts])


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────


@given(INLINES)
def test_a_message_cut_into_sentences_and_pasted_is_the_same(inlines: list[Node]) -> None:
    """Space at the inner end of a tag may go outside; nothing else changes."""
    text = markup.encode(inlines).text
    assume(segment.has_words(text))
    message = cut(text, "en")
    pasted = paste(message, [place.as_is(one) for one in message.sentences], "en")

    def parts(text: str) -> list[str]:
        return ["".join(part.split()) for _, part in markup.parts(text) if part.strip()]

    assert parts(pasted) == parts(text)
    assert markup.tag_names(pasted) == markup.tag_names(text)


def shuffled(text: str) -> str:
    words = text.split()
    random.Random(text).shuffle(words)
    return " ".join(words)


HOSTILE: dict[str, Engine] = {
    "loses every second word": lambda text: " ".join(text.split()[::2]),
    "says everything twice": lambda text: f"{text} {text}",
    "shuffles": shuffled,
    "shouts": str.upper,
    "loses codes": lambda text: re.sub(r"Zq\w+|\[\d+\]", "", text),
    "doubles codes": lambda text: re.sub(r"(Zq\w+|\[\d+\])", r"\1 \1", text),
    "makes codes up": lambda text: f"{text} [7] Zqk",
    "puts codes last": lambda text: " ".join(sorted(text.split(), key=lambda word: "[" in word)),
    "writes markup": lambda text: f"<em1>{text}</em1> <note1/> \\",
    "gives nothing": lambda text: "",
    "translates": lambda text: re.sub(r"[aeiou]", "o", text),
}


@pytest.mark.parametrize("engine", HOSTILE.values(), ids=list(HOSTILE))
@given(inlines=INLINES)
def test_no_engine_loses_or_doubles_a_tag(engine: Engine, inlines: list[Node]) -> None:
    tagged = markup.encode(inlines)
    try:
        text = through(tagged.text, engine)
    except tokens.CannotKeep:
        return
    markup.decode(text, tagged.nodes)


@given(st.lists(st.integers(0, 400), max_size=8, unique=True), st.sampled_from(codes.PAIRS))
def test_codes_are_read_as_they_were_written(
    numbers: list[int], styles: tuple[codes.Style, codes.Style]
) -> None:
    for style in styles:
        text = " ".join(style.write(number) for number in numbers)
        assert [style.read(found[1]) for found in style.find.finditer(text)] == numbers


def test_dialogues_together_ask_in_rounds() -> None:
    def dialogue(name: str, rounds: int) -> tokens.Dialogue[str]:
        for number in range(rounds):
            (answer,) = yield [f"{name}{number}"]
            assert answer == f"{name}{number}!"
        return name

    asked: list[list[str]] = []

    def engine(texts: list[str]) -> list[str]:
        asked.append(texts)
        return [text + "!" for text in texts]

    whole = tokens.together([dialogue("a", 2), dialogue("b", 0), dialogue("c", 1)])
    assert tokens.run(whole, engine) == ["a", "b", "c"]
    assert asked == [["a0", "c0"], ["a1"]]


# ── where tags go ────────────────────────────────────────────────────────────────────────────────────

FRENCH = {
    "we urge the security council to act": "nous demandons au conseil de sécurité d’agir",
    "the security council": "le conseil de sécurité",
    "it has no parallel": "elle est sans équivalent",
}


def dictionary(text: str) -> str:
    """A toy engine: words to words, adjectives behind their nouns, codes where they were."""
    text = re.sub(r"(\w+) (\[\d+\] )?(rights)\b", r"\2droits \1", text)
    words = {
        "The": "Les",
        "the": "les",
        "human": "humains",
        "report": "rapport",
        "says": "dit",
        "see": "voir",
    }
    return re.sub(r"[A-Za-z]+", lambda found: words.get(found[0], found[0]), text)


@pytest.mark.parametrize(
    ("msgid", "expected"),
    [
        ("the report says.<note1/>", "les rapport dit.<note1/>"),
        ("the report says<note1/>.", "les rapport dit<note1/>."),
        ("the report<note1/> says.", "les rapport<note1/> dit."),
        ("the report,<note1/> says.", "les rapport,<note1/> dit."),
        ("<em1>the report says.</em1>", "<em1>les rapport dit.</em1>"),
        ("<em1>the report says</em1>.", "<em1>les rapport dit</em1>."),
        ("see <link1>the report</link1>, please", "voir <link1>les rapport</link1>, please"),
        ("see (<link1>the report</link1>).", "voir (<link1>les rapport</link1>)."),
        ("<strong1><em1>the report</em1> says</strong1>", "<strong1><em1>les rapport</em1> dit</strong1>"),
        ("see <code1/> and <lang1/>.", "voir <code1/> and <lang1/>."),
        ("see <em1><code1/></em1>.", "voir <em1><code1/></em1>."),
        ("see<break1/>the report", "voir<break1/>les rapport"),
        (r"see \<em1> the report", r"voir \<em1> les rapport"),
        ("see m<sup1>2</sup1> of it", "voir m<sup1>2</sup1> of it"),
        ("<em1>see. The report</em1> says.", "<em1>voir. Les rapport</em1> dit."),
    ],
)
def test_tags_stand_at_their_words(msgid: str, expected: str) -> None:
    assert through(msgid, dictionary) == expected


def test_words_are_those_of_the_sentence_without_tags() -> None:
    """Codes around words change what an engine says of them; that must not reach the draft."""

    def engine(text: str) -> str:
        return "mauvais [1] mot [2] ici." if "[" in text else "un bon mot ici."

    assert through("a good <em1>word</em1> here.", engine) == "un bon <em1>mot</em1> ici."


def test_a_tag_that_cannot_be_placed_is_translated_around() -> None:
    def engine(text: str) -> str:
        return "x y z" if " " in text else {"one": "un", "two": "deux", "three": "trois"}[text]

    assert through("one <em1>two</em1> three", engine) == "un <em1>deux</em1> trois"


def test_majority_decides_where_opinions_differ() -> None:
    answers = {
        "a b c": "A B C",
        "a [1] b [2] c": "[1] A [2] B C",
        "b": "B",
        "a Zqa b Zqb c": "A Zqa B Zqb C",
    }
    assert through("a <em1>b</em1> c", answers.__getitem__) == "A <em1>B</em1> C"


# ── what is never translated ─────────────────────────────────────────────────────────────────────────


def test_symbols_addresses_and_names_pass_verbatim() -> None:
    seen: list[str] = []

    def engine(text: str) -> str:
        seen.append(text)
        return re.sub(r"(?<!Z)[a-y](?![a-z]*\b)", "x", text)

    aim = tokens.Aim(Context("fr", "en"), names=re.compile("Amnesty International"))
    msgid = "Amnesty International cites A/HRC/25/CRP.1 at https://www.un.org/en/a?b=c and info@un.org today."
    text = through(msgid, engine, aim)
    for kept in ("Amnesty International", "A/HRC/25/CRP.1", "https://www.un.org/en/a?b=c", "info@un.org"):
        assert text.count(kept) == 1
        assert not any(kept in one for one in seen)


def test_what_has_no_words_is_not_asked() -> None:
    def engine(text: str) -> str:
        raise AssertionError(text)

    for msgid in ("S/2014/872", "2014", "<link1>https://www.un.org/</link1>", "—<note1/>"):
        assert through(msgid, engine) == msgid


# ── numbers and dates ────────────────────────────────────────────────────────────────────────────────


def test_a_changed_number_is_repaired_from_the_source() -> None:
    def engine(text: str) -> str:
        return text.replace("111", "11").replace("members", "membres")

    assert through("111 members voted.", engine) == "111 membres voted."


def test_a_changed_date_is_repaired_as_the_language_writes_it() -> None:
    def engine(text: str) -> str:
        return text.replace("5 December 2014", "5 novembre 2014").replace("report", "rapport")

    aim = tokens.Aim(Context("fr", "en"), figures.Writing(date=lambda iso: f"le {iso}"))
    assert through("the report of 5 December 2014.", engine, aim) == "the rapport of le 2014-12-05."


def test_a_number_that_cannot_be_repaired_is_left_with_the_reason() -> None:
    with pytest.raises(tokens.CannotKeep, match="the number 111 of the source"):
        through("111 members voted.", lambda text: "des membres ont voté.")


@given(st.text("ab 12.,", max_size=20))
def test_figures_as_objects_spell_the_sentence(text: str) -> None:
    for sentence in cut(text, "en").sentences:
        found = figures.as_objects(sentence, "en", figures.Writing())
        if found:
            spelt = OBJECT.sub(lambda match, objects=found.objects: objects[match[0]], found.text)
            assert spelt == sentence.text
