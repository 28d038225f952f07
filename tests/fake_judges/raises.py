"""Finds something, then meets what it did not expect."""

from __future__ import annotations

from collections.abc import Iterator

from openletter.audit.base import Published
from openletter.model import Finding, Place, Severity


def version() -> str:
    return "1"


def run(published: Published) -> Iterator[Finding]:
    yield Finding("html-invalid", Severity.ERROR, Place("a.html"), "seen before the fall", judge="fake")
    raise ValueError("no such thing")
