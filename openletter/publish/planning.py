"""What to make of each letter: which editions may be published, and what of them is not current."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from openletter import conventions, segment, source, termbase
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
from openletter.publish import assets, edition, plan
from openletter.publish.make import Job
from openletter.publish.manifest import Manifest, Withheld
from openletter.publish.program import program_digest
from openletter.settings import Settings
from openletter.store import Store


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


@dataclass(slots=True)
class Gathered:
    """What planning has gathered so far."""

    jobs: list[Job] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter as read, with the standings of its translations."""

    document: Document
    assets: tuple[Asset, ...]
    standings: Mapping[str, Mapping[Key, Standing]]


class Planner:
    """Plans the letters of a project, against what the output folder already holds."""

    def __init__(self, project: Path, settings: Settings, options: Options, before: Manifest) -> None:
        self.project = project
        self.settings = settings
        self.options = options
        self.before = before
        self.store = Store(project, settings.people)
        self.documents = termbase.documents(project)
        self.gathered = Gathered()
        self.common = plan.digest(
            program_digest(),
            options.require.label,
            settings.people,
            options.epoch,
            [_sha256(project / termbase.FOLDER / name) for name in termbase.FILES],
        )

    def gather(self, letter: str) -> None:
        """Gathers the jobs of one letter, what of it is withheld, and what was found in it."""
        inputs, languages = self._inputs(letter), self.languages
        if self._is_current(inputs, languages):
            return
        try:
            read = self._read(letter, inputs)
            published = self._published(read, inputs)
            refused = {one.lang for one in self.gathered.withheld if one.letter == letter}
            for lang in languages:
                if lang not in refused:
                    self._plan_edition(read, lang, inputs, published)
        except SourceError as error:
            self.gathered.findings.append(finding(error, letter))
            self.gathered.withheld += [Withheld(letter, lang, error.what) for lang in languages]

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that are asked for."""
        return self.options.languages or self.settings.languages

    def _inputs(self, letter: str) -> plan.Inputs:
        return plan.Inputs(
            letter,
            _sha256(self.project / source.path_of(letter)),
            {lang: self.store.fingerprint(letter, lang) for lang in self.languages},
            self.common,
        )

    def _is_current(self, inputs: plan.Inputs, languages: Sequence[str]) -> bool:
        """Whether all that is asked for was made, or withheld, from just the same as now lies there."""
        before = {a.path: a for a in self.before.artifacts if a.letter == inputs.letter}
        published = self._order(self._pages(inputs.letter))
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
        self.gathered.withheld += withheld
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

    def _read(self, letter: str, inputs: plan.Inputs) -> _Letter:
        document = source.read(self.project, letter)
        self.gathered.findings += document.findings
        segments = segment.segments(document)
        standings = {
            lang: self.store.standings(letter, lang, segments)
            for lang in self.languages
            if lang != document.lang
        }
        for found in standings.values():
            self.gathered.findings += [one for standing in found.values() for one in standing.findings]
        return _Letter(document, assets.of(self.project, document), standings)

    def _pages(self, letter: str) -> set[str]:
        """The languages in which the output already has a page of a letter, and keeps it."""
        kept = self.settings.languages if self.options.prune else None
        return {
            one.lang
            for one in self.before.artifacts
            if one.letter == letter and one.format == "html" and (kept is None or one.lang in kept)
        }

    def _published(self, read: _Letter, inputs: plan.Inputs) -> tuple[str, ...]:
        """The languages whose pages there will be: those that may be published now, and older ones."""
        letter = read.document.letter
        published = self._pages(letter)
        for lang in self.languages:
            why = _why_withheld(read.standings.get(lang, {}), self.options.require)
            if why:
                self.gathered.withheld.append(Withheld(letter, lang, why, _base(inputs, lang)))
            else:
                published.add(lang)
        return self._order(published)

    def _plan_edition(self, read: _Letter, lang: str, inputs: plan.Inputs, published: Sequence[str]) -> None:
        before = self.before.by_path
        tasks = [
            task
            for task in plan.tasks(inputs, [lang], self.options.formats, published)
            if not (plan.is_current(task, before) and self._is_there(before[task.path]))
        ]
        if tasks:
            self.gathered.jobs.append(self._job(read, lang, inputs, published, tuple(tasks)))

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


def finding(error: OpenletterError, letter: str) -> Finding:
    """An error that kept a letter, or a part of it, from being published."""
    return Finding(
        error.code or "source",
        Severity.ERROR,
        error.where or Place(source.path_of(letter)),
        error.what,
        error.hint,
    )


def _sha256(path: Path) -> str:
    """Of a file's bytes; "" where there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""
