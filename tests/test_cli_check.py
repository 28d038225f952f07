"""`check`: its JSON, its exit codes, catalogs, and the page that it writes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import html5lib
import judged
import pytest
from judged import need

from openletter import cli
from openletter.audit import browser, nu, report
from openletter.audit.axe import check as axe
from openletter.audit.base import JUDGES, Page, Undecided
from openletter.audit.exceptions import EXCUSES, Excused
from openletter.audit.run import Outcome, Ran
from openletter.model import Finding, Place, Severity
from openletter.publish import manifest

CATALOG = "locales/fr/LC_MESSAGES/letter.po"
JOURNAL = "locales/fr/reviews/letter.jsonl"


@pytest.fixture
def project(published: Path, tmp_path: Path) -> Path:
    """A copy of the project, published."""
    for name in ("source", "locales"):
        shutil.copytree(judged.ROOT / name, tmp_path / name)
    shutil.copytree(published, tmp_path / "output")
    return tmp_path


@pytest.fixture
def judges(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The judges that `check` has: none, until a test adds one."""
    some: list[Any] = []

    def audit(published: Any, **options: Any) -> Outcome:
        from openletter.audit.run import audit

        return audit(published, tuple(some), **options)

    monkeypatch.setattr("openletter.cli.check.audit", audit)
    return some


def run(project: Path, *arguments: str) -> int:
    return cli.main(["check", "--project", str(project), *arguments])


def told(project: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = run(project, "--json", *arguments)
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert set(told) == {"findings", "missing"}
    assert all(
        set(one) == {"code", "severity", "file", "line", "judge", "what", "hint"} for one in told["findings"]
    )
    return code, told


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_nothing_to_find(project: Path, judges: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert told(project, capsys, "--strict") == (0, {"findings": [], "missing": []})


def test_an_altered_file(project: Path, judges: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    edit(project / "output/ru/letter.html", "</main>", "<p>Added.</p></main>")
    code, said = told(project, capsys)
    (found,) = said["findings"]
    assert code == 1
    assert (found["code"], found["severity"], found["file"]) == (
        "file-altered",
        "error",
        "output/ru/letter.html",
    )
    assert found["judge"] == "openletter"
    assert found["hint"]
    assert run(project, "letter") == 1


def test_a_missing_judge(project: Path, judges: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    from test_audit_run import fake

    judges.append(fake("absent"))
    assert told(project, capsys) == (0, {"findings": [], "missing": ["absent"]})
    assert told(project, capsys, "--strict") == (3, {"findings": [], "missing": ["absent"]})
    run(project)
    assert "try: buy one" in capsys.readouterr().err


def test_warnings_fail_where_it_is_strict(
    project: Path, judges: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project / "source/letter.md", "\n\n", "\n\nOne more paragraph.\n\n")
    code, said = told(project, capsys)
    assert code == 0
    assert {one["code"] for one in said["findings"]} == {"edition-outdated"}
    assert told(project, capsys, "--strict")[0] == 1


def test_nothing_published(project: Path, judges: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(project / "output")
    code, said = told(project, capsys)
    assert (code, [one["code"] for one in said["findings"]]) == (0, ["not-published"])
    assert not (project / "output").exists()


def test_a_text_that_a_check_refuses(
    project: Path, judges: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """Edited into a catalog by hand: publishing does not print it, and check says why, with its line."""
    catalog = project / CATALOG
    edit(catalog, "décembre 2014", "décembre 2041")
    code, said = told(project, capsys)
    assert code == 1
    found = [one for one in said["findings"] if one["file"] == CATALOG]
    assert {"number"} <= {one["code"] for one in found}
    line = next(one["line"] for one in found if one["code"] == "number")
    assert line > 1


@pytest.mark.parametrize(
    ("file", "damage"),
    [(CATALOG, "msgid unquoted\n"), (JOURNAL, '{"v": 1, "id": \n')],
    ids=["catalog", "journal"],
)
def test_damage(
    project: Path, judges: list[Any], capsys: pytest.CaptureFixture[str], file: str, damage: str
) -> None:
    path = project / file
    path.write_text(damage + path.read_text("utf-8"), "utf-8")
    code, said = told(project, capsys)
    assert code == 4
    (found,) = [one for one in said["findings"] if one["code"] != "edition-outdated"]
    assert (found["file"], found["severity"]) == (file, "error")
    assert found["line"] >= 1


def test_a_letter_that_cannot_be_read(
    project: Path, judges: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "source/other.md").write_bytes(b"\xff\xfe")
    code, said = told(project, capsys)
    assert code == 1
    assert "source/other.md" in {one["file"] for one in said["findings"]}


def test_letters_that_do_not_exist(project: Path, judges: list[Any]) -> None:
    assert run(project, "nowhere") == 2


def test_the_report_stays_when_publishing_again(project: Path, judges: list[Any]) -> None:
    assert run(project) == 0
    page = (project / "output/report.html").read_bytes()
    publish = ["publish", "--project", str(project), "--quiet"]
    assert cli.main([*publish, "--lang", "fr", "--format", "html"]) == 0
    assert (project / "output/report.html").read_bytes() == page
    edit(project / "source/letter.md", "\n\n", "\n\nOne more paragraph.\n\n")
    assert cli.main([*publish, "--lang", "en"]) == 0
    assert (project / "output/report.html").read_bytes() == page
    assert run(project) in (0, 1)


def checked(published: Path, full: bool) -> report.Checked:
    """A report with nothing in it, or with everything that can be in it."""
    opened = judged.opened(published, judged.ROOT)
    ran = tuple(Ran(judge, "1.0", 6, 1.5, judge.name != "nu" or not full) for judge in JUDGES)
    if not full:
        return report.Checked(opened, Outcome((), ran=ran), (), 135, "2026-11-24")
    what = "<img src=x onerror=alert(1)> & “quoted” العربية"
    found = Finding(
        "html-invalid", Severity.ERROR, Place("output/ar/letter.html", 7), what, what, "nu", "error"
    )
    warned = Finding("term", Severity.WARNING, Place("locales/ar/LC_MESSAGES/letter.po", 3), what)
    seen = Undecided("axe", "color-contrast", found.where, what)
    outcome = Outcome((found,), JUDGES[:2], ran[2:], (seen, seen), (Excused(found, EXCUSES[0]),))
    withheld = manifest.Withheld("letter", "ar", "of 27 passages: 2 missing")
    return report.Checked(
        report.Published(
            opened.folder,
            manifest.Manifest(opened.manifest.artifacts, (withheld,)),
            opened.unpacked,
        ),
        outcome,
        (warned,),
        135,
        "2026-11-24",
    )


def words(data: bytes) -> str:
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        data, transport_encoding="utf-8"
    )
    return " ".join("".join(tree.find("body").itertext()).split())


def test_the_report_says_what_it_must(published: Path) -> None:
    text = words(report.page(checked(published, full=True)))
    for part in (
        "On November 24, 2026, openletter",
        "1 error and 1 warning were found. 2 programs that would have looked, too, were not on this machine.",
        "<img src=x onerror=alert(1)>",
        "EPUBCheck: whether",
        "python3 build.py test",
        "العربية: not published. of 27 passages: 2 missing.",
        "it did not come to an end",
        "axe, rule color-contrast, in 2 places.",
        EXCUSES[0].why,
        "Whether a translation says what the letter says.",
    ):
        assert part in text, part
    for artifact in manifest.read(published).artifacts:
        assert artifact.sha256 in text


def test_the_report_claims_nothing(published: Path) -> None:
    for full in (False, True):
        text = words(report.page(checked(published, full))).lower()
        assert "it does not say that any file conforms to a standard" in text
        rest = text.replace("it does not say that any file conforms to a standard", "")
        assert not [word for word in ("conform", "complian", "certif", "guarantee") if word in rest]
    assert "found an error or has a warning" in words(report.page(checked(published, False)))


@pytest.mark.parametrize("full", [False, True])
def test_the_report_is_judged_as_the_letters_are(published: Path, tmp_path: Path, full: bool) -> None:
    for name in ("nu", "axe"):
        need(name)
    file = (tmp_path / report.NAME).resolve()
    file.write_bytes(report.page(checked(published, full)))
    assert list(nu.check({file: report.NAME})) == []
    with browser.browser() as chrome:
        said = list(axe(chrome, (Page(file, report.NAME, None),)))
        assert said == []
        page = chrome.new_page(viewport={"width": 320, "height": 800})
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
