"""Publishes letters: reads what is there, plans, has made what is not current, and exchanges the output."""

from __future__ import annotations

import functools
import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from openletter import __version__, conventions, files, segment, source, termbase
from openletter.errors import OpenletterError, SourceError
from openletter.model import (
    Artifact,
    Asset,
    Document,
    Finding,
    Key,
    Place,
    Severity,
    Sibling,
    Standing,
    State,
    Task,
)
from openletter.publish import assets, edition, index, manifest, output, plan
from openletter.publish.make import Job, make
from openletter.publish.manifest import Made, Manifest, Withheld
from openletter.settings import Settings
from openletter.store import Store

WORTH = 8
"""How many editions make a process of their own worth its start, where nobody asked for one."""

Progress = Callable[[int, int, str], None]
"""Told (done, of, what) while it works."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to publish. Empty `letters` or `languages` mean all."""

    letters: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = plan.FORMATS
    require: State = State.DRAFT
    jobs: int = 0
    """Processes; 0 for as many as are worth it, at most one per core."""
    output: Path = Path("output")
    prune: bool = False
    epoch: int | None = None
    """SOURCE_DATE_EPOCH, for letters without a date."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the output folder holds after the run, and what was seen on the way."""

    manifest: Manifest
    findings: tuple[Finding, ...]
    made: tuple[str, ...]
    """Paths of the artifacts that were made in this run."""


@dataclass(slots=True)
class _Run:
    """What one run has gathered so far."""

    jobs: list[Job] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter as read, with the standings of its translations."""

    document: Document
    assets: tuple[Asset, ...]
    standings: Mapping[str, Mapping[Key, Standing]]


class Publisher:
    """One run of publishing over a project. Everything that it reads is read once."""

    def __init__(self, project: Path, settings: Settings, options: Options) -> None:
        self.project = project
        self.settings = settings
        self.options = options
        self.store = Store(project, settings.people)
        self.before = manifest.read(options.output)
        self.letters = source.letters(project)
        self.documents = termbase.documents(project)
        self.common = plan.digest(
            program_digest(),
            options.require.label,
            settings.people,
            options.epoch,
            [_sha256(project / termbase.FOLDER / name) for name in termbase.FILES],
        )

    def publish(self, progress: Progress) -> Report:
        """Publishes the chosen letters. Where one is withheld or cannot be read, the old edition stays."""
        output.guard(self.options.output)
        run = _Run()
        for letter in source.letters(self.project, self.options.letters):
            self._plan(letter, run)
        made = self._make(run, progress)
        after = self._after(made, run.withheld)
        index_page = index.write(after.artifacts)
        digest = hashlib.sha256(index_page.data).hexdigest()
        beside = {*index_page.beside, *(path for artifact in after.artifacts for path in artifact.beside)}
        after = replace(after, files=tuple(sorted({index.NAME, *beside})), index=digest)
        if after != self.before:
            self._write(after, made, {index.NAME: index_page.data, **index_page.beside})
        return Report(after, tuple(run.findings), tuple(one.artifact.path for one in made))

    # Planning: which editions of a letter there are, and which of their artifacts are not current.

    def _plan(self, letter: str, run: _Run) -> None:
        inputs, languages = self._inputs(letter), self._languages()
        if self._is_current(inputs, languages, run):
            return
        try:
            read = self._read(letter, inputs, run)
            published = self._published(read, run, inputs, languages)
            for lang in languages:
                if lang in published:
                    self._plan_edition(read, lang, inputs, published, run)
        except SourceError as error:
            run.findings.append(_finding(error, source.path_of(letter)))
            run.withheld += [Withheld(letter, lang, error.what) for lang in languages]

    def _languages(self) -> tuple[str, ...]:
        return self.options.languages or self.settings.languages

    def _inputs(self, letter: str) -> plan.Inputs:
        return plan.Inputs(
            letter,
            _sha256(self.project / source.path_of(letter)),
            {lang: self.store.fingerprint(letter, lang) for lang in self._languages()},
            self.common,
        )

    def _is_current(self, inputs: plan.Inputs, languages: Sequence[str], run: _Run) -> bool:
        """Whether all that is asked for was made, or withheld, from just the same as now lies there."""
        before = {a.path: a for a in self.before.artifacts if a.letter == inputs.letter}
        published = self._order({a.lang for a in before.values() if a.format == "html" and not a.outdated})
        withheld = [
            one
            for one in self.before.withheld
            if one.letter == inputs.letter and one.lang in languages and one.digest == _base(inputs, one.lang)
        ]
        refused = {one.lang for one in withheld}
        tasks = plan.tasks(
            inputs, [x for x in languages if x not in refused], self.options.formats, published
        )
        if not all(plan.is_current(task, before) and self._is_there(before[task.path]) for task in tasks):
            return False
        run.withheld += withheld
        return True

    def _is_there(self, artifact: Artifact) -> bool:
        """Whether an artifact lies in the output, and the letter's images are those that it was made with."""
        path = self.options.output / artifact.path
        return (
            path.is_file()
            and path.stat().st_size == artifact.size
            and all((self.options.output / name).is_file() for name in artifact.beside)
            and all(_sha256(self.project / name) == digest for name, digest in artifact.assets.items())
        )

    def _order(self, languages: Iterable[str]) -> tuple[str, ...]:
        found = set(languages)
        known = [lang for lang in self.settings.languages if lang in found]
        return (*known, *sorted(found.difference(known)))

    def _read(self, letter: str, inputs: plan.Inputs, run: _Run) -> _Letter:
        document = source.read(self.project, letter)
        run.findings += document.findings
        segments = segment.segments(document)
        standings = {
            lang: self.store.standings(letter, lang, segments)
            for lang in {*self._languages(), *self.settings.languages}
            if lang != document.lang
        }
        return _Letter(document, assets.of(self.project, document), standings)

    def _published(
        self, read: _Letter, run: _Run, inputs: plan.Inputs, languages: Sequence[str]
    ) -> tuple[str, ...]:
        """The languages whose pages there will be: those that may be published now, and older ones."""
        letter = read.document.letter
        older = {a.lang for a in self.before.artifacts if a.letter == letter and a.format == "html"}
        published = older.difference(languages)
        for lang in languages:
            why = _why_withheld(read.standings.get(lang, {}), self.options.require)
            if why:
                run.withheld.append(Withheld(letter, lang, why, _base(inputs, lang)))
            else:
                published.add(lang)
        return self._order(published)

    def _plan_edition(
        self, read: _Letter, lang: str, inputs: plan.Inputs, published: Sequence[str], run: _Run
    ) -> None:
        before = self.before.by_path
        tasks = [
            task
            for task in plan.tasks(inputs, [lang], self.options.formats, published)
            if not (plan.is_current(task, before) and self._is_there(before[task.path]))
        ]
        if tasks:
            run.jobs.append(self._job(read, lang, inputs, published, tuple(tasks)))

    def _job(
        self,
        read: _Letter,
        lang: str,
        inputs: plan.Inputs,
        published: Sequence[str],
        tasks: tuple[Task, ...],
    ) -> Job:
        around = edition.Surroundings(
            self.documents,
            tuple(_sibling(read.document.letter, lang, other) for other in published),
            self.options.formats,
            self.options.epoch,
        )
        made = edition.build(read.document, read.standings.get(lang, {}), conventions.load(lang), around)
        folder = Path(read.document.path).parent
        return Job(
            made,
            read.assets,
            tasks,
            read.document.sha256,
            inputs.catalogs.get(lang, "") if lang != read.document.lang else "",
            {
                (folder / asset.href).as_posix(): hashlib.sha256(asset.data).hexdigest()
                for asset in read.assets
            },
        )

    # Making and writing.

    def _make(self, run: _Run, progress: Progress) -> list[Made]:
        made: list[Made] = []
        total = sum(len(job.tasks) for job in run.jobs)
        for job, result in zip(run.jobs, _results(run.jobs, self.options.jobs), strict=True):
            if isinstance(result, SourceError):
                run.findings.append(_finding(result, source.path_of(job.edition.letter)))
                run.withheld.append(Withheld(job.edition.letter, job.edition.lang, result.what))
                continue
            made += result
            progress(len(made), total, f"{job.edition.letter} · {job.edition.conventions.autonym}")
        return made

    def _after(self, made: Sequence[Made], withheld: Sequence[Withheld]) -> Manifest:
        """The manifest after the run: what was made, and what stays."""
        new = {one.artifact.path: one.artifact for one in made}
        refused = {(one.letter, one.lang) for one in withheld}
        kept = [
            replace(old, outdated=old.outdated or (old.letter, old.lang) in refused or not self._exists(old))
            for old in self.before.artifacts
            if old.path not in new and not (self.options.prune and not self._exists(old))
        ]
        ran = {(one, lang) for one in self._chosen() for lang in self._languages()}
        before = [one for one in self.before.withheld if (one.letter, one.lang) not in ran]
        kept_withheld = [one for one in before if one.letter in self.letters]
        return Manifest(
            tuple(sorted([*new.values(), *kept], key=lambda artifact: artifact.path)),
            tuple(sorted([*withheld, *kept_withheld], key=lambda one: (one.letter, one.lang))),
        )

    def _chosen(self) -> Sequence[str]:
        return self.options.letters or self.letters

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


def _results(jobs: Sequence[Job], processes: int) -> Iterable[list[Made] | SourceError]:
    workers = min(processes, len(jobs)) if processes else min(os.cpu_count() or 1, len(jobs) // WORTH)
    if workers <= 1:
        return map(_try, jobs)
    # Spawned, not forked: a fork while other threads run (pandoc's time limit) can hang.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(_try, jobs))


def _try(job: Job) -> list[Made] | SourceError:
    try:
        return make(job)
    except SourceError as error:
        return error


def _base(inputs: plan.Inputs, lang: str) -> str:
    return plan.digest(inputs.letter, lang, inputs.source, inputs.catalogs.get(lang, ""), inputs.common)


def _why_withheld(standings: Mapping[Key, Standing], require: State) -> str:
    """Why an edition may not be published; "" when it may."""
    below = [one.state for one in standings.values() if one.state < require]
    if not below:
        return ""
    counts = ", ".join(f"{below.count(state)} {state.label}" for state in State if state in below)
    return f"of {len(standings)} passages: {counts}; all must be at least {require.label}"


def _sibling(letter: str, lang: str, other: str) -> Sibling:
    c = conventions.load(other)
    href = "" if other == lang else "../" * (letter.count("/") + 1) + quote(f"{other}/{letter}.html")
    return Sibling(other, c.tag, c.direction, c.autonym, href)


def _finding(error: OpenletterError, path: str) -> Finding:
    return Finding(error.code or "source", Severity.ERROR, error.where or Place(path), error.what, error.hint)


def _sha256(path: Path) -> str:
    """Of a file's bytes; "" where there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""


@functools.cache
def program_digest() -> str:
    """Of this package's own files: another version may write other bytes."""
    root = Path(__file__).parent.parent
    names = sorted(
        p for p in root.rglob("*") if p.suffix in (".py", ".lua", ".mo", ".html", ".css", ".typ", ".xml")
    )
    digest = hashlib.sha256(__version__.encode())
    for path in names:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
