"""Judges that misbehave, exceptions, files against the manifest, the table of codes."""

from __future__ import annotations

import ast
import os
import re
import shutil
import time
from dataclasses import replace
from pathlib import Path

import judged
import pytest

from openletter.audit import codes, exceptions, files
from openletter.audit.base import JUDGES, Judge, Undecided
from openletter.audit.exceptions import EXCUSES
from openletter.audit.run import audit
from openletter.model import Finding, Place, Severity
from openletter.publish import manifest

NEVER = "the judge did not end"


def fake(name: str, **changes: object) -> Judge:
    return replace(
        Judge(name, "A judge", ("html",), "buy one", f"fake_judges.{name}", each=0.0),
        **changes,  # type: ignore[arg-type]
    )


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of what is published, to be altered."""
    return Path(shutil.copytree(published, tmp_path / "output"))


def failures(folder: Path, judge: Judge) -> list[str]:
    found = audit(judged.opened(folder), [judge]).findings
    assert all(one.severity is Severity.ERROR and one.judge == judge.name for one in found)
    return [one.what for one in found if one.code == "judge-failed"]


def test_a_judge_that_crashes_is_a_finding(folder: Path) -> None:
    (what,) = failures(folder, fake("crashes"))
    assert "exit code 7" in what


def test_a_judge_that_hangs_is_ended_with_all_that_it_started(folder: Path) -> None:
    start = time.monotonic()
    (what,) = failures(folder, fake("hangs", timeout=3.0))
    assert "stopped after 3 seconds" in what
    assert time.monotonic() - start < 30
    number = int((folder / "number").read_text())
    if hasattr(os, "killpg"):
        for _ in range(50):
            if not is_running(number):
                break
            time.sleep(0.1)
        assert not is_running(number)


def is_running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_what_was_seen_before_an_error_is_kept(folder: Path) -> None:
    outcome = audit(judged.opened(folder), [fake("raises")])
    assert {one.code for one in outcome.findings} == {"html-invalid", "judge-failed"}
    assert any("ValueError: no such thing" in one.what for one in outcome.findings)
    assert [one.whole for one in outcome.ran] == [False]


def test_nothing_of_a_judge_is_on_standard_output(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    outcome = audit(judged.opened(folder), [fake("talks")])
    assert capfd.readouterr().out == ""
    assert outcome.findings == ()
    assert outcome.undecided == (Undecided("fake", "rule", Place("a.html"), "who knows"),)


def test_a_judge_that_is_not_there_is_named(folder: Path) -> None:
    absent, talks = fake("absent"), fake("talks")
    outcome = audit(judged.opened(folder), [absent, talks])
    assert outcome.missing == (absent,)
    assert [one.judge for one in outcome.ran] == [talks]


def test_a_judge_that_cannot_tell_its_version_has_to_be_installed(folder: Path) -> None:
    broken = fake("broken")
    assert audit(judged.opened(folder), [broken]).missing == (broken,)


def test_a_person_can_stop_it(folder: Path) -> None:
    """Ctrl-C ends the judges that run, with all that they started, and is not waited out."""

    def stop(done: int, total: int, what: str) -> None:
        while not (folder / "number").exists():
            time.sleep(0.05)
        raise KeyboardInterrupt

    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        audit(judged.opened(folder), [fake("talks"), fake("hangs", timeout=60.0)], jobs=2, progress=stop)
    assert time.monotonic() - start < 30


def test_a_judge_of_formats_that_are_not_published_is_not_missed(folder: Path) -> None:
    only = [one for one in manifest.read(folder).artifacts if one.format == "html"]
    judged.write_manifest(folder, only)
    assert audit(judged.opened(folder), [fake("absent", formats=("pdf",))]).missing == ()


# Exceptions.

SAID = {
    ("axe", "landmark-one-main"): ("output/fr/letter.epub/EPUB/nav.xhtml", "Document should have one main"),
    ("axe", "page-has-heading-one"): ("output/fr/letter.epub/EPUB/cover.xhtml", "Page should have a heading"),
    ("axe", "region"): ("output/fr/letter.epub/EPUB/cover.xhtml", "Content should be in landmarks"),
    ("axe", "landmark-unique"): (
        "output/fr/letter.epub/EPUB/letter.xhtml",
        'Landmarks should be unique: <aside id="fn1" epub:type="footnote" role="doc-footnote">',
    ),
    ("outloud", "ORD-001"): (
        "output/fr/letter.pdf",
        "1 page(s) paint tagged content out of tag-tree order",
    ),
    ("outloud", "TAG-020"): (
        "output/fr/letter.pdf",
        "9 empty /Lbl element(s): none (Document/L/LI/Lbl)",
    ),
    ("outloud", "TXT-004"): (
        "output/ar/letter.pdf",
        "font HTLWCK+Amiri-Regular: 31 different codes all map to U+0644 'ل', page 1",
    ),
}
NO_EXCUSE = (
    ("axe", "landmark-one-main", "output/fr/letter.html", ""),
    ("axe", "landmark-one-main", "output/fr/letter.epub/EPUB/letter.xhtml", ""),
    ("axe", "page-has-heading-one", "output/index.html", ""),
    ("axe", "page-has-heading-one", "output/fr/letter.epub/EPUB/letter.xhtml", ""),
    ("axe", "region", "output/fr/letter.html", ""),
    ("axe", "region", "output/fr/letter.epub/EPUB/letter.xhtml", ""),
    ("axe", "landmark-unique", "output/fr/letter.html", '<aside role="doc-footnote">'),
    ("axe", "landmark-unique", "output/fr/letter.epub/EPUB/letter.xhtml", '<aside class="doc-footnote">'),
    ("axe", "landmark-unique", "output/fr/letter.epub/EPUB/letter.xhtml", '<nav role="doc-footnote">'),
    ("axe", "image-alt", "output/fr/letter.epub/EPUB/cover.xhtml", ""),
    ("nu", "region", "output/fr/letter.epub/EPUB/cover.xhtml", ""),
    ("outloud", "ORD-001", "output/fr/letter.html", "paint tagged content out of tag-tree order"),
    ("outloud", "ORD-002", "output/fr/letter.pdf", "paint tagged content out of tag-tree order"),
    ("outloud", "TAG-020", "output/fr/letter.pdf", "2 empty /P element(s): no content (Document/P)"),
    ("outloud", "TAG-020", "output/fr/letter.pdf", "2 empty /Lbl element(s): none (Document/Note/Lbl)"),
    (
        "outloud",
        "TXT-004",
        "output/fr/letter.pdf",
        "font A+Amiri-Bold: 31 different codes all map to U+0644",
    ),
    ("outloud", "TXT-004", "output/ar/letter.pdf", "font A+NotoSerif: 31 different codes all map to U+0041"),
    (
        "outloud",
        "TXT-004",
        "output/ar/letter.pdf",
        "font A+Amiri-Bold: 31 different codes all map to U+FFFD",
    ),
    (
        "outloud",
        "TXT-002",
        "output/ar/letter.pdf",
        "font A+Amiri-Bold: 31 different codes all map to U+0644",
    ),
)


def said(judge: str, rule: str, file: str, what: str) -> Finding:
    return Finding("code", Severity.WARNING, Place(file), what, judge=judge, rule=rule)


@pytest.mark.parametrize("excuse", EXCUSES, ids=lambda one: f"{one.judge} {one.rule}")
def test_an_exception_covers_what_it_is_for(excuse: exceptions.Excuse) -> None:
    finding = said(excuse.judge, excuse.rule, *SAID[excuse.judge, excuse.rule])
    kept, excused = exceptions.divide([finding])
    assert not kept
    assert [one.excuse for one in excused] == [excuse]
    assert len(excuse.why) > 60


@pytest.mark.parametrize(("judge", "rule", "file", "what"), NO_EXCUSE)
def test_no_exception_is_wider(judge: str, rule: str, file: str, what: str) -> None:
    finding = said(judge, rule, file, what)
    assert exceptions.divide([finding]) == ([finding], [])


# Files.


def found_in(folder: Path, project: Path | None = None) -> set[tuple[str, str]]:
    found = files.check(judged.opened(folder, project))
    return {(one.code, one.where.file.removeprefix("output/")) for one in found}


def test_what_was_just_published_is_as_the_manifest_says(published: Path) -> None:
    assert found_in(published, judged.ROOT) == set()


def test_altered_and_missing_files(folder: Path) -> None:
    page = folder / "fr/letter.html"
    page.write_bytes(page.read_bytes() + b"\n")
    (folder / "index.html").write_bytes(b"<!DOCTYPE html>")
    (folder / "ar/letter.pdf").unlink()
    font = next(iter((folder / "fonts").iterdir()))
    font.unlink()
    assert found_in(folder) == {
        ("file-altered", "fr/letter.html"),
        ("file-altered", "index.html"),
        ("file-missing", "ar/letter.pdf"),
        ("file-missing", f"fonts/{font.name}"),
    }
    (folder / "index.html").unlink()
    assert ("file-missing", "index.html") in found_in(folder)


def test_a_letter_that_changed_since(folder: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    for name in ("source", "locales"):
        shutil.copytree(judged.ROOT / name, project / name)
    assert found_in(folder, project) == set()
    catalog = project / "locales/fr/LC_MESSAGES/letter.po"
    catalog.write_text(catalog.read_text("utf-8") + "\n# a remark\n", "utf-8")
    formats = ("html", "epub", "pdf")
    assert found_in(folder, project) == {("edition-outdated", f"fr/letter.{one}") for one in formats}
    letter = project / "source/letter.md"
    letter.write_text(letter.read_text("utf-8") + "\nOne more.\n", "utf-8")
    assert len(found_in(folder, project)) == 18


# Codes.


def codes_in(path: Path) -> set[str]:
    """The codes that stand in the code as the first argument of a finding or a problem."""
    calls = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call)]
    first = [
        node.args[0]
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id in ("Finding", "Problem") and node.args
    ]
    whole = {str(one.value) for one in first if isinstance(one, ast.Constant)}
    parts = {part.value for one in first for part in ast.walk(one) if isinstance(part, ast.Constant)}
    return whole | {str(one) for one in parts if re.fullmatch(r"[a-z]+(-[a-z]+)+", str(one))}


def test_every_code_is_in_the_table_and_every_row_is_used() -> None:
    from openletter.audit.base import PDF_PROFILES
    from openletter.audit.own.parts import VIEWS

    sources = [*(judged.ROOT / "openletter/audit").rglob("*.py"), judged.ROOT / "openletter/cli/check.py"]
    used = {code for path in sources for code in codes_in(path)}
    used |= {f"edition-{view}" for view in VIEWS} | {*PDF_PROFILES.values()}
    assert used == set(codes.CODES)


def test_the_reference_is_what_the_tables_say() -> None:
    from tools.findings_reference import PAGE, page

    assert PAGE.read_text("utf-8") == page(), "run tools/findings_reference.py"


def test_every_judge_says_how_to_install_it() -> None:
    for judge in JUDGES:
        assert judge.command or judge.name == "openletter"
        assert judge.title.split(":")[0]
