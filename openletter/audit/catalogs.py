"""Catalogs and journals: what the checks see in every text that stands, and what is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openletter import checks, segment, source, termbase
from openletter.errors import DamagedError, OpenletterError, SourceError
from openletter.model import Document, Finding, Place, Segment, Severity
from openletter.settings import Settings
from openletter.store import Store


@dataclass(slots=True)
class Catalogs:
    """What was seen in them. `texts` counts the translations that were looked at."""

    findings: list[Finding] = field(default_factory=list)
    texts: int = 0
    damaged: bool = False


def check(project: Path, settings: Settings, letters: Sequence[str]) -> Catalogs:
    """Checks the catalogs of letters (of all, when none is given). Writes nothing."""
    seen = Catalogs()
    store = Store(project, settings.people)
    for letter in source.letters(project, letters):
        try:
            document = source.read(project, letter)
        except SourceError as error:
            seen.findings.append(_finding(error, source.path_of(letter)))
            continue
        seen.findings += document.findings
        for lang in settings.languages:
            if lang != document.lang:
                _catalog(project, store, document, lang, seen)
    seen.findings = list(dict.fromkeys(seen.findings))
    return seen


def _catalog(project: Path, store: Store, document: Document, lang: str, seen: Catalogs) -> None:
    segments = segment.segments(document)
    path = store.catalog_path(document.letter, lang)
    try:
        standings = store.standings(document.letter, lang, segments)
        lines = {entry.key: entry.msgstr_line for entry in store.catalog(document.letter, lang).entries}
        context = checks.Context(
            lang,
            document.lang,
            termbase.terms(project, lang, document.lang),
            termbase.quotations(project, lang),
        )
    except DamagedError as error:
        seen.findings.append(_finding(error, path))
        seen.damaged = True
        return
    texts = [(one, standings[one.key].msgstr) for one in segments if standings[one.key].msgstr]
    places = [Place(path, lines.get(one.key, 0)) for one, _ in texts]
    seen.texts += len(texts)
    # what was edited in by hand, and a check keeps from being printed, has no text that stands
    seen.findings += [finding for one in segments for finding in standings[one.key].findings]
    seen.findings += _checked(texts, places, context)


def _checked(
    texts: Sequence[tuple[Segment, str]], places: Sequence[Place], context: checks.Context
) -> Iterator[Finding]:
    for (one, text), place in zip(texts, places, strict=True):
        yield from checks.check(one, text, context, place)
    yield from checks.check_catalog(texts, context, places)


def _finding(error: OpenletterError, path: str) -> Finding:
    where = error.where or Place(path)
    return Finding(error.code or "unreadable", Severity.ERROR, where, error.what, error.hint)
