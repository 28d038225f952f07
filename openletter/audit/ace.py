"""Ace by DAISY, over every EPUB: accessibility of its pages and of its metadata."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openletter.audit import tools
from openletter.audit.base import Published
from openletter.model import Finding, Place, Severity

SCRIPT = Path(__file__).with_name("ace_books.cjs")
CLI = "@daisy/ace-cli"
RUNNER = "@daisy/ace-axe-runner-puppeteer"


def version() -> str:
    if not (tools.node() and tools.chromium()):
        return ""
    return tools.npm_version(CLI, RUNNER)


def run(published: Published) -> Iterator[Finding]:
    books = published.artifacts("epub")
    if not books:
        return
    with tempfile.TemporaryDirectory() as folder:
        cli = tools.npm(CLI, "lib/index.js")
        files = [str(published.file(book).resolve()) for book in books]
        Path(folder, "books.json").write_text(json.dumps(files), "utf-8")
        ended = tools.run(
            [tools.node(), str(SCRIPT), str(cli), folder],
            {"PUPPETEER_EXECUTABLE_PATH": tools.chromium(), "ACE_TIMEOUT_INITIAL": "60000"},
        )
        for number, book in enumerate(books):
            report = Path(folder, str(number), "report.json")
            error = report.with_name("error.txt")
            if report.is_file():
                found = json.loads(report.read_text("utf-8"))
                yield from findings(published.name(book), found, published.book(book))
            elif error.is_file():
                what = f"it cannot be read: {' '.join(error.read_text('utf-8').split())[:300]}"
                where = published.place(book)
                yield Finding("epub-inaccessible", Severity.ERROR, where, what, "publish again", "ace")
            else:
                raise tools.JudgeError(f"no report on {published.name(book)}: {tools.last_words(ended)}")


def findings(name: str, report: dict[str, Any], book: Path) -> Iterator[Finding]:
    """What Ace's report holds on the book that findings call `name`, and whose files are in `book`."""
    for file in report["assertions"]:
        inside = _inside(file["earl:testSubject"]["url"].lstrip("/"), book)
        for assertion in file["assertions"]:
            if assertion["earl:result"]["earl:outcome"] == "fail":
                yield _finding(f"{name}/{inside}", assertion)


def _inside(url: str, book: Path) -> str:
    """A file's path in its book; Ace gives some from the package document."""
    if (book / url).is_file():
        return url
    package = next(iter(sorted(book.rglob("*.opf"))), book / "_")
    return (package.parent / url).relative_to(book).as_posix()


def _finding(name: str, assertion: dict[str, Any]) -> Finding:
    test, result = assertion["earl:test"], assertion["earl:result"]
    minor = test.get("earl:impact") == "minor"
    help_ = test.get("help") or {}
    return Finding(
        "epub-inaccessible",
        Severity.WARNING if minor else Severity.ERROR,
        Place(name),
        " ".join(str(result["dct:description"]).split())[:400],
        help_.get("dct:description") or test.get("dct:description", ""),
        "ace",
        test["dct:title"],
    )
