"""Publishes letters: plans, has made what is not current, and exchanges the output folder."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from openletter import files, source
from openletter.model import Artifact, Finding
from openletter.publish import index, manifest, output
from openletter.publish.make import Failed, Job, make
from openletter.publish.manifest import Made, Manifest, Withheld
from openletter.publish.planning import Options, Planner, finding
from openletter.settings import Settings

WORTH = 8
"""How many editions make a process of their own worth its start, where nobody asked for one."""

Progress = Callable[[int, int, str], None]
"""Told (done, of, what) while it works."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the output folder holds after the run, and what was seen on the way."""

    manifest: Manifest
    findings: tuple[Finding, ...]
    made: tuple[str, ...]
    """Paths of the artifacts that were made in this run."""


class Publisher:
    """One run of publishing over a project. Everything that it reads is read once."""

    def __init__(self, project: Path, settings: Settings, options: Options) -> None:
        self.settings = settings
        self.options = options
        self.before = manifest.read(options.output)
        self.letters = source.letters(project)
        self.chosen = source.letters(project, options.letters)
        self.planner = Planner(project, settings, options, self.before)

    def publish(self, progress: Progress) -> Report:
        """Publishes the chosen letters. Where one is withheld or cannot be read, the old edition stays."""
        output.guard(self.options.output)
        for letter in self.chosen:
            self.planner.gather(letter)
        made = self._make(progress)
        after = self._after(made, self.planner.gathered.withheld)
        page = index.write(after.artifacts)
        beside = {*page.beside, *(path for artifact in after.artifacts for path in artifact.beside)}
        digest = hashlib.sha256(page.data).hexdigest()
        after = replace(after, files=tuple(sorted({index.NAME, *beside})), index=digest)
        if after != self.before:
            self._write(after, made, {index.NAME: page.data, **page.beside})
        findings = tuple(self.planner.gathered.findings)
        return Report(after, findings, tuple(one.artifact.path for one in made))

    def _make(self, progress: Progress) -> list[Made]:
        jobs = self.planner.gathered.jobs
        total = sum(len(job.tasks) for job in jobs)
        made: list[Made] = []
        done = 0
        for job, results in zip(jobs, _results(jobs, self.options.jobs), strict=True):
            for one in results:
                if isinstance(one, Failed):
                    self._refuse(one)
                else:
                    made.append(one)
            done += len(job.tasks)
            progress(done, total, f"{job.edition.letter} · {job.edition.conventions.autonym}")
        return made

    def _refuse(self, failed: Failed) -> None:
        """One artifact that cannot be made: the others of its edition can."""
        task, error = failed.task, failed.error
        self.planner.gathered.findings.append(finding(error, task.letter))
        self.planner.gathered.withheld.append(
            Withheld(task.letter, task.lang, f"{task.format}: {error.what}")
        )

    def _after(self, made: Sequence[Made], withheld: Sequence[Withheld]) -> Manifest:
        """The manifest after the run: what was made, and what stays."""
        new = {one.artifact.path: one.artifact for one in made}
        refused = {(one.letter, one.lang) for one in withheld}
        kept = [
            replace(old, outdated=old.outdated or (old.letter, old.lang) in refused or not self._exists(old))
            for old in self.before.artifacts
            if old.path not in new and not (self.options.prune and not self._exists(old))
        ]
        ran = {(letter, lang) for letter in self.chosen for lang in self.planner.languages}
        before = [one for one in self.before.withheld if (one.letter, one.lang) not in ran]
        kept_withheld = [one for one in before if one.letter in self.letters]
        return Manifest(
            tuple(sorted([*new.values(), *kept], key=lambda artifact: artifact.path)),
            tuple(sorted([*withheld, *kept_withheld], key=lambda one: (one.letter, one.lang))),
        )

    def _exists(self, artifact: Artifact) -> bool:
        """Whether the project still has that letter, and publishes in that language."""
        return artifact.letter in self.letters and artifact.lang in self.settings.languages

    def _write(self, after: Manifest, made: Sequence[Made], index_files: Mapping[str, bytes]) -> None:
        new = {one.artifact.path: one.data for one in made}
        for one in made:
            new.update(one.beside)
        new.update(index_files)
        new[manifest.NAME] = after.to_bytes()
        listed = {*self.before.files, *self.before.by_path}
        output.replace(self.options.output, new, listed - {*after.files, *after.by_path})


def publish(project: Path, settings: Settings, options: Options, progress: Progress) -> Report:
    """Publishes letters of a project into the output folder.

    Raises UsageError for a letter that does not exist or an output folder that holds other things. A
    letter that cannot be read is reported as a finding, and the others are published.
    """
    with files.lock(project):
        return Publisher(project, settings, options).publish(progress)


def _results(jobs: Sequence[Job], processes: int) -> Iterable[list[Made | Failed]]:
    workers = min(processes, len(jobs)) if processes else min(os.cpu_count() or 1, len(jobs) // WORTH)
    if workers <= 1:
        return map(make, jobs)
    # Spawned, not forked: a fork while other threads run (pandoc's time limit) can hang.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(make, jobs))
