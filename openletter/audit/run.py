"""Runs judges, each in a process of its own: one that crashes or hangs becomes a finding."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from openletter.audit import books, exceptions, files, tools
from openletter.audit.base import JUDGES, Judge, Progress, Published, Undecided
from openletter.audit.exceptions import Excused
from openletter.model import Finding, Place, Severity


@dataclass(frozen=True, slots=True)
class Ran:
    """A judge that looked at something: its version, at how many files, how long that took."""

    judge: Judge
    version: str
    files: int
    seconds: float
    whole: bool = True
    """Whether it came to its end."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What judges found, and what they could not look at or decide."""

    findings: tuple[Finding, ...]
    missing: tuple[Judge, ...] = ()
    ran: tuple[Ran, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    excused: tuple[Excused, ...] = ()
    """What was said and is no fault, with the exception that says why."""


Answer = tuple[list[Finding | Undecided], str]
"""What a judge said, and, where it came to no end, why."""


@contextmanager
def open_books(published: Published) -> Iterator[tuple[Published, list[Finding]]]:
    """The same with its EPUBs unpacked for as long as the block lasts, and what was seen doing that."""
    with tempfile.TemporaryDirectory(prefix="openletter-") as folder:
        unpacked = replace(published, unpacked=Path(folder))
        yield unpacked, books.unpack(unpacked)


def audit(
    published: Published,
    judges: Sequence[Judge] = JUDGES,
    jobs: int = os.cpu_count() or 1,
    progress: Progress | None = None,
) -> Outcome:
    """What the judges that are on this machine find in what is published, and which are not on it."""
    tools.look_in(published.project)
    versions = {judge: _version(judge) for judge in judges if published.artifacts(*judge.formats)}
    present = sorted((j for j, version in versions.items() if version), key=lambda j: -j.weight)
    with open_books(published) as (opened, unreadable):
        said = unreadable + files.check(published)
        done = _ask_all(present, opened, jobs, progress or _quiet)
    ran = tuple(
        Ran(judge, versions[judge], len(published.artifacts(*judge.formats)), seconds, not answer[1])
        for judge, answer, seconds in done
    )
    everything = said + [one for judge, answer, _ in done for one in _told(published, judge, answer)]
    kept, excused = exceptions.divide([one for one in everything if isinstance(one, Finding)])
    return Outcome(
        tuple(sorted(kept, key=_order)),
        tuple(judge for judge, version in versions.items() if not version),
        tuple(sorted(ran, key=lambda one: judges.index(one.judge))),
        tuple(one for one in everything if isinstance(one, Undecided)),
        tuple(excused),
    )


def _order(finding: Finding) -> tuple[Any, ...]:
    return finding.where, finding.severity is Severity.WARNING, finding.code, finding.judge, finding.what


def _told(published: Published, judge: Judge, answer: Answer) -> Iterator[Finding | Undecided]:
    said, why = answer
    yield from said
    if why:
        yield Finding(
            "judge-failed",
            Severity.ERROR,
            Place(published.folder.name),
            f"{judge.name} did not come to an end, so that what it looks at was not checked: {why}",
            f"run it again; to install it anew: {judge.command}",
            judge.name,
        )


def _quiet(done: int, total: int, what: str) -> None:
    pass


def _version(judge: Judge) -> str:
    """Also empty where what is on this machine is too broken to tell: it has to be installed anew."""
    try:
        return judge.version()
    except Exception:  # whatever a broken judge raises
        return ""


def _ask_all(
    judges: Sequence[Judge], published: Published, jobs: int, progress: Progress
) -> list[tuple[Judge, Answer, float]]:
    done: list[tuple[Judge, Answer, float]] = []
    pool = ThreadPoolExecutor(max(1, jobs))
    try:
        for judge, answer, seconds in pool.map(lambda judge: _timed(judge, published), judges):
            done.append((judge, answer, seconds))
            progress(len(done), len(judges), judge.name)
    except BaseException:  # a person who presses Ctrl-C does not wait for Java
        pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            _end(process)
        raise
    pool.shutdown()
    return done


def _timed(judge: Judge, published: Published) -> tuple[Judge, Answer, float]:
    start = time.monotonic()
    return judge, _ask(judge, published), time.monotonic() - start


def _ask(judge: Judge, published: Published) -> Answer:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(judge, published, there), daemon=False)
    process.start()
    there.close()
    try:
        patience = judge.timeout + judge.each * len(published.artifacts(*judge.formats))
        if not here.poll(patience):
            return [], f"it was stopped after {patience:g} seconds"
        answer: Answer = here.recv()
        return answer
    except (EOFError, OSError):
        process.join(10)
        return [], f"its process ended with exit code {process.exitcode}"
    finally:
        _end(process)
        here.close()


def _end(process: BaseProcess) -> None:
    """Ends a judge with all that it started."""
    if process.pid and hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.pid and process.is_alive():
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True)
    process.kill()
    process.join(10)


def _work(judge: Judge, published: Published, answer: Connection) -> None:
    """In a judge's own process: a group of its own, and nothing of it on standard output."""
    if hasattr(os, "setsid"):
        os.setsid()
    os.dup2(2, 1)
    tools.look_in(published.project)
    said: list[Finding | Undecided] = []
    why = ""
    try:
        said += judge.run(published)
    except tools.JudgeError as error:
        why = str(error)
    except Exception as error:  # one judge that fails does not end the others; its reason is told
        if os.environ.get("OPENLETTER_DEBUG"):
            sys.excepthook(type(error), error, error.__traceback__)
        why = f"{type(error).__name__}: {error}"
    answer.send((said, why))
    answer.close()
