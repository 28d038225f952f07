"""outloud, over every PDF: what a screen reader would make of it, beyond the two standards."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from openletter.audit import tools
from openletter.audit.base import Published
from openletter.model import Finding, Place, Severity

AT_A_TIME = 100
"""Files in one command: Windows allows 32,767 characters."""


def version() -> str:
    return tools.python_version("outloud")


def run(published: Published) -> Iterator[Finding]:
    names = {str(published.file(one).resolve()): published.name(one) for one in published.artifacts("pdf")}
    if not names:
        return
    for result in _results(list(names)):
        name = names[result["path"]]
        if result["error"]:
            yield Finding(
                "pdf-doubtful",
                Severity.ERROR,
                Place(name),
                f"it cannot be read: {result['error']}",
                "publish again",
                "outloud",
            )
        yield from (_finding(name, one) for one in result["findings"] if one["severity"] != "info")


def _results(files: list[str]) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "outloud.cli", "--json", "-", "--fail-on", "never"]
    for at in range(0, len(files), AT_A_TIME):
        ended = tools.run([*command, *files[at : at + AT_A_TIME]])
        try:
            yield from json.loads(ended.stdout)["results"]
        except (ValueError, KeyError) as error:
            raise tools.JudgeError(f"no report: {tools.last_words(ended)}") from error


def _finding(name: str, one: dict[str, Any]) -> Finding:
    evidence = str(one.get("evidence") or (one.get("location") or {}).get("first") or "")
    page = f", page {one['page']}" if one.get("page") else ""
    return Finding(
        "pdf-doubtful",
        Severity.ERROR if one["severity"] == "error" else Severity.WARNING,
        Place(name),
        f"{one['message']}{page}" + (f" ({evidence})" if evidence and evidence not in one["message"] else ""),
        "look at the PDF with a screen reader; report it with the letter",
        "outloud",
        one["rule"],
    )
