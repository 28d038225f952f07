"""The five translations: no check has anything to say, nothing is lost, terms and typography hold.

Each rule is shown to notice a fault that is put into the real texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import renderings
import typography
from translated import LANGUAGES, ROOT, Text, context, document, table, texts

from openletter import checks, journal, markup
from openletter.conventions import load, plural
from openletter.model import Kind, State
from openletter.segment import segments
from openletter.store import Store

EVERY = [text for lang in LANGUAGES for text in texts(lang)]
NAMES = set(re.findall("^- (.+)$", (ROOT / "source" / "letter.md").read_text("utf-8"), re.MULTILINE))
"""The organisations that sign: Russian puts marks around some of their names."""


def named(text: Text) -> str:
    return f"{text.lang} {text.segment.msgid[:20]}"


# The texts as they stand


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_message_has_a_text_and_its_drafts_say_what_made_them(lang: str) -> None:
    standings = Store(ROOT).standings("letter", lang, segments(document()))
    assert len(standings) == len(texts(lang)) == 27
    assert {standing.state for standing in standings.values()}.isdisjoint({State.MISSING, State.STALE})
    events = journal.read(ROOT / "locales" / lang / "reviews" / "letter.jsonl")
    assert all("large language model" in event.origin for event in events if event.kind is Kind.DRAFT)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_check_has_anything_to_say(lang: str) -> None:
    pairs = [(text.segment, text.msgstr) for text in texts(lang)]
    found = [f for one, text in pairs for f in checks.check(one, text, context(lang), one.places[0])]
    assert [*found, *checks.check_catalog(pairs, context(lang))] == []


# What is counted: quotations, tags, symbols, numbers

_QUOTED = {
    "ar": r"«[^«»]+»", "en": r"“[^“”]+”", "es": r"«[^«»]+»", "fr": "«\u00a0[^«»]+\u00a0»", "ru": r"«[^«»]+»",
    "zh": r"“[^“”]+”",
}  # fmt: skip
_SYMBOL = re.compile(r"(?<![A-Za-z])[AS]/[A-Z0-9.]+(?:/[A-Z0-9.]*\w)*")


def quotations(text: str, lang: str) -> int:
    return len(re.findall(_QUOTED[lang], markup.plain(text)))


def tags(text: str, lang: str) -> list[str]:
    return list(markup.tag_names(text))


def symbols(text: str, lang: str) -> list[str]:
    return _SYMBOL.findall(text)


def numbers(text: str, lang: str) -> list[str]:
    """Numbers outside of symbols, sorted; Chinese writes months as numbers too."""
    text = _SYMBOL.sub("", markup.plain(text))
    return sorted(re.findall(r"\d+", re.sub(r"\d+月", "月", text) if lang == "zh" else text))


COUNTED: tuple[Callable[[str, str], object], ...] = (quotations, tags, symbols, numbers)


@pytest.mark.parametrize("text", EVERY, ids=named)
@pytest.mark.parametrize("count", COUNTED)
def test_as_many_as_in_the_source(count: Callable[[str, str], object], text: Text) -> None:
    in_marks = count is quotations and text.lang == "ru" and text.segment.msgid in NAMES
    assert in_marks or count(text.msgstr, text.lang) == count(text.segment.msgid, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("count", "pattern", "fault"),
    [
        (quotations, "[«“]\u00a0?", ""),
        (tags, "<note1/>", ""),
        (tags, "<note1/>", "<note2/>"),
        (symbols, "A/HRC/25/63", "A/HRC/25/64"),
        (symbols, "S/2014/872", "С/2014/872"),
        (numbers, "1211", "1121"),
        (numbers, "111", "11"),
        (numbers, "1217", "1217, 1218"),
    ],
)
def test_what_is_lost_or_changed_is_noticed(
    lang: str, count: Callable[[str, str], object], pattern: str, fault: str
) -> None:
    changed = [
        (text, re.sub(pattern, fault, text.msgstr, count=1))
        for text in texts(lang)
        if text.segment.msgid not in NAMES
    ]
    put = [(text, new) for text, new in changed if new != text.msgstr]
    assert put
    assert all(count(new, lang) != count(text.segment.msgid, "en") for text, new in put)


# Terms

Missing = tuple[str, str]


def missing(text: Text, msgstr: str) -> Iterator[Missing]:
    """The terms of the source that a text renders fewer times than the source has them."""
    for term, count in renderings.in_source(context(text.lang).terms, text.segment.msgid).items():
        if renderings.count(term.target if term.translate else term.source, msgstr, text.lang) < count:
            yield term.source, text.segment.msgid


def excepted(lang: str) -> set[Missing]:
    return {
        (row["term"], text.segment.msgid)
        for row in table("exceptions")
        for text in texts(lang)
        if row["lang"] == lang and text.segment.msgid.startswith(row["passage"])
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_term_is_rendered_or_excepted_with_a_reason(lang: str) -> None:
    """Neither does a term go unrendered without a reason, nor does a reason outlive its use."""
    assert {one for text in texts(lang) for one in missing(text, text.msgstr)} == excepted(lang)
    assert all(len(row["reason"]) > 20 for row in table("exceptions"))


BODIES = {
    "ar": (("مجلس الأمن", "لجنة الأمن"), ("للجنة الثالثة", "للجنة الثانية"),
           ("الجمعية العامة", "الجمعية الوطنية"), ("مجلس حقوق الإنسان", "لجنة حقوق الإنسان"),
           ("المحكمة الجنائية", "المحكمة الإدارية"), ("المساءلة", "المسؤولية")),
    "zh": (("安全理事会", "安全委员会"), ("第三委员会", "第二委员会"), ("人权理事会", "人权事务委员会"),
           ("国际刑事法院", "国际法院"), ("问责", "责任")),
    "fr": (("Conseil de sécurité", "Comité de sécurité"), ("Troisième Commission", "Deuxième Commission"),
           ("Assemblée générale", "Assemblée nationale"),
           ("Conseil des droits de l’homme", "Comité des droits de l’homme"),
           ("Cour pénale internationale", "Cour internationale de Justice"),
           ("établissement des responsabilités", "établissement des faits")),
    "ru": (("Совета Безопасности", "Комитета Безопасности"), ("Третьего комитета", "Второго комитета"),
           ("Генеральной Ассамблеи", "Национальной Ассамблеи"), ("уголовный суд", "гражданский суд"),
           ("привлечение к ответственности", "установление ответственности")),
    "es": (("Consejo de Seguridad", "Comité de Seguridad"), ("Tercera Comisión", "Segunda Comisión"),
           ("Asamblea General", "Asamblea Nacional"),
           ("Consejo de Derechos Humanos", "Comité de Derechos Humanos"),
           ("Corte Penal Internacional", "Corte Internacional de Justicia"),
           ("rendición de cuentas", "rendición de homenajes")),
}  # fmt: skip
"""Words of the texts, and the wrong body or the wrong thing in their place."""


@pytest.mark.parametrize(
    ("lang", "right", "wrong"), [(lang, *pair) for lang, pairs in BODIES.items() for pair in pairs]
)
def test_the_wrong_body_is_noticed(lang: str, right: str, wrong: str) -> None:
    """Put once in each message, even where the right one stands again."""
    put = [text for text in texts(lang) if right in text.msgstr]
    seen = [text for text in put if set(missing(text, text.msgstr.replace(right, wrong, 1))) - excepted(lang)]
    spare = [text for text in put if text not in seen]
    assert seen
    assert all(text.msgstr.count(right) > 1 for text in spare), (
        "unseen though named no more often than in the source"
    )


@pytest.mark.parametrize(
    ("lang", "right", "wrong"), [(lang, *pair) for lang, pairs in BODIES.items() for pair in pairs]
)
def test_the_check_that_everybody_gets_warns_of_it_too(lang: str, right: str, wrong: str) -> None:
    put = [(text.segment, text.msgstr.replace(right, wrong)) for text in texts(lang) if right in text.msgstr]
    found = [f.code for one, new in put for f in checks.check(one, new, context(lang), one.places[0])]
    assert "term" in found


# Typography, of the letter and of the words of the editions


ABOUT_MARKS = re.compile("[«»„،؛؟，；：。《]|“ ”|‘ ’")
"""A message that speaks of the marks of a language shows them by themselves."""


def printed(lang: str) -> list[str]:
    messages = [forms for msgid, forms in load(lang).words.items() if msgid and not ABOUT_MARKS.search(msgid)]
    words = [form for forms in messages for form in forms]
    return [*(markup.plain(text.msgstr) for text in texts(lang)), *words]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_set_as_the_united_nations_print_them(lang: str) -> None:
    assert [fault for text in printed(lang) for fault in typography.faults(lang, text)] == []


@pytest.mark.parametrize(
    ("lang", "rule"), [(lang, rule) for lang, rules in typography.RULES.items() for rule in rules],
    ids=lambda value: value if isinstance(value, str) else value.name,
)  # fmt: skip
def test_each_rule_of_typography_sees_a_fault(lang: str, rule: typography.Rule) -> None:
    right, wrong = rule.fault
    put = [text.replace(right, wrong, 1) for text in printed(lang) if right in text]
    assert put, "the fault is put into the real texts"
    assert any(rule.wrong.search(text) for text in put)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_marks_are_balanced(lang: str) -> None:
    for text in printed(lang):
        for opening, closing in ("«»", "“”", "‘’", "《》", "（）", "()", "[]", "［］"):
            if opening != "‘":  # ’ is an apostrophe too
                assert text.count(opening) == text.count(closing), text[:60]


# The words of the editions: plural forms

COUNTS = (0, 1, 2, 3, 11, 100)
PLURALS = [(msgid, forms) for msgid, forms in load("en").words.items() if msgid and len(forms) > 1]
PASSAGES = [pair for pair in PLURALS if "{n} passage " in pair[0]]
"""What the notices of the editions count."""
NOUNS = {
    "ru": ("0 фрагментов", "1 фрагмент ", "2 фрагмента ", "3 фрагмента ", "11 фрагментов", "100 фрагментов"),
    "ar": (
        "لم ت.* أي فقرة|لا توجد (?:فقرات|مسودات)", "فقرة واحدة", "فقرتان", "3 فقرات", "11 فقرة", "100 فقرة",
    ),
}  # fmt: skip


@pytest.mark.parametrize("lang", NOUNS)
@pytest.mark.parametrize(("msgid", "forms"), PASSAGES)
def test_plural_forms_are_right_in_every_message(lang: str, msgid: str, forms: tuple[str, ...]) -> None:
    """CLDR's categories: few and many in Russian; zero, one, two, few, many and other in Arabic."""
    for n, noun in zip(COUNTS, NOUNS[lang], strict=True):
        said = plural(load(lang), forms[0], forms[-1], n, in_language="X")
        assert re.search(noun, f"{said} "), said
        if lang == "ar" and n < 3:
            assert not re.search(r"\d", said), "no figure for none, one and two"


@pytest.mark.parametrize(("msgid", "forms"), PLURALS)
def test_every_message_that_counts_has_a_form_of_its_own_for_each_category(
    msgid: str, forms: tuple[str, ...]
) -> None:
    for lang, categories in (("ru", (0, 1, 2)), ("ar", (0, 1, 2, 3, 4))):
        said = [load(lang).words[msgid][category] for category in categories]
        assert len(set(said)) == len(said), said


def test_a_wrong_plural_form_is_noticed() -> None:
    assert not re.search(NOUNS["ru"][3], "3 фрагментов ")
    assert not re.search(NOUNS["ar"][4], "11 فقرات ")
    assert len(PASSAGES) == 5
