"""The packet of a letter of the project, and the formats in which it can be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath

from openletter import memory, merge, segment, signals, states, termbase
from openletter.checks import Context
from openletter.errors import UsageError
from openletter.model import Document
from openletter.review import remembered, xliff12, xliff21
from openletter.review.packet import Packet, packet, to_po
from openletter.store import Store

Write = Callable[[Packet], bytes]


def writer(name: str, xliff: str = "1.2") -> Write:
    """The writer for a file of that name. Raises UsageError for one that is neither PO nor XLIFF."""
    ending = PurePath(name).suffix.lower()
    if ending == ".po":
        return to_po
    if ending in (".xlf", ".xliff"):
        return {"1.2": xliff12.write, "2.1": xliff21.write}[xliff]
    raise UsageError(f"“{name}” says no format", hint="give the file a name that ends with .po or .xlf")


def packet_of(project: Path, store: Store, document: Document, lang: str) -> Packet:
    """What a reviewer of a letter in one language is given now. Writes nothing but what is remembered of the
    letter. Raises UsageError for the letter's own language."""
    if lang == document.lang:
        raise UsageError(f"{document.letter} is written in {lang}", hint="name another language with --lang")
    segments = segment.segments(document)
    remembered.keep(project, document, segments)
    catalog = store.catalog(document.letter, lang)
    known = states.settle(states.histories(store.events(document.letter, lang)), catalog.entries)
    merged, _ = merge.merge(catalog, segments, known)
    standings = store.standings(document.letter, lang, segments)
    former = memory.of_project(project, store, document.lang, lang)
    terms = termbase.terms(project, lang, document.lang)
    suspect = signals.worst_first(segments, standings, Context(lang, document.lang, terms))
    return packet(
        document.letter,
        lang,
        document.lang,
        segments,
        standings,
        merged,
        terms,
        memory.matches(former, segments, standings),
        {one.segment.key: tuple(map(str, one.signals)) for one in suspect},
    )
