"""veraPDF, over every PDF: PDF/UA-1 and PDF/A-2a."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openletter.audit import tools
from openletter.audit.base import PDF_PROFILES, Published
from openletter.model import Finding, Place, Severity

MAIN = "org.verapdf.apps.GreenfieldCliWrapper"


def version() -> str:
    jar = next((jar for jar in tools.verapdf() if jar.name.startswith("greenfield-apps-")), None)
    return jar.stem.removeprefix("greenfield-apps-") if jar and tools.java() else ""


def run(published: Published) -> Iterator[Finding]:
    names = {published.file(one).resolve(): published.name(one) for one in published.artifacts("pdf")}
    if not names:
        return
    classes = os.pathsep.join(map(str, tools.verapdf()))
    for profile, code in PDF_PROFILES.items():
        command = ["-cp", classes, MAIN, "--flavour", profile, "--format", "json", *map(str, names)]
        ended = tools.run_java(command)
        try:
            jobs = json.loads(ended.stdout)["report"]["jobs"]
        except (ValueError, KeyError) as error:
            raise tools.JudgeError(f"no report: {tools.last_words(ended)}") from error
        if len(jobs) != len(names):
            raise tools.JudgeError(f"it looked at {len(jobs)} of {len(names)} files")
        for job in jobs:
            yield from _job(job, names[Path(job["itemDetails"]["name"]).resolve()], code)


def _job(job: dict[str, Any], name: str, code: str) -> Iterator[Finding]:
    results = job.get("validationResult") or []
    failed = job.get("taskException") or job.get("taskResult", {})
    if not results:
        said = failed.get("exceptionMessage") or failed.get("exception") or "no result"
        yield Finding(
            code, Severity.ERROR, Place(name), f"it cannot be read: {said}", "publish again", "verapdf"
        )
    for result in results:
        for rule in result["details"]["ruleSummaries"]:
            yield _finding(rule, name, code)
        if not result["compliant"] and not result["details"]["ruleSummaries"]:
            yield Finding(code, Severity.ERROR, Place(name), result["statement"], "", "verapdf")


def _finding(rule: dict[str, Any], name: str, code: str) -> Finding:
    checks = rule.get("checks") or [{}]
    said = checks[0].get("errorMessage") or ""
    many = f" ({rule['failedChecks']} times)" if rule.get("failedChecks", 1) > 1 else ""
    return Finding(
        code,
        Severity.ERROR,
        Place(name),
        " ".join(f"{rule['description']} {said}{many}".split())[:600],
        f"see {rule['specification']}, clause {rule['clause']}",
        "verapdf",
        f"{rule['specification']} {rule['clause']}-{rule['testNumber']}",
    )
