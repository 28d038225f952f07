"""What programs that know nothing of tags take out of the PDFs: poppler, pdfminer and MuPDF.

People search, copy and paste with such programs. docs/evidence-extraction.md has the figures; --update-golden
with --full writes it anew.
"""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import needs
import pytest
from own_editions import LANGS, edition, subject, written

from openletter.audit.own import parts
from openletter.conventions import load

POPPLER = "apt install poppler-utils"
PAGE = Path(__file__).parent.parent / "docs" / "evidence-extraction.md"
_WORD = re.compile(r"[\u0620-\u064a\u0671-\u06d3]+|[^\W\d_\u0600-\u06ff]+")
_MARKS = re.compile("[\u064b-\u0652]")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def poppler(data: bytes) -> str:
    program = needs.program("pdftotext", POPPLER)
    ended = subprocess.run([program, "-enc", "UTF-8", "-", "-"], input=data, capture_output=True, check=True)
    return ended.stdout.decode()


def pdfminer(data: bytes) -> str:
    return str(needs.module("pdfminer.high_level").extract_text(io.BytesIO(data)))


def mupdf(data: bytes, *, flags: int = 0) -> str:
    module = needs.module("pymupdf")
    with module.open(stream=data, filetype="pdf") as document:
        return "\n".join(page.get_text(flags=module.TEXTFLAGS_TEXT | flags) for page in document)


def mupdf_glyphs(data: bytes) -> str:
    """With the option that takes the glyphs and not /ActualText."""
    return mupdf(data, flags=int(needs.module("pymupdf").TEXT_IGNORE_ACTUALTEXT))


TOOLS: dict[str, Callable[[bytes], str]] = {
    "poppler (pdftotext)": poppler,
    "pdfminer.six": pdfminer,
    "MuPDF (PyMuPDF)": mupdf,
    "MuPDF, /ActualText ignored": mupdf_glyphs,
}


def plain(text: str) -> str:
    """Without marks of direction and, in Arabic, without the marks on letters."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", _BIDI.sub("", text)))


def words(lang: str) -> list[str]:
    """The letter's words of two letters and more; in Chinese runs of four characters and more."""
    letter = subject(edition(lang), "pdf").expected
    assert letter is not None
    text = re.sub(r"\[\d+\]", " ", plain("\n".join(parts.lines(letter))))
    least = 4 if lang == "zh" else 2
    return sorted({word for word in _WORD.findall(text) if len(word) >= least})


def share(lang: str, extracted: str, turn: int = 1, own: bool | None = None) -> float:
    """How many of the letter's words stand in the extracted text, from 0 to 1; turn -1: turned round.

    `own`: of the words in Arabic script alone, or of all others alone.
    """
    text = plain(extracted)
    there = set(_WORD.findall(text)) if lang != "zh" else "".join(text.split())
    wanted = [word for word in words(lang) if own is None or ("\u0600" <= word[0] <= "\u06ff") == own]
    return sum(word[::turn] in there for word in wanted) / len(wanted)


@pytest.mark.parametrize("lang", LANGS)
def test_poppler_takes_out_whole_words(lang: str) -> None:
    """Also Arabic ones, in the order in which they are read; kerning would cut some of them in two."""
    assert share(lang, poppler(written(lang, "pdf").data)) == 1


@pytest.mark.parametrize("lang", [lang for lang in LANGS if lang != "ar"])
@pytest.mark.parametrize("tool", ["pdfminer.six", "MuPDF (PyMuPDF)"])
def test_others_take_out_whole_words(tool: str, lang: str) -> None:
    assert share(lang, TOOLS[tool](written(lang, "pdf").data), own=False) == 1


def test_what_others_make_of_arabic() -> None:
    """pdfminer gives Arabic as it stands on the line; MuPDF is right only where it ignores /ActualText."""
    data = written("ar", "pdf").data
    assert share("ar", pdfminer(data), -1) > 0.9
    assert share("ar", mupdf_glyphs(data)) > 0.9


def test_the_figures(golden: Callable[[Path, str], None], request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--full"):
        pytest.skip("the figures are held against docs/evidence-extraction.md with --full alone")
    golden(PAGE, _page())


def _page() -> str:
    rows = []
    for name, tool in TOOLS.items():
        found = {lang: tool(written(lang, "pdf").data) for lang in LANGS}
        rows.append([name, *(_cell(lang, found[lang]) for lang in LANGS)])
    head = ["", *(load(lang).tag for lang in LANGS)]
    table = [head, ["---"] * len(head), *rows]
    return _TEXT.format(table="\n".join(f"| {' | '.join(row)} |" for row in table))


def _cell(lang: str, extracted: str) -> str:
    straight, turned = share(lang, extracted), share(lang, extracted, -1)
    return f"{straight:.0%}" if straight >= turned else f"{straight:.0%} ({turned:.0%} turned round)"


_TEXT = """\
# What other programs take out of the PDFs

Written by `pytest tests/test_own_extraction.py --full --update-golden` over the small letter in
`tests/data/own`. It says how many of the letter's words each program takes out whole, with their letters
in the order in which they are read (marks on Arabic letters do not count). “Turned round” counts words whose
letters come in the order on the line.

{table}

Screen readers go by the tags of the PDF, whose text is that of the letter in every language, to the last
character (`openletter check`, `edition-text`). The programs above do not use the tags, or use them in their
own way; people search, copy and paste with such programs.

- poppler (Evince, Okular, `pdftotext`) takes out all words. It puts the marks on some Arabic letters
  before their letter, and drops the blank between an Arabic word and a Latin one. Kerning of Arabic is off
  because poppler took the gaps for ends of words.
- pdfminer.six knows no right-to-left text: it gives Arabic as it stands on the line.
- MuPDF takes /ActualText for the glyphs from left to right and then turns the line round, so that Arabic
  comes out turned round and, over several lines, more than once. Its option to ignore /ActualText gives
  readable words.
"""
