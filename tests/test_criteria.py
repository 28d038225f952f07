"""docs/accessibility.md: what it names exists, it is current and complete, and some of what it says."""

from __future__ import annotations

import ast
import functools
import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from editions import edition as plain_edition
from judged import need
from own_editions import FORMATS, LANGS, put, written

from openletter import pandoc
from openletter.audit import browser as chromium
from openletter.audit.base import JUDGES
from openletter.audit.codes import CODES
from openletter.audit.own import markup
from openletter.audit.own.measuring import opened
from openletter.conventions import load
from openletter.publish import prepare
from openletter.publish.make import WRITERS
from tools import accessibility_page

ROOT = Path(__file__).parent.parent
TABLE = accessibility_page.criteria()
NUMBERS = """
1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5
1.4.10 1.4.11 1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6
2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6
3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.1 4.1.2 4.1.3
""".split()
"""Levels A and AA of WCAG 2.2 (W3C Recommendation of 5 October 2023), and 4.1.1 of 2.1."""


@functools.cache
def functions_of(file: str) -> frozenset[str]:
    """The names of the test functions of a file."""
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_the_page_is_current() -> None:
    assert accessibility_page.PAGE.read_text("utf-8") == accessibility_page.page(), (
        "run tools/accessibility_page.py"
    )


def test_every_criterion_is_there_once_in_order() -> None:
    assert [one["number"] for one in TABLE] == NUMBERS
    assert Counter(one["level"] for one in TABLE) == {"A": 32, "AA": 24}
    assert Counter(one["since"] for one in TABLE) == {"2.0": 38, "2.1": 12, "2.2": 6}


@pytest.mark.parametrize("one", [*TABLE, *accessibility_page.table("clause")], ids=lambda one: one["number"])
def test_what_is_named_exists(one: dict[str, Any]) -> None:
    assert set(one) <= {
        "number",
        "name",
        "level",
        "since",
        "until",
        "applies",
        "how",
        "tests",
        "codes",
        "judges",
    }
    assert one["applies"] in ("all", "web", "none")
    assert one["tests"], "a criterion without evidence"
    for test in one["tests"]:
        file, _, name = test.partition("::")
        assert name.startswith("test_")
        assert name in functions_of(file), f"{test} is not there"
    assert set(one.get("codes", ())) <= set(CODES)
    assert set(one.get("judges", ())) <= {judge.name for judge in JUDGES}


def test_the_column_for_a_person_is_empty() -> None:
    rows = [line for line in accessibility_page.page().splitlines() if re.match(r"\| \d", line)]
    assert len(rows) == len(TABLE) + 3
    assert all(row.endswith("| |") for row in rows)


def test_nothing_is_said_to_conform() -> None:
    """Where the program or a page speaks of conformance, it is to deny that anybody has said so."""
    denials = re.compile(
        r"not been certified|nobody has certified|never says|does not say|others to say|claims? to conform"
        r"|claim-conformance|conformsTo|WCAG conformance requirements|conformance requirement",
    )
    files = [*(ROOT / "openletter").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    said = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in files
        for line in file.read_text("utf-8").splitlines()
        if re.search(r"\bconform", line, re.IGNORECASE) and not denials.search(line)
    ]
    assert said == []


HOSTILE = """# Letter

<audio src="a.mp3" autoplay></audio> <video src="a.mp4"></video> <input name="a"> <script>alert(1)</script>

<form action="x"><button accesskey="s">send</button></form>

<div draggable="true" onclick="x()" style="animation: a 1s infinite">words</div>

![film](film.mp4)
"""
NEVER = set(
    "applet audio base blink button canvas details dialog embed fieldset form frame frameset iframe"
    " input map object option output progress script select slot template textarea track video".split()
)


def pages(kind: str, data: bytes) -> list[Any]:
    if kind == "html":
        return [markup.html(data)]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return [markup.xhtml(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")]


def still(kind: str, data: bytes) -> None:
    """Nothing sounds, moves, runs, or asks for something; nothing reacts to keys, pointers or time."""
    if kind == "pdf":
        import pikepdf

        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert not {"/AA", "/AcroForm", "/Names"} & set(pdf.Root.keys()) or not [
                name for name in pdf.Root.get("/Names", {}) if name in ("/JavaScript", "/EmbeddedFiles")
            ]
            kinds = {str(note.Subtype) for page in pdf.pages for note in page.get("/Annots", [])}
            assert kinds <= {"/Link"}
            assert not pdf.is_encrypted
        return
    for root in pages(kind, data):
        assert not {markup.tag(one) for one in root.iter()} & NEVER
        names = {name.lower() for one in root.iter() if isinstance(one.tag, str) for name in one.attrib}
        assert not [n for n in names if n.startswith("on") or n in ("accesskey", "autofocus", "draggable")]
        assert "refresh" not in {one.get("http-equiv", "").lower() for one in markup.elements(root, "meta")}


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_sounds_or_is_filled_in_or_runs(kind: str) -> None:
    for lang in LANGS:
        still(kind, written(lang, kind).data)
    c = load("en")
    blocks = tuple(prepare.heading_levels(prepare.blocks(pandoc.read(HOSTILE)["blocks"], c, {})))
    still(kind, WRITERS[kind](plain_edition("en", "", blocks=blocks), ()).data)


def luminance(colour: str) -> float:
    """Of a colour like #1a1a1a (WCAG 2.2, relative luminance)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_colours_of_the_pdf_have_enough_contrast() -> None:
    source = (ROOT / "openletter" / "publish" / "templates" / "letter.typ").read_text("utf-8")
    text = re.findall(r'#let (?:ink|quiet|blue) = rgb\("(#\w{6})"\)', source)
    assert len(text) == 3
    grounds = re.findall(r'fill: rgb\("(#\w{6})"\)', source)
    for ground in ["#ffffff", *grounds]:
        for colour in text:
            light, dark = sorted((luminance(ground), luminance(colour)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{colour} on {ground}"


TARGETS = """() => [...document.querySelectorAll("nav a, .formats a")].map(a => {
  const box = a.getBoundingClientRect(); return [a.textContent, box.width, box.height];
})"""


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_targets_are_large_enough(lang: str, tmp_path: Path) -> None:
    """24 by 24 CSS pixels (WCAG 2.2, 2.5.8), for every link that does not stand in running text."""
    need("openletter-browser")
    page_file = put(tmp_path, lang)
    with chromium.browser() as chrome, opened(chrome, page_file) as page:
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate(TARGETS)
            assert len(found) >= 8
            assert [one for one in found if one[1] < 24 or one[2] < 24] == []
