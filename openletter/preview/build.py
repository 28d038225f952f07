"""Builds the pages of a project again whenever a file of it changes, and remembers what was found."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

from openletter import settings, source
from openletter.errors import OpenletterError
from openletter.model import Finding, Place, Severity, State
from openletter.publish import run as publishing
from openletter.publish.planning import Options

FOLDER = ".openletter/preview"
"""Where the pages lie, in the project; never in the output folder, which is for readers."""

PAUSE = 0.2
"""Seconds between two looks at the files."""

_WATCHED = ("source", "locales", "openletter.toml", "pyproject.toml")

Stamps = dict[str, tuple[int, int]]


@dataclass
class Builder:
    """The pages of a project, and how often they were built. `number` grows with every build."""

    project: Path
    formats: tuple[str, ...] = ("html",)
    number: int = 0
    seconds: float = 0.0
    error: Finding | None = None
    found: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def folder(self) -> Path:
        return self.project / FOLDER

    def watch(self, stop: threading.Event) -> None:
        """Builds, and builds again after every change, until `stop` is set."""
        shutil.rmtree(self.folder, ignore_errors=True)
        before: Stamps | None = None
        while not stop.is_set():
            now = stamps(self.project)
            if now != before:
                before = now
                self.build()
            stop.wait(PAUSE)

    def build(self) -> None:
        """One build. An error becomes a finding; the pages stay as they were."""
        started = time.perf_counter()
        error = None
        try:
            chosen = replace(settings.load(self.project), base_url="")  # nobody has seen these pages
            options = Options(
                formats=self.formats, require=State.MISSING, jobs=1, output=self.folder, prune=True
            )
            report = publishing.publish(self.project, chosen, options, lambda *_: None)
            self.found.update(report.by_letter)
        except OpenletterError as caught:
            error = Finding(
                caught.code or "error", Severity.ERROR, caught.where or Place(""), caught.what, caught.hint
            )
        with self.changed:
            self.error = error
            self.seconds = time.perf_counter() - started
            self.number += 1
            self.changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """The number of the last build, as soon as it is another than `seen`, or after so many seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.number != seen, seconds)
            return self.number

    def findings(self) -> tuple[Finding, ...]:
        """What there is to mend now, in the letters that there are."""
        letters = {path.as_posix() for path in (self.project / source.FOLDER).rglob("*.md")}
        there = {
            letter: found
            for letter, found in self.found.items()
            if (self.project / source.path_of(letter)).as_posix() in letters
        }
        mine = (self.error,) if self.error else ()
        return (*mine, *(replace(one) for letter in sorted(there) for one in there[letter]))


def stamps(project: Path) -> Stamps:
    """Time and size of every file that a page can depend on."""
    found: Stamps = {}
    for name in _WATCHED:
        top = project / name
        for path in [top, *top.rglob("*")]:
            try:
                if path.is_file() and not path.name.startswith("."):
                    status = path.stat()
                    found[str(path)] = (status.st_mtime_ns, status.st_size)
            except OSError:
                continue  # it went while we looked: the next look sees that
    return found
