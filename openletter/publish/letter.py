"""One letter, from its files to its editions: the unit of work that any process, on any machine, can do."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from openletter import conventions, segment, source, termbase
from openletter.errors import OpenletterError, SourceError
from openletter.model import Asset, Document, Finding, Key, Place, Severity, Sibling, Standing, State, Task
from openletter.publish import assets, edition, heap, plan, versions
from openletter.publish.make import Failed, Job, make
from openletter.publish.manifest import Made, Withheld
from openletter.store import Store

READINGS = 3
"""How often a letter is read whose files change meanwhile."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for of one letter, and what of it the output already holds."""

    project: str
    letter: str
    languages: tuple[str, ...]
    """In which to publish now."""
    all_languages: tuple[str, ...]
    """Those of the project, in the order in which pages list them."""
    formats: tuple[str, ...]
    require: State
    people: int
    epoch: int | None
    common: str
    """Digest of the program, the settings and the project's tables."""
    pages: tuple[str, ...] = ()
    """Languages in which there is a page already, which stays."""
    have: Mapping[str, str] = field(default_factory=dict)
    """Paths of the artifacts that lie in the output, as they should → the digests of their tasks."""
    base: str = ""
    """The address of the output on the web, with a slash at its end; empty for none."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """Each language that has a page → the version of its words, counted from 1."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Each language that has a page → the digest of its words."""
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order."""

    letter: str
    made: tuple[Made, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    findings: tuple[Finding, ...] = ()


def order_of(languages: Iterable[str], all_languages: Sequence[str]) -> tuple[str, ...]:
    """Languages in the order of the project; those that it no longer has come last."""
    found = set(languages)
    known = [lang for lang in all_languages if lang in found]
    return (*known, *sorted(found.difference(known)))


def inputs(store: Store, letter: str, languages: Iterable[str], common: str) -> plan.Inputs:
    """The digests of the files that a letter's editions are made of, as they are now."""
    return plan.Inputs(
        letter,
        sha256(store.project / source.path_of(letter)),
        {lang: store.fingerprint(letter, lang) for lang in languages},
        common,
    )


def work(order: Order) -> Outcome:
    """Makes what an order asks for, from the files of the project as they lie there at one moment.

    The digests in the outcome are those of what was read: where a file changes meanwhile, all is read again.
    """
    heap.keep_what_is_freed()
    store = Store(Path(order.project), order.people)
    for _ in range(READINGS):
        before = inputs(store, order.letter, order.languages, order.common)
        outcome = _work(order, store, before)
        if inputs(store, order.letter, order.languages, order.common) == before:
            return outcome
    error = SourceError(
        "the letter's files change faster than they can be read",
        hint="publish again when whatever writes them has finished",
        code="changing",
    )
    return refused(order, error)


def refused(order: Order, error: OpenletterError) -> Outcome:
    """The outcome of an order that could not be carried out."""
    found = finding(error, order.letter)
    withheld = tuple(Withheld(order.letter, lang, error.what) for lang in order.languages)
    return Outcome(order.letter, withheld=withheld, findings=(found,))


def _work(order: Order, store: Store, found: plan.Inputs) -> Outcome:
    try:
        document = source.read(store.project, order.letter)
        segments = segment.segments(document)
        standings = {
            lang: store.standings(order.letter, lang, segments)
            for lang in order.languages
            if lang != document.lang
        }
        pictures = assets.of(store.project, document)
        withheld = _withheld(order, standings, found)
        made, failed = _made(order, _jobs(order, document, standings, pictures, found, withheld))
    except SourceError as error:
        return refused(order, error)
    findings = [
        *document.findings,
        *(one for each in standings.values() for standing in each.values() for one in standing.findings),
        *(finding(one.error, order.letter) for one in failed),
    ]
    unmade = [Withheld(order.letter, one.task.lang, f"{one.task.format}: {one.error.what}") for one in failed]
    return Outcome(order.letter, made, (*withheld, *unmade), tuple(findings))


def _withheld(
    order: Order, standings: Mapping[str, Mapping[Key, Standing]], found: plan.Inputs
) -> tuple[Withheld, ...]:
    reasons = {lang: _why_withheld(standings.get(lang, {}), order.require) for lang in order.languages}
    return tuple(
        Withheld(order.letter, lang, why, plan.base(found, lang)) for lang, why in reasons.items() if why
    )


def _jobs(
    order: Order,
    document: Document,
    standings: Mapping[str, Mapping[Key, Standing]],
    pictures: tuple[Asset, ...],
    found: plan.Inputs,
    withheld: Sequence[Withheld],
) -> list[Job]:
    refused_languages = {one.lang for one in withheld}
    languages = [lang for lang in order.languages if lang not in refused_languages]
    published = order_of({*order.pages, *languages}, order.all_languages)
    jobs = []
    for lang in languages:
        tasks = [
            task
            for task in plan.tasks(found, [lang], order.formats, published, order.versions)
            if order.have.get(task.path) != task.digest
        ]
        if tasks:
            job = _job(order, document, standings.get(lang, {}), pictures, found, lang, published, tasks)
            jobs.append(_with_version(order, job, found, published))
    return jobs


def _with_version(order: Order, job: Job, found: plan.Inputs, published: Sequence[str]) -> Job:
    """The job with the version of its words: the next one, where readers of the web have seen others."""
    lang = job.edition.lang
    version, before = order.versions.get(lang, 1), order.words.get(lang, "")
    own = versions.words(job.edition)
    if order.base and before and own != before:
        version += 1
    now = plan.tasks(found, [lang], order.formats, published, {lang: version})
    wanted = {task.path for task in job.tasks}
    return replace(
        job,
        edition=replace(job.edition, version=version),
        tasks=tuple(task for task in now if task.path in wanted),
        words=own,
    )


def _job(
    order: Order,
    document: Document,
    standings: Mapping[Key, Standing],
    pictures: tuple[Asset, ...],
    found: plan.Inputs,
    lang: str,
    published: Sequence[str],
    tasks: Sequence[Task],
) -> Job:
    around = edition.Surroundings(
        _documents(order.project, order.common),
        tuple(_sibling(order.letter, lang, other) for other in published),
        order.formats,
        order.epoch,
        order.base,
    )
    made = edition.build(document, standings, conventions.load(lang), around)
    folder = Path(document.path).parent
    return Job(
        made,
        pictures,
        tuple(tasks),
        found.source,
        *(_words(order, lang) if lang != document.lang else ("", "")),
        {(folder / one.href).as_posix(): hashlib.sha256(one.data).hexdigest() for one in pictures},
    )


def _words(order: Order, lang: str) -> tuple[str, str]:
    """The digests of a letter's catalog and journal."""
    store = Store(Path(order.project))
    paths = store.catalog_path(order.letter, lang), store.journal_path(order.letter, lang)
    return sha256(store.project / paths[0]), sha256(store.project / paths[1])


def _made(order: Order, jobs: Sequence[Job]) -> tuple[tuple[Made, ...], list[Failed]]:
    """Two editions at once, where nothing else runs: Typst, brotli and pandoc let Python go on meanwhile."""
    results = [one for many in _map(make, jobs, order.threads) for one in many]
    return (
        tuple(one for one in results if isinstance(one, Made)),
        [one for one in results if isinstance(one, Failed)],
    )


def _map(
    call: Callable[[Job], list[Made | Failed]], jobs: Sequence[Job], threads: int
) -> Iterable[list[Made | Failed]]:
    if threads <= 1 or len(jobs) <= 1:
        return map(call, jobs)
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(call, jobs))


@functools.lru_cache(maxsize=4)
def _documents(project: str, common: str) -> Mapping[str, frozenset[str]]:
    """The table of UN documents; `common` changes where it does."""
    return termbase.documents(Path(project))


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


def sha256(path: Path) -> str:
    """Of a file's bytes; "" where there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""
