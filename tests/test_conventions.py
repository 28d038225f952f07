"""The words of the editions, and what CLDR says about dates, numbers, scripts and directions."""

from __future__ import annotations

import gettext
import io
import re
import string
import subprocess
import sys
from types import SimpleNamespace
from typing import Any, cast

import pytest

from openletter import conventions
from openletter.conventions import dateline, in_language, load, long_date, number, plural, read_mo, text
from openletter.errors import UsageError
from openletter.locale import update
from openletter.model import Edition, State
from openletter.publish import notice

LANGS = ("ar", "en", "es", "fr", "ru", "zh")
REVIEWED = ("{n} passage has been reviewed.", "{n} passages have been reviewed.")


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_catalogs_are_current() -> None:
    stale = [str(p) for p, data in update.current().items() if not p.is_file() or p.read_bytes() != data]
    assert not stale, "run python -m openletter.locale.update, then translate the new words"


@pytest.mark.parametrize("lang", LANGS)
def test_every_word_is_translated_with_its_placeholders(lang: str) -> None:
    english = load("en").words
    words = load(lang).words
    assert words.keys() == english.keys()
    for msgid, forms in words.items():
        if not msgid:
            continue
        assert all(forms), msgid
        for form in forms:
            assert fields(form) - {"n"} <= fields(msgid) - {"n"}, msgid
        assert fields(forms[-1]) == fields(msgid), msgid
        assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", "".join(forms)), msgid


@pytest.mark.parametrize("lang", LANGS)
def test_gettext_reads_the_same_words(lang: str) -> None:
    data = (conventions.LOCALE / lang / "LC_MESSAGES" / "openletter.mo").read_bytes()
    oracle = gettext.GNUTranslations(io.BytesIO(data))
    for msgid, forms in read_mo(data).items():
        if len(forms) == 1 and msgid:
            assert oracle.gettext(msgid) == forms[0]
    for n in (0, 1, 2, 3, 11, 21, 100, 101, 111, 999):
        expected = oracle.ngettext(*REVIEWED, n).format(n=n)
        assert plural(load(lang), *REVIEWED, n) == expected


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("ar", "لم تُراجَع أي فقرة.|روجعت فقرة واحدة.|روجعت فقرتان.|روجعت 3 فقرات."
               "|روجعت 11 فقرة.|روجعت 100 فقرة."),
        ("ru", "0 фрагментов проверено.|1 фрагмент проверен.|2 фрагмента проверены.|3 фрагмента проверены."
               "|11 фрагментов проверено.|100 фрагментов проверено."),
        ("fr", "0 passage a été révisé.|1 passage a été révisé.|2 passages ont été révisés."
               "|3 passages ont été révisés.|11 passages ont été révisés.|100 passages ont été révisés."),
        ("zh", "0段已审校。|1段已审校。|2段已审校。|3段已审校。|11段已审校。|100段已审校。"),
    ],
)  # fmt: skip
def test_plural_forms(lang: str, forms: str) -> None:
    assert [plural(load(lang), *REVIEWED, n) for n in (0, 1, 2, 3, 11, 100)] == forms.split("|")


@pytest.mark.parametrize("lang", LANGS)
def test_plural_rules_are_cldr_s(lang: str) -> None:
    """Numbers that CLDR puts in different categories get different forms, and those in one the same."""
    from babel import Locale

    rule = Locale(lang).plural_form
    index = conventions._plural_rule(load(lang).words[""][0])
    pairs = {(rule(n), index(n)) for n in range(1001)}
    assert len({category for category, _ in pairs}) == len(pairs) == len({form for _, form in pairs})


@pytest.mark.parametrize(
    ("lang", "day", "month", "year"),
    [
        ("ar", "9 كانون الأول/ديسمبر 2014", "كانون الأول/ديسمبر 2014", "2014"),
        ("en", "December 9, 2014", "December 2014", "2014"),
        ("es", "9 de diciembre de 2014", "diciembre de 2014", "2014"),
        ("fr", "9 décembre 2014", "décembre 2014", "2014"),
        ("ru", "9 декабря 2014\u00a0года", "декабрь 2014\u00a0года", "2014"),
        ("zh", "2014年12月9日", "2014年12月", "2014年"),
    ],
)
def test_long_dates(lang: str, day: str, month: str, year: str) -> None:
    c = load(lang)
    assert long_date(c, "2014-12-09") == day
    assert long_date(c, "2014-12") == month
    assert long_date(c, "2014") == year


def test_arabic_months_are_those_of_the_united_nations() -> None:
    months = [long_date(load("ar"), f"2014-{m:02}").removesuffix(" 2014") for m in range(1, 13)]
    assert months == [
        "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيه",
        "تموز/يوليه", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر",
        "كانون الأول/ديسمبر",
    ]  # fmt: skip


def test_what_is_no_date_stays() -> None:
    for odd in ("", "soon", "2014-13-01", "2014-02-30", "٢٠١٤"):
        assert long_date(load("en"), odd) == odd


def test_datelines() -> None:
    assert dateline(load("fr"), "New York", "2014-12", "décembre 2014") == "New York, décembre 2014"
    assert dateline(load("zh"), "纽约", "2014-12-09", "2014年12月9日") == "2014年12月9日，纽约"
    assert dateline(load("ar"), "نيويورك", "", "") == "نيويورك"
    assert dateline(load("es"), "", "2014", "2014") == "2014"


def test_what_is_published_about_each_language() -> None:
    table = {
        lang: (c.tag, c.direction, c.autonym, c.script, c.region) for lang in LANGS for c in [load(lang)]
    }
    assert table == {
        "ar": ("ar", "rtl", "العربية", "Arab", ""),
        "en": ("en", "ltr", "English", "Latn", ""),
        "es": ("es", "ltr", "Español", "Latn", ""),
        "fr": ("fr", "ltr", "Français", "Latn", ""),
        "ru": ("ru", "ltr", "Русский", "Cyrl", ""),
        "zh": ("zh-Hans", "ltr", "中文", "Hans", "CN"),
    }
    assert load("fr-CA").tag == "fr-CA"


@pytest.mark.parametrize("lang", ["xx", "", "de", "zh-Hant", "../en", "e" * 200])
def test_unknown_languages_are_refused(lang: str) -> None:
    with pytest.raises(UsageError):
        load(lang)


def test_numbers_and_words() -> None:
    assert [number(load(lang), 12345) for lang in LANGS] == [
        "12,345", "12,345", "12.345", "12\u202f345", "12\u00a0345", "12,345",
    ]  # fmt: skip
    assert in_language(load("zh"), "en") == "英文"
    assert text(load("en"), "Note {number}", number="{number}") == "Note {number}"


def edition(lang: str, counts: dict[State, int], source: str = "en") -> Edition:
    lowest = min((s for s, n in counts.items() if n), default=State.REVIEWED)
    made = SimpleNamespace(
        conventions=load(lang), lang=lang, source_lang=source, counts=counts, state=lowest,
        is_source=lang == source,
    )  # fmt: skip
    return cast(Edition, cast(Any, made))


@pytest.mark.parametrize("lang", LANGS)
def test_notice_is_silent_only_when_all_is_reviewed(lang: str) -> None:
    assert notice.short(edition(lang, {State.REVIEWED: 3})) == ""
    assert notice.full(edition(lang, {State.REVIEWED: 3})) == ()
    assert notice.full(edition("en", {})) == ()
    for state in (State.MISSING, State.STALE, State.DRAFT, State.TRANSLATED):
        counts = {state: 3, State.REVIEWED: 11, State.MISSING: 3 if state is State.MISSING else 0}
        short, full = notice.short(edition(lang, counts)), notice.full(edition(lang, counts))
        assert short
        assert short.count(".") + short.count("。") == 1, "one sentence"
        assert len(full) == 3
        assert "3" in full[1]
        assert "11" in full[1]
        assert "0" not in full[1], "states that do not occur are not spoken of"


def test_notice_tells_what_kind_of_draft_it_is() -> None:
    whole = notice.short(edition("en", {State.DRAFT: 27}))
    part = notice.short(edition("en", {State.DRAFT: 1, State.REVIEWED: 26}))
    assert whole == (
        "This translation is a machine draft that people have not yet reviewed; the original in English"
        " prevails."
    )
    assert part.startswith("Parts of this translation are machine drafts")
    assert notice.full(edition("ru", {State.DRAFT: 1, State.REVIEWED: 22}))[1] == (
        "22 фрагмента проверены. 1 фрагмент представляет собой черновик (машинный или незавершенный),"
        " никем не проверенный."
    )


def test_babel_is_imported_late() -> None:
    code = "import sys, openletter.conventions, openletter.publish.notice; sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
