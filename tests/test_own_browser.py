"""The checks of our own in a real browser, and the accessibility trees that it gives to screen readers.

The trees are golden files, tests/golden/access/LANG.txt: read them when they change; they are what is heard.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import judged
import pytest
from own_editions import LANGS, edition, put, subject
from own_faults import SEEN, Fault

from openletter.audit.own import access, browser, subject_of
from openletter.audit.own.measuring import opened

GOLDEN = Path(__file__).parent / "golden" / "access"


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_wrong_in_the_browser(lang: str, chrome: Any, tmp_path: Path) -> None:
    page = put(tmp_path, lang)
    assert list(browser.problems(chrome, page, subject(edition(lang), "html"))) == []


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_screen_reader_is_given(
    lang: str, chrome: Any, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    with opened(chrome, put(tmp_path, lang)) as page:
        golden(GOLDEN / f"{lang}.txt", access.transcript(access.nodes(page)))


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_wrong_with_the_letter(lang: str, chrome: Any, published: Path) -> None:
    """The letter that openletter publishes of itself."""
    output = judged.opened(published, judged.ROOT)
    (artifact,) = [one for one in output.artifacts("html") if one.lang == lang]
    whole = subject_of(output, artifact)
    assert whole.edition is not None
    assert list(browser.problems(chrome, output.file(artifact), whole)) == []


@pytest.mark.parametrize("fault", SEEN, ids=str)
def test_a_fault_is_seen_in_the_browser(fault: Fault, chrome: Any, tmp_path: Path) -> None:
    data = fault.change(subject(edition(fault.lang), "html").data)
    page = put(tmp_path, fault.lang, data)
    whole = subject(edition(fault.lang), "html", data=data)
    seen: list[str] = []
    with opened(chrome, page) as shown:
        for look in browser.LOOKS:
            seen += [one.code for one in look(shown, whole)]
            if fault.code in seen:
                return
    pytest.fail(f"seen was {seen}")
