"""From a document and its translations to what the writers get."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from documents import RICH, document

from openletter import conventions, segment, tree
from openletter.errors import SourceError
from openletter.model import Edition, Key, Node, Standing, State
from openletter.publish import edition

DOCUMENTS = {"A/HRC/25/63": frozenset({"en", "ar"})}


def standings(text: str, **given: str) -> Mapping[Key, Standing]:
    """Each message stands as a draft: itself in capitals, or what is given for its first word."""
    result = {}
    for one in segment.segments(document(text)):
        first = one.msgid.split()[0]
        result[one.key] = Standing(one.key, State.DRAFT, given.get(first, one.msgid))
    return result


def build(
    text: str, lang: str = "en", stand: Mapping[Key, Standing] | None = None, **around: object
) -> Edition:
    surroundings = edition.Surroundings(DOCUMENTS, **around)  # type: ignore[arg-type]
    return edition.build(document(text), stand or {}, conventions.load(lang), surroundings)


def nodes(made: Edition, kind: str) -> list[Node]:
    return [node for node in tree.walk(list(made.blocks)) if node["t"] == kind]


def test_the_title_comes_from_the_metadata_and_headings_go_below_it() -> None:
    made = build(RICH)
    assert made.title_text == "An open letter"
    assert [node["c"][0] for node in nodes(made, "Header")] == [2, 3]


def test_without_metadata_the_first_heading_is_the_title() -> None:
    made = build("# The *title*\n\nText.\n\n# Other\n\n### Skipped\n")
    assert made.title_text == "The title"
    assert [(n["c"][0], tree.stringify(n["c"][2])) for n in nodes(made, "Header")] == [
        (2, "Other"),
        (3, "Skipped"),
    ]


def test_a_heading_after_other_text_stays_where_it_is() -> None:
    made = build("Dear all,\n\n## Title\n")
    assert (made.title_text, len(nodes(made, "Header"))) == ("Title", 1)


def test_a_letter_without_title_is_an_error_with_a_remedy() -> None:
    with pytest.raises(SourceError, match="no title") as caught:
        build("Just text.\n")
    assert caught.value.hint


@pytest.mark.parametrize("date", ["December 9, 2014", "2014-13-01", "2014-02-30", "20141209", "2014-W50"])
def test_a_date_that_is_none_is_an_error_with_its_line(date: str) -> None:
    with pytest.raises(SourceError) as caught:
        build(f"---\ntitle: T\ndate: {date}\n---\n\nText\n")
    assert (caught.value.code, caught.value.where and caught.value.where.line) == ("date", 3)


@pytest.mark.parametrize(
    ("date", "epoch"), [("2014-12-09", 1418083200), ("2014-12", 1417392000), ("2014", 1388534400)]
)
def test_the_clock_of_an_artifact_is_the_letters_date(date: str, epoch: int) -> None:
    assert build(f"---\ntitle: T\ndate: {date}\n---\n\nText\n", epoch=7).epoch == epoch


def test_an_undated_letter_has_the_given_clock_or_the_fixed_one() -> None:
    assert build("# T\n", epoch=86400).epoch == 86400
    assert build("# T\n").epoch == 315532800


def test_identifiers_are_stable_and_one_per_edition() -> None:
    text = "---\ntitle: T\nidentifier: urn:uuid:2beb98de-d838-4cd8-805c-285d74050e9a\n---\n\nText\n"
    french = build(text, "fr", standings(text))
    assert french.identifier.startswith("urn:uuid:")
    assert french.identifier == build(text + "More\n", "fr", standings(text)).identifier
    assert french.identifier != build(text).identifier


def test_document_symbols_are_linked_and_isolated_from_right_to_left_text() -> None:
    english, arabic = build(RICH), build(RICH, "ar", standings(RICH))
    french = build(RICH, "fr", standings(RICH))

    def link(made: Edition) -> Node:
        return next(one for one in nodes(made, "Link") if "undocs" in one["c"][2][0])

    assert link(english)["c"][2][0] == "https://undocs.org/en/A/HRC/25/63"
    assert link(french)["c"][2][0] == "https://undocs.org/A/HRC/25/63"
    (isolated,) = link(arabic)["c"][1]
    assert isolated["c"][0] == ["", ["symbol"], [["dir", "ltr"]]]


def test_no_link_is_put_into_a_link_or_into_foreign_words() -> None:
    made = build("# T\n\n[see S/2014/872](https://example.org) [S/2014/872]{lang=fr} `S/2014/872`\n")
    assert [one["c"][2][0] for one in nodes(made, "Link")] == ["https://example.org"]


def test_missing_passages_stand_in_the_source_language_and_say_so() -> None:
    text = "# T\n\nSome *words*.[^1]\n\n[^1]: Note.\n"
    stand = dict(standings(text, Note="نص"))
    key = ("", "Some <em1>words</em1>.<note1/>")
    stand[key] = Standing(key, State.MISSING, "")
    made = build(text, "ar", stand)
    paragraph = made.blocks[0]["c"]
    assert tree.attributes(paragraph[0]) == {"lang": "en", "dir": "ltr"}
    assert [node["t"] for node in paragraph] == ["Span", "Note"]
    assert made.state is State.MISSING


def test_raw_code_attributes_and_positions_do_not_reach_the_writers() -> None:
    made = build(
        '# T\n\n<script>x</script>\n\nA <b onclick="x">b</b> [c]{onclick=x style=y .skip #é lang=fr}\n'
    )
    found = list(tree.walk(list(made.blocks)))
    assert not [node for node in found if node["t"].startswith("Raw")]
    assert nodes(made, "Span")[0]["c"][0] == ["", [], [["lang", "fr"]]]
    assert "data-pos" not in str(made.blocks)


def test_soft_breaks_are_resolved() -> None:
    made = build("---\ntitle: 信\nlang: zh\n---\n\n人权\n理事会\n", "zh")
    assert tree.stringify(made.blocks[0]["c"]) == "人权理事会"
    assert not nodes(made, "SoftBreak")


def test_organisations_take_the_translation_of_the_same_words() -> None:
    text = "---\ntitle: T\norganisations:\n- One\n- Two\n---\n\n- One\n"
    assert build(text, "fr", standings(text, One="Un")).organisations == ("Un", "Two")
