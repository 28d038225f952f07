"""The memory of a project: its catalogs, and the TMX files in `locales/memory/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from openletter import files, segment, source, states
from openletter.errors import DamagedError, OpenletterError, SubmissionError, UsageError
from openletter.memory import tmx
from openletter.memory.index import Memory, Unit
from openletter.model import Entry, Kind, Place, Segment, State
from openletter.store import Store

FOLDER = "locales/memory"
"""Where TMX files lie that drafting and packets look into. `openletter memory import` puts them there."""

OLD, FILE = 1, 0
"""Ranks of texts that no letter holds any more, and of those of files. Others have their state's number."""


def of_project(project: Path, store: Store, source_lang: str, lang: str) -> Memory:
    """Everything that the project has in one pair of languages."""
    return Memory(
        [*catalog_units(project, store, source_lang, lang), *file_units(project, source_lang, lang)]
    )


def catalog_units(
    project: Path, store: Store, source_lang: str, lang: str, chosen: Iterable[str] = ()
) -> Iterator[Unit]:
    """What people wrote into the catalogs of the letters in one language; machine drafts are not taken.

    A letter or catalog that cannot be read is passed by: `openletter check` tells of it.
    """
    for letter in source.letters(project, tuple(chosen)):
        try:
            origin, segments = segments_of(letter, (project / source.path_of(letter)).read_bytes())
            if origin == source_lang and lang != source_lang:
                yield from letter_units(store, letter, lang, segments)
        except (OSError, OpenletterError):
            continue


@lru_cache(maxsize=512)
def segments_of(letter: str, data: bytes) -> tuple[str, tuple[Segment, ...]]:
    """The language and the messages of a letter, from its bytes; read once for all languages.

    Raises SourceError.
    """
    document = source.document(letter, data)
    return document.lang, segment.segments(document)


def letter_units(store: Store, letter: str, lang: str, segments: tuple[Segment, ...]) -> list[Unit]:
    """What people wrote into the catalog of one letter, and their former texts."""
    found = []
    for key, standing in store.standings(letter, lang, segments).items():
        if standing.state >= State.TRANSLATED:
            origin = f"{letter}, {standing.state.label}"
            found.append(Unit(key[1], standing.msgstr, origin, key[0], int(standing.state)))
    return found + list(_old(store, letter, lang))


def _old(store: Store, letter: str, lang: str) -> Iterator[Unit]:
    """The texts whose source is no longer in the letter, or has changed."""
    histories = store.histories(letter, lang)
    for entry in store.catalog(letter, lang).entries:
        key = _old_key(entry)
        if not key or not entry.msgstr:
            continue
        history = histories.get(key)
        current = history.current if history else None
        if current and current.kind is Kind.DRAFT and history and entry.msgstr not in history.written:
            continue
        yield Unit(key[1], entry.msgstr, f"{letter}, a former text", key[0], OLD)


def _old_key(entry: Entry) -> tuple[str, str] | None:
    if states.is_stale(entry):
        return entry.previous
    return entry.key if entry.obsolete and not entry.fuzzy else None


# Files


def file_units(project: Path, source_lang: str, lang: str) -> Iterator[Unit]:
    """The units of the TMX files that have both languages. Raises DamagedError for a file that is none."""
    for path in sorted((project / FOLDER).glob("*.tmx")):
        for unit in _file(path.read_bytes(), f"{FOLDER}/{path.name}"):
            if unit.get(source_lang) and unit.get(lang):
                yield Unit(unit[source_lang], unit[lang], path.name, rank=FILE)


@lru_cache(maxsize=4)
def _file(data: bytes, path: str) -> tuple[Mapping[str, str], ...]:
    try:
        return tmx.read(data, path).units
    except SubmissionError as error:
        raise DamagedError(
            error.what, where=error.where, hint="import the memory again, or delete the file", code=error.code
        ) from error


def keep(project: Path, name: str, units: Iterable[Mapping[str, str]], source_lang: str = "en") -> Path:
    """Writes units to the file of that name under FOLDER, in place of what it held; returns the path in the
    project. Nothing but languages and texts is written."""
    if not name or name.startswith(".") or not all(c.isalnum() or c in "-_. " for c in name):
        raise UsageError(
            f"“{name[:60]}” is no name for a memory", hint="give one of letters and digits with --as NAME"
        )
    path = Path(FOLDER) / f"{name}.tmx"
    with files.lock(project):
        files.write_atomic(project / path, tmx.write(units, source_lang))
    return path


def read_file(path: Path) -> tmx.Memories:
    """A TMX file from outside. Raises UsageError, SubmissionError."""
    try:
        return tmx.read(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"it cannot be read: {error.strerror}", where=Place(str(path))) from error


def export(
    project: Path, store: Store, languages: Iterable[str], reviewed: bool = False, chosen: Iterable[str] = ()
) -> dict[str, list[dict[str, str]]]:
    """Language of the source → what people wrote in the catalogs, a unit for each source text.

    Of several translations of a text the one that most people stand behind is taken.
    """
    least = State.REVIEWED if reviewed else State.TRANSLATED
    languages, letters = tuple(languages), source.letters(project, tuple(chosen))
    origins = dict.fromkeys(_language(project, letter) for letter in letters)
    found: dict[str, list[dict[str, str]]] = {}
    for origin in filter(None, origins):
        texts: dict[str, dict[str, Unit]] = {}
        for lang in languages:
            for unit in catalog_units(project, store, origin, lang, letters):
                best = texts.setdefault(unit.source, {}).get(lang)
                if unit.rank >= least and (best is None or best.rank < unit.rank):
                    texts[unit.source][lang] = unit
        found[origin] = [
            {origin: text, **{lang: unit.target for lang, unit in sorted(units.items())}}
            for text, units in texts.items()
            if units
        ]
    return found


def _language(project: Path, letter: str) -> str:
    try:
        return segments_of(letter, (project / source.path_of(letter)).read_bytes())[0]
    except (OSError, OpenletterError):
        return ""
