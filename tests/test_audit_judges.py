"""Each judge finds nothing in the letter, and finds what was broken on purpose."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import judged
import pikepdf
import pytest
from judged import ask, need

from openletter.audit.base import JUDGES
from openletter.audit.exceptions import EXCUSES
from openletter.audit.run import Outcome, audit
from openletter.publish import manifest

BAD_PAGE = """\
<!DOCTYPE html>
<html>
<head><meta charset="utf-8"><title>Broken</title>
<style>
.pale { color: #bbb; background: #fff; }
.dark { color: #000; background: #fff; }
@media (prefers-color-scheme: dark) { .dark { color: #444; background: #333; } }
.narrow { display: none; colour: red; }
@media (max-width: 400px) { .narrow { display: block; } }
@media (forced-colors: active) { .forced { forced-color-adjust: none; color: #777; background: #666; } }
</style></head>
<body><main><h1>Broken</h1>
<p class="pale">Pale words.</p><p class="dark">Dark words.</p><p class="forced">Forced words.</p>
<button class="narrow" type="button"></button>
<img src="none.png"><b></main></body>
</html>
"""
SOUND = "sound ünï 信"
"""Judges must find files with such names, too, and in a locale without UTF-8."""
IN_BOOK = b'<p id="x"><img src="none.png"/></p><p id="x" epub:type="z" type="y"></p></body>'
JUDGE_NAMES = [judge.name for judge in JUDGES if not judge.name.startswith("openletter")]


@pytest.fixture(scope="module")
def whole(published: Path) -> Outcome:
    """All judges over the letter that is published, as `check` runs them."""
    for judge in JUDGES:
        need(judge.name)
    return audit(judged.opened(published, judged.ROOT))


@pytest.fixture(scope="module")
def broken(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published folder with a sound and a broken file of each format, and with files that are none."""
    folder = tmp_path_factory.mktemp("broken") / "output"
    (folder / "en").mkdir(parents=True)
    for ending in ("html", "epub", "pdf"):
        shutil.copy(published / f"en/letter.{ending}", folder / f"en/{SOUND}.{ending}")
        (folder / f"en/none.{ending}").write_bytes(b"This is none.")
    (folder / "en/broken.html").write_text(BAD_PAGE, "utf-8")
    break_book(folder / f"en/{SOUND}.epub", folder / "en/broken.epub")
    with pikepdf.open(folder / f"en/{SOUND}.pdf") as document:
        del document.Root.StructTreeRoot
        document.save(folder / "en/broken.pdf")
    like = manifest.read(published).artifacts[0]
    names = [
        f"en/{name}.{ending}" for name in (SOUND, "broken", "none") for ending in ("html", "epub", "pdf")
    ]
    judged.write_manifest(folder, [judged.artifact(like, name) for name in names])
    return folder


def break_book(sound: Path, broken: Path) -> None:
    with zipfile.ZipFile(sound) as before, zipfile.ZipFile(broken, "w") as after:
        for item in before.infolist():
            data = before.read(item)
            if item.filename.endswith("letter.xhtml"):
                data = data.replace(b"</body>", IN_BOOK)
            elif item.filename.endswith(".css"):
                data += b"\np { colour: red }\n"
            after.writestr(item, data)


def test_the_letter_has_no_finding_at_all(whole: Outcome) -> None:
    assert whole.findings == ()
    assert whole.missing == ()
    assert [one.judge.name for one in whole.ran] == [judge.name for judge in JUDGES]
    assert all(one.whole and one.files for one in whole.ran)


def test_every_exception_is_needed(whole: Outcome) -> None:
    assert {one.excuse for one in whole.excused} == set(EXCUSES)


def seen(name: str, broken: Path) -> set[tuple[str, str]]:
    """File without its folder, and the judge's rule (or our code), of every finding of a judge."""
    found = [one for one in ask(name, broken).findings if one.judge == name]
    assert all(one.code.count("-") and one.what for one in found)
    assert not [one for one in found if one.code == "judge-failed"], found
    return {(one.where.file.removeprefix("output/en/"), one.rule) for one in found}


def of_file(found: set[tuple[str, str]], file: str) -> set[str]:
    return {rule for name, rule in found if name.split("/")[0] == file}


def test_epubcheck(broken: Path) -> None:
    found = seen("epubcheck", broken)
    assert {"RSC-005", "RSC-007"} <= of_file(found, "broken.epub")
    assert ("broken.epub/EPUB/letter.xhtml", "RSC-007") in found
    assert of_file(found, "none.epub")
    assert not of_file(found, f"{SOUND}.epub")


def test_epubcheck_without_rhino(broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where veraPDF is missing, each book has a Java of its own, and the same is found."""
    from openletter.audit import epubcheck, tools

    need("epubcheck")
    published = replace(judged.opened(broken), letters=("broken", "none"))
    before = set(epubcheck.run(published))
    monkeypatch.setattr(tools, "verapdf", lambda: ())
    assert set(epubcheck.run(published)) == before


def test_ace(broken: Path) -> None:
    found = seen("ace", broken)
    assert ("broken.epub/EPUB/letter.xhtml", "image-alt") in found
    assert of_file(found, "none.epub") == {""}
    assert not of_file(found, f"{SOUND}.epub")


def test_nu(broken: Path) -> None:
    outcome = ask("nu", broken)
    said = {
        (one.where.file.removeprefix("output/en/"), one.code, one.severity.value, one.what.split(".")[0])
        for one in outcome.findings
        if one.judge == "nu"
    }
    words = {(file, code, level): what for file, code, level, what in said}
    assert any(file == "broken.html" and "Unclosed element" in what for file, _, _, what in said)
    assert ("broken.html", "html-invalid", "warning") in words  # no lang
    assert ("broken.html", "css-invalid", "error") in words
    assert ("broken.epub/EPUB/style.css", "css-invalid", "error") in words
    assert any("type" in what for file, _, _, what in said if file == "broken.epub/EPUB/letter.xhtml")
    assert not [file for file, *_ in said if file.startswith(SOUND)]
    assert all(one.where.line for one in outcome.findings if one.judge == "nu" and "broken" in one.where.file)


def test_axe(broken: Path) -> None:
    outcome = ask("axe", broken)
    findings = [one for one in outcome.findings if one.judge == "axe"]
    found = {(one.where.file.removeprefix("output/en/"), one.rule) for one in findings}
    assert {"html-has-lang", "image-alt", "color-contrast", "button-name"} <= of_file(found, "broken.html")
    assert ("broken.epub/EPUB/letter.xhtml", "image-alt") in found
    assert not of_file(found, f"{SOUND}.html")
    windows = {
        word: one.what.rsplit(";", 1)[1]
        for one in findings
        for word in ("pale", "dark", "narrow", "forced")
        if f'class="{word}"' in one.what
    }
    assert all(words in windows["pale"] for words in ("320 px, light", "768 px, light", "1280 px, light"))
    assert windows["dark"].strip(" )").split(", ") == ["320 px", "dark", "768 px", "dark", "1280 px", "dark"]
    assert windows["narrow"].strip(" )") == "320 px, light"
    assert "1280 px, forced colours" in windows["forced"]
    assert " light" not in windows["forced"]


@pytest.mark.parametrize("name", ["verapdf", "page-validation"])
def test_pdf_validators(broken: Path, name: str) -> None:
    outcome = ask(name, broken)
    codes = {
        (one.where.file.removeprefix("output/en/"), one.code) for one in outcome.findings if one.judge == name
    }
    both = {"pdf-not-accessible", "pdf-not-archival"}
    assert of_file(codes, "broken.pdf") == both
    assert of_file(codes, "none.pdf") == both
    assert not of_file(codes, f"{SOUND}.pdf")
    assert all(one.rule for one in outcome.findings if one.judge == name and "broken" in one.where.file)


def test_outloud(broken: Path) -> None:
    found = seen("outloud", broken)
    assert "DOC-002" in of_file(found, "broken.pdf")
    assert of_file(found, "none.pdf")
    assert not of_file(found, f"{SOUND}.pdf")


def test_a_book_that_is_none(broken: Path) -> None:
    found = audit(judged.opened(broken), []).findings
    assert "output/en/none.epub" in {one.where.file for one in found if one.code == "epub-unreadable"}


def test_nu_is_not_shown_the_attribute_of_epub_alone(published: Path) -> None:
    """The attribute epub:type is cut out of a copy; nothing else of a page is changed by that."""
    from openletter.audit.nu import _EPUB_TYPE

    with zipfile.ZipFile(published / "en/letter.epub") as book:
        page = book.read("EPUB/letter.xhtml").decode()
    assert 'epub:type="' in page
    assert "epub:type" not in _EPUB_TYPE.sub("", page)
    for kept in ('<p type="x">', '<p title="epub:type">', "<p epub:typ='a'>"):
        assert _EPUB_TYPE.sub("", kept) == kept


def test_versions_are_those_of_the_lock(whole: Outcome) -> None:
    lock = json.loads((judged.ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    versions = {one.judge.name: one.version for one in whole.ran}
    assert versions["nu"] == lock["node_modules/vnu-jar"]["version"]
    assert versions["ace"] == lock["node_modules/@daisy/ace-cli"]["version"]
    assert versions["axe"].split()[0] == lock["node_modules/axe-core"]["version"]
    pom = (judged.ROOT / "tools/verapdf/pom.xml").read_text("utf-8")
    assert f"<version>{versions['verapdf']}</version>" in pom
