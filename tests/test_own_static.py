"""The checks of our own that need no tool: silent over what the writers make, and what they compare."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import judged
import pytest
from editions import RICH
from editions import edition as plain_edition
from hypothesis import given, settings
from hypothesis import strategies as st
from own_editions import FORMATS, HANDS, LANGS, edition, png, subject, written

from openletter.audit import own
from openletter.audit.own import parts
from openletter.audit.own.opened import OPENERS
from openletter.model import Asset, Edition, State


def codes(made: Edition, kind: str, assets: Sequence[Asset] = (HANDS,)) -> list[str]:
    return [f"{one.code}: {one.what}" for one in own.problems(subject(made, kind, assets))]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_wrong_with_what_is_written(lang: str, kind: str) -> None:
    assert codes(edition(lang), kind) == []


def test_nothing_is_wrong_with_the_letter(published: Path) -> None:
    """The letter that openletter publishes of itself, in every language and format, with its editions."""
    output = judged.opened(published, judged.ROOT)
    assert len(output.artifacts()) == len(LANGS) * len(FORMATS)
    assert all(output.edition(one) is not None for one in output.artifacts())
    assert list(own.run(output)) == []


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("state", list(State))
def test_every_notice(state: State, kind: str) -> None:
    counts = dict.fromkeys(State, 0) | {state: 3}
    assert codes(plain_edition("fr", "Un [mot]{lang=en}.", counts=counts), kind) == []


@pytest.mark.parametrize("lang", ["en", "ar", "zh"])
@pytest.mark.parametrize("kind", FORMATS)
def test_everything_that_a_letter_can_hold(lang: str, kind: str) -> None:
    dot = Asset("img/dot.png", "dot.0a1b2c3d.png", "image/png", png())
    found = codes(plain_edition(lang, RICH), kind, [dot])
    expected = {"file-missing", "no-glyph"}  # its link to a file beside it; the boxes of tasks
    assert {one.split(":")[0] for one in found} <= (expected if kind == "html" else set()), found


@pytest.mark.parametrize("lang", LANGS)
def test_all_formats_say_the_same(lang: str) -> None:
    """Law: every view of the edition is the view of its page, its book and its PDF."""
    wanted = subject(edition(lang), "html").expected
    assert wanted is not None
    for kind in FORMATS:
        letter = OPENERS[kind](subject(edition(lang), kind)).letter
        for name in parts.VIEWS.keys() - ({"directions", "links"} if kind == "pdf" else set()):
            assert list(parts.VIEWS[name](letter)) == list(parts.VIEWS[name](wanted)), (kind, name)


def test_the_views_are_not_empty() -> None:
    """What is equal because both are empty proves nothing."""
    for lang in LANGS:
        wanted = subject(edition(lang), "html").expected
        assert wanted is not None
        assert all(view(wanted) for view in parts.VIEWS.values()), lang


def test_views_of_a_small_letter() -> None:
    made = plain_edition("en", "Ask [now](https://example.org/).[^1]\n\n1. *a*\n   - b\n\n[^1]: Note.")
    wanted = subject(made, "html").expected
    assert wanted is not None
    assert parts.lines(wanted)[2:] == ["Ask now.[1]", "a", "b", "Note."]
    assert parts.lists(wanted) == ["ol(ul(·))"]
    assert parts.links(wanted) == [("now", "https://example.org/")]
    assert parts.emphasis(wanted) == [("em", "a")]
    assert parts.notes(wanted) == [("1", "Note.")]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_that_is_none(kind: str) -> None:
    assert codes_of(kind, b"PK\x03\x04 no") or kind == "html"
    assert codes_of(kind, b"") == ["unreadable"]


def codes_of(kind: str, data: bytes) -> list[str]:
    return [one.code for one in own.problems(own.Subject(kind, f"en/letter.{kind}", data, "en"))]


@pytest.mark.parametrize("kind", FORMATS)
def test_without_an_edition_the_rest_is_checked(kind: str) -> None:
    alone = dataclasses.replace(subject(edition("ar"), kind), edition=None)
    assert list(own.problems(alone)) == []


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FORMATS), st.integers(0, 10**6), st.binary(max_size=40), st.booleans())
def test_a_broken_file_is_a_finding_and_no_crash(kind: str, at: int, noise: bytes, cut: bool) -> None:
    data = written("ar", kind).data
    start = at % len(data)
    broken = data[:start] + noise + (b"" if cut else data[start + len(noise) :])
    for one in own.problems(subject(edition("ar"), kind, data=broken)):
        assert one.code
        assert one.what
