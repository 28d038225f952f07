"""Checks of what no validator sees, over the bytes of what is published; none needs a tool.

`openletter.audit.own.browser` has those that need Chromium.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from openletter import __version__
from openletter.audit.base import Published
from openletter.audit.own import books, claims, notelinks, pages, pdfglyphs, pdfs, same, webglyphs
from openletter.audit.own.opened import OPENERS, Problem, Problems, Subject
from openletter.model import Artifact, Finding, Place
from openletter.source import path_of

Check = Callable[[Any], Problems]

EVERYWHERE: tuple[Check, ...] = (same.same_as_edition, same.unsafe_links, same.notice_once)
MARKUP: tuple[Check, ...] = (
    notelinks.notes,
    notelinks.places,
    notelinks.nothing_hidden,
    notelinks.outline,
)
CHECKS: Mapping[str, tuple[Check, ...]] = {
    "html": (
        *EVERYWHERE,
        *MARKUP,
        pages.language,
        pages.head,
        pages.landmarks,
        pages.switcher,
        pages.formats,
        pages.files,
        pages.weight,
        webglyphs.glyphs,
    ),
    "epub": (
        *EVERYWHERE,
        *MARKUP,
        books.language,
        books.titles,
        books.contents,
        books.order,
        books.weight,
        claims.claims,
    ),
    "pdf": (
        *EVERYWHERE,
        pdfs.language,
        pdfs.title,
        pdfs.bookmarks,
        pdfs.notes,
        pdfs.figures,
        pdfs.links,
        pdfglyphs.glyphs,
    ),
}
"""The checks of each format, each a function from what was opened to problems."""


def version() -> str:
    """That of this program: these checks are part of it."""
    return __version__


def problems(subject: Subject) -> Iterator[Problem]:
    """Everything that the checks see in one file. Pure over its bytes."""
    try:
        opened = OPENERS[subject.format](subject)
    except Exception as error:  # whatever a broken file makes a parser raise
        yield Problem("unreadable", f"the file is not what its name says: {error}")
        return
    for check in CHECKS[subject.format]:
        try:
            yield from check(opened)
        except Exception as error:  # whatever a broken file makes a parser raise
            yield Problem("unreadable", f"the check {check.__name__} cannot read the file: {error!r}")


def run(published: Published) -> Iterable[Finding]:
    """The findings about every file that is published."""
    for artifact in published.artifacts(*CHECKS):
        subject = subject_of(published, artifact)
        for problem in problems(subject):
            yield finding(problem, published.place(artifact))


def finding(problem: Problem, place: Place) -> Finding:
    return Finding(problem.code, problem.severity, place, problem.what, problem.hint)


def subject_of(published: Published, artifact: Artifact) -> Subject:
    """A published file with its edition."""
    edition = published.edition(artifact)
    folder = posixpath.dirname(path_of(artifact.letter))

    def other(path: str) -> bytes | None:
        try:
            return (published.folder / path).read_bytes()
        except OSError:
            return None

    return Subject(
        artifact.format,
        artifact.path,
        published.file(artifact).read_bytes(),
        artifact.lang,
        artifact.states,
        edition,
        frozenset(posixpath.relpath(name, folder or ".") for name in artifact.assets),
        other,
    )
