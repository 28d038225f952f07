"""Each check by its cases, the table of checks, and its page in the docs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from checks_data import Case, cases

from openletter import checks
from openletter.checks import CATALOG_CHECKS, CHECKS, Context, check, check_catalog, reference
from openletter.model import Place

CASES = cases()
CODES = [row.code for row in (*CHECKS, *CATALOG_CHECKS)]
DOCS = Path(__file__).parents[1] / "docs" / "checks.md"


def found_in(case: Case) -> set[str]:
    codes = {f.code for s, t in case.pairs for f in check(s, t, case.context, Place("fr.po", 1))}
    return codes | {f.code for f in check_catalog(case.pairs, case.context)}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case) -> None:
    assert found_in(case) == set(case.expected)


@pytest.mark.parametrize("code", CODES)
def test_each_check_has_a_case_that_only_it_catches(code: str) -> None:
    alone = [c for c in CASES if c.folder == code and len(c.expected) == 1 and c.expected[0].startswith(code)]
    assert alone
    assert [c for c in CASES if c.folder == code and not c.expected], "a case that must stay silent"


@pytest.mark.parametrize("code", CODES)
def test_deleting_a_check_makes_a_case_fail(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "CHECKS", tuple(row for row in CHECKS if row.code != code))
    monkeypatch.setattr(checks, "CATALOG_CHECKS", tuple(row for row in CATALOG_CHECKS if row.code != code))
    assert any(found_in(case) != set(case.expected) for case in CASES if case.folder == code)


def test_every_folder_is_a_check() -> None:
    assert {case.folder for case in CASES} == set(CODES)
    assert [code for code, n in Counter(CODES).items() if n > 1] == []


def test_the_messages_keep_placeholders_apart_and_can_be_translated() -> None:
    seen: list[str] = []

    def say(message: str) -> str:
        seen.append(message)
        return "[" + message + "]"

    for case in CASES:
        context = Context(case.lang, terms=case.context.terms, quotations=case.context.quotations, say=say)
        for s, t in case.pairs:
            for f in check(s, t, context, Place("fr.po", 1)):
                assert f.what[0] == "["
                assert f.hint[0] == "["
                assert f.what.isprintable()
    assert "the number {number} of the source is not in the translation" in seen


def test_the_page_of_the_docs_is_current() -> None:
    assert DOCS.read_text("utf-8") == reference.page(), "run: python -m openletter.checks.reference"
