"""What judges are given, what a judge is, and the table of judges.

A judge is a module with two functions, imported only when it is needed:

    version() -> str                                    its version; "" where it is not on this machine
    run(published) -> Iterable[Finding | Undecided]     everything that it has to say about what is published

`openletter.audit.run` runs each in a process of its own, so that one that crashes or hangs becomes a finding
and nothing worse.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from openletter.model import Artifact, Edition, Finding, Place
from openletter.publish import index
from openletter.publish.manifest import Manifest
from openletter.settings import Settings

PYTHON_TOOLS = "python3 build.py test (it brings the Python packages of the tests)"
NPM = "npm ci --ignore-scripts"
CHROMIUM = "apt install chromium (elsewhere: install Chrome or Chromium, or set CHROMIUM to its path)"
VERAPDF = "mvn -q -f tools/verapdf (apt install maven brings mvn)"
TIMEOUT = 300.0
"""Seconds that a judge may take, and EACH more for every file."""
EACH = 5.0


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page, or a page inside an EPUB, as a file that a browser can open."""

    file: Path
    name: str
    """What findings call it: `output/fr/letter.html`, `output/fr/letter.epub/EPUB/letter.xhtml`."""
    artifact: Artifact | None
    """None for the index."""


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """An output folder with its manifest, and the project that it was made from, where there is one.

    Can be sent to another process. Looks at nothing until it is asked.
    """

    folder: Path
    manifest: Manifest
    unpacked: Path
    """Where the EPUBs lie unpacked: `unpacked/fr/letter.epub/…` (see `books.unpack`)."""
    project: Path | None = None
    settings: Settings = field(default_factory=Settings)
    letters: tuple[str, ...] = ()
    """The letters to look at; empty for all."""

    def artifacts(self, *formats: str) -> tuple[Artifact, ...]:
        """The chosen artifacts that are there, of these formats (all formats when none is given)."""
        return tuple(
            one
            for one in self.manifest.artifacts
            if (not self.letters or one.letter in self.letters)
            and (not formats or one.format in formats)
            and self.file(one).is_file()
        )

    def file(self, artifact: Artifact) -> Path:
        return self.folder / artifact.path

    def name(self, artifact: Artifact) -> str:
        """What findings call an artifact: `output/fr/letter.pdf`."""
        return f"{self.folder.name}/{artifact.path}"

    def place(self, artifact: Artifact, line: int = 0) -> Place:
        return Place(self.name(artifact), line)

    def book(self, artifact: Artifact) -> Path:
        """The folder with the files of an EPUB."""
        return self.unpacked / artifact.path

    def pages(self) -> tuple[Page, ...]:
        """Every page that a person can open in a browser: HTML artifacts, the index, pages of EPUBs."""
        html = [Page(self.file(one), self.name(one), one) for one in self.artifacts("html")]
        top = self.folder / index.NAME
        html += [Page(top, f"{self.folder.name}/{index.NAME}", None)] if top.is_file() else []
        return (*html, *(page for one in self.artifacts("epub") for page in self.book_pages(one)))

    def book_pages(self, artifact: Artifact) -> tuple[Page, ...]:
        root = self.book(artifact)
        return tuple(
            Page(file, f"{self.name(artifact)}/{file.relative_to(root).as_posix()}", artifact)
            for file in sorted(root.rglob("*.xhtml"))
        )

    def edition(self, artifact: Artifact) -> Edition | None:
        """The edition that an artifact was made from.

        None without a project, or where the letter or its catalog is no longer what it was then.
        """
        from openletter.audit import editions

        if self.project is None:
            return None
        return editions.edition(self.project, self.settings, self.manifest, artifact)


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a judge looked at and could not decide, so that a person has to. No finding."""

    judge: str
    rule: str
    where: Place
    what: str


@dataclass(frozen=True, slots=True)
class Judge:
    """A row of the table of judges."""

    name: str
    """As in findings and in the JSON's `missing`."""
    title: str
    """What the report calls it, and what it looks at, for a person."""
    formats: tuple[str, ...]
    command: str
    """Brings the judge to this machine."""
    module: str
    """`openletter.audit.NAME`; see this module's docstring."""
    weight: int = 1
    """How long it takes, roughly, in seconds for 18 editions: the slowest begin first."""
    timeout: float = TIMEOUT
    each: float = EACH

    def version(self) -> str:
        return str(self._module().version())

    def available(self) -> bool:
        return bool(self.version())

    def run(self, published: Published) -> Iterable[Finding | Undecided]:
        found: Iterable[Finding | Undecided] = self._module().run(published)
        return found

    def _module(self) -> ModuleType:
        return importlib.import_module(self.module)


Progress = Callable[[int, int, str], None]
"""Told (done, of, what) while it works."""

PDF_PROFILES = {"ua1": "pdf-not-accessible", "2a": "pdf-not-archival"}
"""The profiles to which PDFs are made, PDF/UA-1 and PDF/A-2a → the code of findings about each."""

JUDGES: tuple[Judge, ...] = (
    Judge(
        "epubcheck",
        "EPUBCheck: whether each e-book is an EPUB as the standard says",
        ("epub",),
        PYTHON_TOOLS,
        "openletter.audit.epubcheck",
        8,
    ),
    Judge(
        "ace",
        "Ace by DAISY: whether each e-book, and what it says about its own accessibility, is accessible",
        ("epub",),
        f"{NPM}; {CHROMIUM}",
        "openletter.audit.ace",
        10,
    ),
    Judge(
        "nu",
        "Nu HTML checker: whether web pages, style sheets and the pages in e-books are written correctly",
        ("html", "epub"),
        f"{NPM}; {PYTHON_TOOLS}",
        "openletter.audit.nu",
        5,
    ),
    Judge(
        "axe",
        "axe-core in Chromium: whether pages are accessible, as narrow and wide windows show them, in light, "
        "dark and forced colours; the pages in e-books too",
        ("html", "epub"),
        f"{NPM}; {PYTHON_TOOLS}; {CHROMIUM}",
        "openletter.audit.axe",
        30,
    ),
    Judge(
        "verapdf",
        "veraPDF: whether each PDF is PDF/UA-1 (for screen readers) and PDF/A-2a (for archives)",
        ("pdf",),
        f"{VERAPDF}; {PYTHON_TOOLS}",
        "openletter.audit.verapdf",
        6,
    ),
    Judge(
        "page-validation",
        "page-validation: a second opinion on PDF/UA-1 and PDF/A-2a",
        ("pdf",),
        PYTHON_TOOLS,
        "openletter.audit.page_validation",
        1,
    ),
    Judge(
        "outloud",
        "outloud: what a screen reader would make of each PDF, beyond those two standards",
        ("pdf",),
        PYTHON_TOOLS,
        "openletter.audit.outloud",
        3,
    ),
    Judge(
        "openletter",
        "openletter's own checks: whether every format holds the letter's text, headings, lists, links, "
        "notes, images and languages, and tells the truth about itself",
        ("html", "epub", "pdf"),
        "",
        "openletter.audit.own",
        2,
    ),
    Judge(
        "openletter-browser",
        "openletter's own checks in Chromium: web pages with the keyboard alone, enlarged, printed, and as a "
        "screen reader is given them",
        ("html",),
        f"{PYTHON_TOOLS}; {CHROMIUM}",
        "openletter.audit.own.browser",
        15,
    ),
)
"""A row per judge. Checks of our own, in `openletter.audit.own`, have rows like any other."""
