"""Passages that were reviewed and are so no more, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openletter.model import Catalog, Entry, Event, Finding, Key, Segment, Severity, Standing, State
from openletter.states import History, histories, is_stale
from openletter.store import Store


@dataclass(frozen=True, slots=True)
class Fallen:
    """One such passage."""

    number: int
    segment: Segment
    why: str


def fallen(
    segments: Sequence[Segment],
    standings: Mapping[Key, Standing],
    events: Iterable[Event],
    catalog: Catalog,
    people: int,
) -> list[Fallen]:
    """What the journal knows as reviewed and does not count as such now, in the order of the letter."""
    events = tuple(events)
    found = histories(events)
    texts = {event.digest: event.msgstr for event in events if event.digest}
    entries = {entry.key: entry for entry in catalog.entries if not entry.obsolete}
    fell = []
    for number, segment in enumerate(segments, 1):
        standing = standings[segment.key]
        if standing.state is not State.REVIEWED:
            why = _why(standing, found, texts, entries.get(segment.key), people)
            if why:
                fell.append(Fallen(number, segment, why))
    return fell


def of(store: Store, letter: str, lang: str, segments: Sequence[Segment]) -> list[Fallen]:
    """What has fallen in a letter of a project, in one language."""
    standings = store.standings(letter, lang, segments)
    merged = store.merged(letter, lang, segments)
    return fallen(segments, standings, store.events(letter, lang), merged, store.people)


def findings(store: Store, letter: str, lang: str, segments: Sequence[Segment]) -> list[Finding]:
    """The same as findings, at the places of the source."""
    return [
        Finding(
            "reviewed-fell",
            Severity.WARNING,
            one.segment.places[0],
            f"{lang}: the passage was reviewed and is so no more: {one.why}",
            "ask two people to read it again",
            msgid=one.segment.msgid,
        )
        for one in of(store, letter, lang, segments)
    ]


def _why(
    standing: Standing,
    found: Mapping[Key, History],
    texts: Mapping[str, str],
    entry: Entry | None,
    people: int,
) -> str:
    if entry and is_stale(entry) and entry.previous and standing.state is State.STALE:
        before = found.get(entry.previous)
        return "its source was changed" if before and _reviewed(before, people) else ""
    history = found.get(standing.key)
    digests = _reviewed(history, people) if history else []
    if history is None or not digests:
        return ""
    if standing.state is State.MISSING:
        return "its text is not fit to be published any more"
    if not standing.event:
        return "its text was changed in the catalog by hand, and the journal does not say by whom"
    if standing.state is State.DRAFT:
        return "its text is marked as unsure in the catalog"
    if standing.msgstr in {texts.get(one) for one in digests}:
        return "what a tag stands for, such as the address of a link, was changed in the source"
    current = history.current
    return f"its text was changed by {current.by} on {current.at}" if current and current.by else ""


def _reviewed(history: History, people: int) -> list[str]:
    """The digests that as many people as it needs stand behind."""
    return [one for one, names in history.behind.items() if len(names) >= max(people, 1)]
