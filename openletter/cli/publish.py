"""`openletter publish`: every edition of every letter."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from openletter import report, settings, source
from openletter.cli import base
from openletter.errors import UsageError
from openletter.model import Severity
from openletter.publish import plan
from openletter.publish import run as publishing
from openletter.publish.manifest import Withheld
from openletter.publish.planning import Options

LATEST = 253_402_300_799
"""The last second of the year 9999, after which no date can be written."""

MOST = 10
"""Editions that are named where there is no table."""


def arguments(command: argparse.ArgumentParser) -> None:
    base.letters(command)
    base.languages(command)
    command.add_argument(
        "--format", type=formats, default=plan.FORMATS, metavar="html,epub,pdf", help="formats (all)"
    )
    command.add_argument(
        "--require",
        metavar="STATE",
        help="the lowest state to publish: missing, stale, draft, translated, reviewed",
    )
    command.add_argument(
        "--jobs", type=_positive, default=0, metavar="N", help="processes (as many as are worth it)"
    )
    command.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="a Dask scheduler to do the work (openletter[dask])",
    )
    command.add_argument("--output", type=Path, metavar="DIR", help="where to (PROJECT/output)")
    command.add_argument(
        "--prune", action="store_true", help="delete editions of letters and languages that are gone"
    )


def run(call: base.Call) -> int:
    done = _publish(call)
    call.tell(done.findings)
    call.print(report.editions(done, call.arguments.output or call.project / "output"))
    call.print_json(done.manifest.as_json())
    if done.withheld and (call.quiet or call.json):
        print(_withheld(done.withheld), file=sys.stderr)
    bad = any(one.severity is Severity.ERROR for one in done.findings)
    return 1 if bad or done.withheld else 0


def _withheld(some: Sequence[Withheld]) -> str:
    """One line for whoever sees no table."""
    told = [f"{one.letter} in {one.lang} ({one.why})" for one in some[:MOST]]
    more = f", and {len(some) - MOST} more" if len(some) > MOST else ""
    return f"withheld: {', '.join(told)}{more}"


def _publish(call: base.Call) -> publishing.Report:
    given = call.arguments
    source.letters(call.project, given.letters)  # what there is none of is said before anything is locked
    options = Options(
        letters=tuple(given.letters),
        languages=given.lang,
        formats=given.format,
        require=settings.state(given.require) if given.require else call.settings.require,
        jobs=given.jobs,
        output=given.output or call.project / "output",
        prune=given.prune,
        epoch=_epoch(),
        scheduler=given.scheduler,
    )
    return publishing.publish(call.project, call.settings, options, call.progress)


def formats(value: str) -> tuple[str, ...]:
    """What --format is given."""
    found = tuple(dict.fromkeys(one.strip() for one in value.split(",") if one.strip()))
    if not found or set(found).difference(plan.FORMATS):
        raise argparse.ArgumentTypeError(f"one or more of {','.join(plan.FORMATS)}")
    return found


def _positive(value: str) -> int:
    if not value.isdecimal() or int(value) < 1:
        raise argparse.ArgumentTypeError("a whole number, 1 or more")
    return int(value)


def _epoch() -> int | None:
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return None
    if not given.isdecimal():
        raise UsageError(f"SOURCE_DATE_EPOCH is {given!r}", hint="set it to seconds since 1970, or unset it")
    if int(given) > LATEST:
        raise UsageError(f"SOURCE_DATE_EPOCH is {given}", hint="set it to seconds since 1970, or unset it")
    return int(given)
