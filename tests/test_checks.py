"""The checks of translations: the tags."""

from __future__ import annotations

import pytest

from openletter.checks import Context, check
from openletter.model import Place, Segment, Severity, Tag

HERE = Place("ar.po", 12)


def segment(msgid: str, *tags: Tag) -> Segment:
    return Segment("", msgid, (Place("letter.md", 3),), (tags,))


EM = Tag("em1", "em", False, "")
NOTE = Tag("note1", "note", True, "")
SOURCE = segment("Never <em1>return</em1> anyone.<note1/>", EM, NOTE)


@pytest.mark.parametrize(
    ("msgstr", "code"),
    [
        ("Ne <em1>renvoyez</em1> jamais personne<note1/>.", None),
        ("Ne <em1>renvoyez</em1> jamais personne.", "tag-missing"),
        ("Ne renvoyez jamais personne<note1/>.", "tag-missing"),
        ("Ne <em1>renvoyez jamais personne<note1/>.", "tag-nesting"),
        ("Ne <em1>renvoyez</em1> jamais personne<note2/>.", "tag-unknown"),
        ("Ne <em1>renvoyez</em1> jamais <note1/>personne<note1/>.", "tag-repeated"),
        ("Ne <em1>renvoyez<em1/> jamais personne<note1/>.", "tag-form"),
    ],
)
def test_tags(msgstr: str, code: str | None) -> None:
    found = check(SOURCE, msgstr, Context("fr"), HERE)
    assert [f.code for f in found if f.code.startswith("tag-")] == ([code] if code else [])
    assert all(f.where == HERE and f.severity is Severity.REFUSE and f.hint for f in found)


def test_the_swap_of_right_to_left_text_is_named() -> None:
    found = check(SOURCE, "لا <em1>تعيدوا<em1/> أحداً<note1/>.", Context("ar"), HERE)
    assert "look alike" in found[0].hint
    assert "</em1>" in found[0].hint
    assert "<em1/>" in found[0].hint


def test_every_kind_of_tag_decodes_without_the_source() -> None:
    tags = tuple(
        Tag(f"{kind}1", kind, standalone, "")
        for kind, standalone in [
            *((k, False) for k in ("em", "strong", "strike", "link", "quote", "cite", "span", "sup", "sub")),
            *((k, True) for k in ("note", "code", "image", "break", "math", "raw", "lang")),
        ]
    )
    text = "".join(f"<{t.name}/>" if t.standalone else f"<{t.name}>a</{t.name}>" for t in tags)
    found = check(segment(text, *tags), text, Context("fr"), HERE)
    assert [f.code for f in found if f.code.startswith("tag-")] == []
