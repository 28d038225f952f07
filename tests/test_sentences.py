"""Sentences: the law, the abbreviations of each language, and the real letter in all six."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openletter import markup, segment, sentences, source
from openletter.settings import LANGUAGES

TEXTS = st.lists(
    st.sampled_from(
        "A b The para. U.N. Doc. no. e.g. 5 (5) “ ” .” 。 ！ 人权 ؟ … ; , — ».\u00a0 г. т.е. No. \n".split(
            " "
        )
    ),
    max_size=30,
).map(" ".join)


@pytest.mark.parametrize("lang", [*LANGUAGES, "pt"])
@given(text=TEXTS, longest=st.integers(5, 40))
def test_nothing_but_space_is_outside_of_sentences(lang: str, text: str, longest: int) -> None:
    spans = sentences.split(text, lang, longest)
    position = 0
    for start, end in spans:
        assert position <= start < end <= start + longest
        assert not text[position:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        position = end
    assert not text[position:].strip()


CASES = [
    ("en", "See paras. 4 and 5.|It is so."),
    ("en", "UN Doc. A/HRC/25/CRP.1, paras 1216 and 1211.|The report says so."),
    ("en", "U.N. Doc. S/2014/872 names it.|The U.N.|The Council met."),
    ("en", "The U.N. Security Council met at 5 p.m. on Monday.|They left."),
    (
        "en",
        "It “has no parallel in the contemporary world.”2 The crimes entail much.".replace("2 The", "2|The"),
    ),
    ("en", "Mr. Kirby, Dr. No and J. F. Kennedy came.|Why?|Nobody knows!|“So it is.”|(See art. 7.)"),
    ("en", "See resolution No. 5, op. cit., p. 4 et seq. of it, i.e. Fig. 3, vol. II, ch. VII."),
    ("en", "1. Introduction"),
    ("en", "It cost 3.5 million.|He left … and came back."),
    ("en", "Organisations, companies, etc. are meant.|Others, etc.|The rest is not."),
    ("fr", "Voir l’art. 7, par. 3, et le doc. A/63.|C’est ainsi."),
    ("fr", "« C’est assez ! »|Il part.|M. Kirby, Mme Dupont et le Dr. Nô, p. ex., restent."),
    ("es", "Véanse los párrs. 4 y 5, el art. 7 y el núm. 3.|¿Por qué?|¡Basta!|El Sr. Kirby no lo sabe."),
    ("es", "Los EE.UU. votaron a favor.|Así fue."),
    (
        "ru",
        "См. пп. 4 и 5, ст. 7 и док. A/63.|Это так.|В 2014 г. Совет, т. е. 5 декабря 2014 г. он заседал.",
    ),
    ("ru", "Он сказал: «Это так».|Они ушли и т. д. и т. п."),
    ("ar", "انظر الفقرة 4.|هل هذا صحيح؟|نعم، قال د. كيربي ذلك."),
    ("zh", "见第4段。|真的吗？|“是的。”|委员会（见文件A/63）说……|好！"),
]


@pytest.mark.parametrize(("lang", "text"), CASES)
def test_sentences_end_where_readers_end_them(lang: str, text: str) -> None:
    expected = text.split("|")
    whole = ("" if lang == "zh" else " ").join(expected)
    assert [whole[start:end] for start, end in sentences.split(whole, lang)] == expected


def test_long_sentences_are_cut_at_their_joints() -> None:
    text = "; ".join(["one clause of several words"] * 40) + "."
    spans = sentences.split(text, "en")
    assert len(spans) > 1
    assert all(text[end - 1] in ";." for _, end in spans)


def test_the_letter_has_37_sentences() -> None:
    from documents import DATA

    root = DATA.parent.parent
    one = source.read(root, source.letters(root)[0])
    assert sum(len(sentences.split(markup.plain(s.msgid), "en")) for s in segment.segments(one)) == 37
