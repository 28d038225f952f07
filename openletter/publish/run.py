"""Publishes letters: plans, has made what is not current, and exchanges the output folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from openletter import files, source
from openletter.errors import SourceError
from openletter.model import Artifact, Finding
from openletter.publish import heap, index, manifest, output, plan, site, versions
from openletter.publish.letter import Order, Outcome, refused, work
from openletter.publish.manifest import Manifest, Withheld
from openletter.publish.planning import Options, Planner
from openletter.publish.pool import Lost, Pool
from openletter.publish.program import program_digest
from openletter.settings import Settings

WORTH = 4
"""How many letters make processes of their own worth their start, where nobody asked for any."""

Progress = Callable[[int, int, str], None]
"""Told (done, of, what) while it works."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the output folder holds after the run, and what was seen on the way."""

    manifest: Manifest
    findings: tuple[Finding, ...]
    made: tuple[str, ...]
    """Paths of the artifacts that were made in this run."""
    by_letter: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    """Those of the findings that belong to the letters which were worked on, by letter."""
    withheld: tuple[Withheld, ...] = ()
    """What was withheld of that which was to be published in this run."""


class Publisher:
    """One run of publishing over a project. What is made is written at once, so that memory stays flat."""

    def __init__(self, project: Path, settings: Settings, options: Options) -> None:
        self.settings = settings
        self.options = options
        self.before = manifest.read(options.output)
        self.letters = frozenset(source.letters(project))
        self.chosen = source.letters(project, options.letters)
        self.planner = Planner(project, settings, options, self.before)
        self.staging = output.Staging(options.output)
        self.made: dict[str, Artifact] = {}
        self.withheld: list[Withheld] = []
        self.findings: dict[str, tuple[Finding, ...]] = {}

    def publish(self, progress: Progress) -> Report:
        """Publishes the chosen letters. Where one is withheld or cannot be read, the old edition stays."""
        output.guard(self.options.output)
        try:
            done = len(self.chosen)
            for done, outcome in enumerate(carried_out(self._orders(), self.options), 1):
                self._take(outcome)
                progress(done, len(self.chosen), outcome.letter)
            after = self._after()
            if after.listed == self.before.listed:
                after = replace(after, files=self.before.files, index=self.before.index)
            if self.made or after != self.before or self.planner.lacks(after.files):
                after = self._write(after)
        finally:
            self.staging.discard()
        found = tuple(one for letter in self.chosen for one in self.findings.get(letter, ()))
        return Report(after, found, tuple(self.made), self.findings, tuple(self.withheld))

    def _orders(self) -> Iterator[Order]:
        for letter in self.chosen:
            order = self.planner.order(letter)
            if isinstance(order, Order):
                yield order
            else:
                self.withheld += order

    def _take(self, outcome: Outcome) -> None:
        for one in outcome.made:
            artifact = one.artifact
            if artifact.format == "html":
                artifact = replace(artifact, former=self._former(artifact))
            self.staging.write(artifact.path, one.data)
            for path, data in one.beside.items():
                if path not in self.staging.written:
                    self.staging.write(path, data)
            self.made[artifact.path] = artifact
        self.withheld += outcome.withheld
        self.findings[outcome.letter] = outcome.findings

    def _former(self, page: Artifact) -> tuple[str, ...]:
        """The paths of the earlier versions of a page; the one that it replaces is put there."""
        known = self.planner.artifacts(page.letter)
        before = next((old for old in known if old.path == page.path), None)
        if before is None:
            return ()
        if before.version >= page.version:
            return before.former
        kept = {
            old.path: versions.path(old.path, before.version)
            for old in known
            if old.lang == page.lang and old.words == before.words
        }
        names = {Path(old).name: Path(new).name for old, new in kept.items() if old != page.path}
        for old, new in kept.items():
            data = (self.options.output / old).read_bytes()
            self.staging.write(new, versions.superseded(data, before, names) if old == page.path else data)
        return (*before.former, *sorted(kept.values()), *before.beside)

    def _after(self) -> Manifest:
        """The manifest after the run: what was made, and what stays. Its files follow with the index."""
        refused_now = {(one.letter, one.lang) for one in self.withheld}
        kept = [
            old
            if old.outdated or ((old.letter, old.lang) not in refused_now and self._exists(old))
            else replace(old, outdated=True)
            for old in self.before.artifacts
            if old.path not in self.made and not (self.options.prune and not self._exists(old))
        ]
        languages = frozenset(self.planner.languages)
        chosen = frozenset(self.chosen)
        kept_withheld = [
            one
            for one in self.before.withheld
            if one.letter in self.letters
            and one.lang in self.settings.languages
            and not (one.letter in chosen and one.lang in languages)
            and self.planner.stands(one)
        ]
        artifacts = tuple(sorted([*self.made.values(), *kept], key=lambda artifact: artifact.path))
        return Manifest(
            artifacts,
            tuple(sorted([*self.withheld, *kept_withheld], key=lambda one: (one.letter, one.lang))),
            listed=_listed(artifacts, self.settings.base_url),
        )

    def _exists(self, artifact: Artifact) -> bool:
        """Whether the project still has that letter, and publishes in that language."""
        return artifact.letter in self.letters and artifact.lang in self.settings.languages

    def _write(self, after: Manifest) -> Manifest:
        page = index.write(after.artifacts, self.settings.base_url)
        places = {**page.beside, **site.write(after.artifacts, self.settings.base_url)}
        self.staging.write(index.NAME, page.data)
        for path, data in places.items():
            self.staging.write(path, data)
        former = chain.from_iterable(artifact.former for artifact in after.artifacts)
        beside = {*places, *former, *chain.from_iterable(artifact.beside for artifact in after.artifacts)}
        digest = hashlib.sha256(page.data).hexdigest()
        after = replace(after, files=tuple(sorted({index.NAME, *beside})), index=digest)
        self.staging.write(manifest.NAME, after.to_bytes())
        listed = {*self.before.files, *self.before.by_path}
        self.staging.publish(listed - {*after.files, *after.by_path})
        return after


def _listed(artifacts: Iterable[Artifact], base: str) -> str:
    """Of all that the index, the listings and the feeds are made of."""
    return plan.digest(program_digest(), base, [(one.path, one.sha256, one.outdated) for one in artifacts])


def publish(project: Path, settings: Settings, options: Options, progress: Progress) -> Report:
    """Publishes letters of a project into the output folder.

    Raises UsageError for a letter that does not exist or an output folder that holds other things. A
    letter that cannot be read is reported as a finding, and the others are published.
    """
    options = replace(options, output=output.placed(options.output))
    with files.lock(project, to_write=False):
        files.complete(options.output)
        return Publisher(project, settings, options).publish(progress)


def carried_out(orders: Iterator[Order], options: Options) -> Iterator[Outcome]:
    """The outcomes of orders, as they come."""
    if options.scheduler:
        from openletter.publish import cluster

        return cluster.carried_out(orders, options.scheduler)
    cores = os.cpu_count() or 1
    first = list(islice(orders, WORTH))
    processes = options.jobs or cores
    if processes <= 1 or len(first) <= 1 or (not options.jobs and len(first) < WORTH):
        threads = min(processes, cores)
        return map(work, (replace(order, threads=threads) for order in chain(first, orders)))
    return _in_processes(chain(first, orders), processes)


def _in_processes(orders: Iterable[Order], processes: int) -> Iterator[Outcome]:
    heap.keep_what_is_freed()  # what comes back from the others needs much room, again and again
    pool: Pool[Order, Outcome] = Pool(work, processes)
    for order, result in pool.map(orders):
        if isinstance(result, Lost):
            error = SourceError(
                f"the letter could not be made: {result.why}",
                hint="look whether the machine has enough memory, and publish again with --jobs 1",
                code="lost",
            )
            yield refused(order, error)
        else:
            yield result
