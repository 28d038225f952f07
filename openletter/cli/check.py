"""`openletter check`: catalogs, and what is published, by every judge that is on this machine."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from openletter import files, source
from openletter.audit import catalogs, report
from openletter.audit.base import Judge, Published
from openletter.audit.run import Outcome, audit
from openletter.cli import base, calling
from openletter.errors import DamagedError, MissingToolError
from openletter.model import Finding, Place, Severity
from openletter.publish import manifest
from openletter.report import table


def arguments(command: argparse.ArgumentParser) -> None:
    base.letters(command)
    command.add_argument(
        "--strict", action="store_true", help="fail for warnings, and for judges that are missing, too"
    )
    command.add_argument("--output", type=Path, metavar="DIR", help="what is published (PROJECT/output)")
    command.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="judges at a time (one per core)"
    )


def run(call: base.Call) -> int:
    letters = source.letters(call.project, call.arguments.letters)
    chosen = letters if call.arguments.letters else ()
    published = _published(call, chosen)
    seen = catalogs.check(call.project, call.settings, letters)
    outcome = audit(published, jobs=call.arguments.jobs, progress=call.progress)
    own = [*seen.findings, *_not_published(published, str(call.arguments.output or "output"))]
    day = datetime.now(UTC).date().isoformat()
    checked = report.Checked(published, outcome, own, seen.texts, day)
    if published.manifest.artifacts:
        files.write_atomic(published.folder / report.NAME, report.page(checked))
    _tell(call, checked)
    call.print_json(
        {
            "findings": [_json(call, one) for one in checked.findings],
            "missing": [j.name for j in outcome.missing],
        }
    )
    return _exit_code(call.arguments.strict, checked.findings, outcome.missing, seen.damaged)


def _published(call: base.Call, letters: Sequence[str]) -> Published:
    folder = (call.arguments.output or call.project / "output").resolve()
    return Published(
        folder, manifest.read(folder), folder, call.project.resolve(), call.settings, tuple(letters)
    )


def _not_published(published: Published, output: str) -> list[Finding]:
    """Letters that nobody can read yet: nothing of them was published, or an edition was withheld."""
    found = [
        Finding(
            "edition-withheld",
            Severity.WARNING,
            Place(source.path_of(one.letter)),
            f"the edition in “{one.lang}” is withheld: {one.why}",
            "translate or review what is missing, and publish again",
        )
        for one in published.manifest.withheld
        if not published.letters or one.letter in published.letters
    ]
    if not published.manifest.artifacts:
        found.append(
            Finding(
                "not-published",
                Severity.WARNING,
                Place(output),
                "nothing is published, so that there is nothing for the judges",
                "run: openletter publish",
            )
        )
    return found


def _exit_code(strict: bool, findings: Iterable[Finding], missing: Sequence[Judge], damaged: bool) -> int:
    if damaged:
        return DamagedError.exit_code
    if any(strict or one.severity is not Severity.WARNING for one in findings):
        return 1
    return MissingToolError.exit_code if strict and missing else 0


def _json(call: base.Call, one: Finding) -> dict[str, str | int]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "file": one.where.file,
        "line": one.where.line,
        "judge": one.judge,
        "what": one.what,
        "hint": call.runnable(one.hint),
    }


def _tell(call: base.Call, checked: report.Checked) -> None:
    for one in checked.findings:
        rule = f" [{one.judge}{' ' if one.rule else ''}{one.rule}]"
        print(f"{one.where}: {one.severity.value}: {one.what}{rule}", file=sys.stderr)
        if one.hint:
            print(f"  try: {call.runnable(one.hint)}", file=sys.stderr)
    for judge in checked.outcome.missing:
        print(f"{judge.name} is not on this machine\n  try: {_brings(call, judge)}", file=sys.stderr)
    call.print("\n".join(_summary(checked.outcome, checked)))


def _brings(call: base.Call, judge: Judge) -> str:
    """The commands that bring a judge, and where they work: in a checkout alone."""
    root = calling.checkout()
    if root is None:
        there = f"python3 build.py check --project {calling.quoted(str(call.project.resolve()))}"
        return (
            f"judges come with the source of openletter, in a checkout: there {judge.command}; then {there}"
        )
    return judge.command if root == Path.cwd() else f"in the folder {root}: {judge.command}"


def _summary(outcome: Outcome, checked: report.Checked) -> list[str]:
    rows = [["judge", "version", "files", "findings", "seconds"]]
    for one in outcome.ran:
        said = sum(finding.judge == one.judge.name for finding in outcome.findings)
        rows.append([one.judge.name, one.version, str(one.files), str(said), f"{one.seconds:.1f}"])
    lines = table(rows) if len(rows) > 1 else []
    count = len(checked.findings)
    lines.append(
        f"{checked.texts} translated passages checked; {count} {'finding' if count == 1 else 'findings'}"
    )
    if checked.published.manifest.artifacts:
        lines.append(f"the report is in {checked.published.folder / report.NAME}")
    return lines
