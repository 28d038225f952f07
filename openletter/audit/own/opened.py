"""A published file, opened for the checks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from openletter import conventions
from openletter.audit.books import CAP
from openletter.audit.own import expected, markup, tagged
from openletter.audit.own.parts import Part
from openletter.model import Conventions, Edition, Severity
from openletter.publish import tagtext

PACKAGE = "EPUB/content.opf"


def _nothing(_: str) -> bytes | None:
    return None


@dataclass(frozen=True)
class Subject:
    """A published file and what is known of it."""

    format: str
    path: str
    """Relative to the output folder, with forward slashes."""
    data: bytes
    lang: str
    states: Mapping[str, int] = field(default_factory=dict)
    edition: Edition | None = None
    """None where the letter has changed since, or is not there: less can be checked then."""
    images: frozenset[str] = frozenset()
    """The addresses of the images that the edition brings along."""
    other: Callable[[str], bytes | None] = _nothing
    """The bytes of another file of the output folder, by its path; None where it is not there."""

    @cached_property
    def conventions(self) -> Conventions:
        return conventions.load(self.lang)

    @cached_property
    def expected(self) -> Part | None:
        return expected.letter(self.edition, self.images.__contains__) if self.edition else None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check saw; it becomes a finding."""

    code: str
    what: str
    hint: str = "publish again; if it comes back, report it as a fault of openletter"
    severity: Severity = Severity.ERROR


Problems: TypeAlias = Iterator[Problem]


class Page:
    """A web page. Raises ValueError where it is none."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.root = markup.html(subject.data)
        if self.root is None:
            raise ValueError("it holds nothing")

    @cached_property
    def letter(self) -> Part:
        return markup.letter(self.root)


class Book:
    """An e-book: its files, its package document and its pages. Raises ValueError where it is none."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        try:
            with zipfile.ZipFile(io.BytesIO(subject.data)) as archive:
                self.names = archive.namelist()
                if sum(one.file_size for one in archive.infolist()) > CAP:
                    raise ValueError("it holds more than 200 MB")
                self.files = {name: archive.read(name) for name in self.names}
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise ValueError(f"it cannot be unpacked: {error}") from error
        if PACKAGE not in self.files:
            raise ValueError(f"it has no {PACKAGE}")
        self.package = markup.xhtml(self.files[PACKAGE])
        self.pages: dict[str, Any] = {
            name: markup.xhtml(data) for name, data in self.files.items() if name.endswith(".xhtml")
        }
        if "EPUB/letter.xhtml" not in self.pages:
            raise ValueError("it has no page with the letter")

    @property
    def root(self) -> Any:
        """The page with the letter."""
        return self.pages["EPUB/letter.xhtml"]

    @cached_property
    def letter(self) -> Part:
        return markup.letter(self.root)

    def metadata(self, name: str) -> list[str]:
        """The values of a Dublin Core element or of a `schema:` property."""
        return [
            markup.text(one)
            for one in markup.elements(self.package)
            if one.get("property") == name or (name == f"dc:{markup.tag(one)}" and "purl.org/dc" in one.tag)
        ]


class Pdf:
    """A tagged PDF. Raises ValueError where it is none."""

    def __init__(self, subject: Subject) -> None:
        import pikepdf

        self.subject = subject
        try:
            self.document = tagtext.read(subject.data)
        except pikepdf.PdfError as error:
            raise ValueError(f"it cannot be read: {error}") from error

    @cached_property
    def letter(self) -> Part:
        return tagged.letter(self.document)


Opened: TypeAlias = Page | Book | Pdf

OPENERS: Mapping[str, Callable[[Subject], Opened]] = {"html": Page, "epub": Book, "pdf": Pdf}
