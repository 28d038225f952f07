"""What of each letter is to be made: what the output holds, against what lies in the project."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openletter import termbase
from openletter.model import Artifact, State
from openletter.publish import letter as letters
from openletter.publish import output, plan
from openletter.publish.letter import Order, sha256
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
    scheduler: str = ""
    """The address of a Dask scheduler that the work goes to; empty for this machine."""


class Planner:
    """Plans the letters of a project, against what the output folder already holds."""

    def __init__(self, project: Path, settings: Settings, options: Options, before: Manifest) -> None:
        self.settings = settings
        self.options = options
        self.store = Store(project, settings.people)
        self.languages = options.languages or settings.languages
        self.common = plan.digest(
            program_digest(),
            options.require.label,
            settings.people,
            options.epoch,
            settings.base_url,
            [sha256(project / termbase.FOLDER / name) for name in termbase.FILES],
        )
        self._there = output.sizes(options.output)
        self._artifacts: dict[str, list[Artifact]] = {}
        for artifact in before.artifacts:
            self._artifacts.setdefault(artifact.letter, []).append(artifact)
        self._withheld: dict[str, list[Withheld]] = {}
        for one in before.withheld:
            self._withheld.setdefault(one.letter, []).append(one)
        self._image = functools.cache(lambda name: sha256(project / name))

    def artifacts(self, letter: str) -> list[Artifact]:
        """Those of a letter that the output holds."""
        return self._artifacts.get(letter, [])

    def lacks(self, files: Iterable[str]) -> bool:
        """Whether one of the files is not in the output folder."""
        return any(name not in self._there for name in files)

    def order(self, letter: str) -> Order | tuple[Withheld, ...]:
        """What is to be made of a letter; or, where all is current, what of it stays withheld."""
        artifacts = self._artifacts.get(letter, [])
        have = {one.path: one.digest for one in artifacts if not one.outdated and self._is_there(one)}
        pages = self._pages(artifacts)
        withheld = self._still_withheld(letter, have, pages, self._versions(artifacts)[0])
        if withheld is not None:
            return withheld
        return Order(
            str(self.store.project),
            letter,
            self.languages,
            self.settings.languages,
            self.options.formats,
            self.options.require,
            self.settings.people,
            self.options.epoch,
            self.common,
            pages,
            have,
            self.settings.base_url,
            *self._versions(artifacts),
        )

    def stands(self, one: Withheld) -> bool:
        """Whether what was withheld in an earlier run would be today, for the same reason."""
        found = letters.inputs(self.store, one.letter, [one.lang], self.common)
        return bool(one.digest) and one.digest == plan.base(found, one.lang)

    def _versions(self, artifacts: list[Artifact]) -> tuple[dict[str, int], dict[str, str]]:
        pages = [one for one in artifacts if one.format == "html"]
        return {one.lang: one.version for one in pages}, {one.lang: one.words for one in pages}

    def _still_withheld(
        self, letter: str, have: Mapping[str, str], pages: tuple[str, ...], versions: Mapping[str, int]
    ) -> tuple[Withheld, ...] | None:
        """What was withheld, where all that is asked for was made, or withheld, from just the same as now
        lies there; else None."""
        inputs = letters.inputs(self.store, letter, self.languages, self.common)
        withheld = tuple(
            one
            for one in self._withheld.get(letter, ())
            if one.lang in self.languages and one.digest == plan.base(inputs, one.lang)
        )
        refused = {one.lang for one in withheld}
        languages = [lang for lang in self.languages if lang not in refused]
        tasks = plan.tasks(inputs, languages, self.options.formats, pages, versions)
        return withheld if all(have.get(task.path) == task.digest for task in tasks) else None

    def _is_there(self, artifact: Artifact) -> bool:
        """Whether an artifact lies in the output, and the letter's images are those that it was made with."""
        return (
            self._there.get(artifact.path) == artifact.size
            and all(name in self._there for name in artifact.beside)
            and all(self._image(name) == digest for name, digest in artifact.assets.items())
        )

    def _pages(self, artifacts: list[Artifact]) -> tuple[str, ...]:
        """The languages in which the output already has a page of a letter, and keeps it."""
        kept = self.settings.languages if self.options.prune else None
        found = {one.lang for one in artifacts if one.format == "html" and (kept is None or one.lang in kept)}
        return letters.order_of(found, self.settings.languages)
