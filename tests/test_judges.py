"""What is published satisfies independent validators; each of them is shown to see a planted fault."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import judges
import pytest

LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    with judges.browser() as running:
        yield running


def files(published: Path, ending: str, count: int) -> list[Path]:
    found = sorted(published.rglob(f"*.{ending}"))
    assert len(found) == count, f"expected {count} {ending} files, found {found}"
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_epubcheck(published: Path, lang: str) -> None:
    (epub,) = files(published / lang, "epub", 1)
    assert judges.epubcheck(epub) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ace(published: Path, lang: str) -> None:
    (epub,) = files(published / lang, "epub", 1)
    assert judges.ace(epub) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pdf_ua_and_pdf_a(published: Path, lang: str) -> None:
    (pdf,) = files(published / lang, "pdf", 1)
    assert judges.page_validation(pdf) == []


def test_nu(published: Path) -> None:
    assert judges.nu(files(published, "html", len(LANGUAGES) + 1)) == []


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "light"), (1280, "dark")])
def test_axe(published: Path, chrome: Any, width: int, scheme: str) -> None:
    pages = files(published, "html", len(LANGUAGES) + 1)
    assert [found for page in pages for found in judges.axe(chrome, page, width, scheme)] == []


def test_epubcheck_and_ace_see_a_fault(published: Path, tmp_path: Path) -> None:
    (epub,) = files(published / "en", "epub", 1)
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(epub) as before, zipfile.ZipFile(broken, "w") as after:
        for item in before.infolist():
            data = before.read(item)
            if item.filename.endswith(".xhtml"):
                data = data.replace(b"</body>", b'<p id="x"><img src="none.png"/></p><p id="x">a</p></body>')
            after.writestr(item, data)
    assert any("RSC-" in found for found in judges.epubcheck(broken))
    assert any("image-alt" in found for found in judges.ace(broken))


def test_page_validation_sees_a_fault(published: Path, tmp_path: Path) -> None:
    import pikepdf

    (pdf,) = files(published / "en", "pdf", 1)
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(pdf) as document:
        del document.Root.StructTreeRoot
        document.save(broken)
    assert judges.page_validation(broken)


def test_nu_and_axe_see_a_fault(published: Path, chrome: Any, tmp_path: Path) -> None:
    (page,) = files(published / "en", "html", 1)
    broken = tmp_path / "broken.html"
    shutil.copy(page, broken)
    text = broken.read_text("utf-8").replace("</main>", '<img src="none.png"><b></main>')
    broken.write_text(text, "utf-8")
    assert any("Unclosed element" in found for found in judges.nu([broken]))
    assert any("image-alt" in found for found in judges.axe(chrome, broken))
