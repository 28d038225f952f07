"""page-validation, over every PDF: a second opinion on PDF/UA-1 and PDF/A-2a, without Java."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openletter.audit import tools
from openletter.audit.base import PDF_PROFILES, Published
from openletter.model import Artifact, Finding, Severity


def version() -> str:
    return tools.python_version("page-validation")


def run(published: Published) -> Iterator[Finding]:
    import page

    for artifact in published.artifacts("pdf"):
        for profile, code in PDF_PROFILES.items():
            try:
                failures = page.validate_pdf(str(published.file(artifact)), profile=profile).failures
            except page.PageError as error:
                yield _finding(published, artifact, code, f"it cannot be read: {error}", "")
                continue
            for failure in failures:
                yield _finding(published, artifact, code, failure.message, failure.rule_id)


def _finding(published: Published, artifact: Artifact, code: str, what: Any, rule: Any) -> Finding:
    return Finding(
        code,
        Severity.ERROR,
        published.place(artifact),
        " ".join(str(what).split())[:600],
        "report this with the letter: openletter should not write such a PDF",
        "page-validation",
        str(rule),
    )
