"""The state of each segment, from the history of its key, the catalog's entry, and the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from openletter.model import Entry, Event, Finding, Key, Kind, Place, Segment, Severity, Standing, State
from openletter.segment import digest
from openletter.states.history import History, histories

Check = Callable[[Segment, str, Place], Sequence[Finding]]
"""What a check says about a translation: (segment, msgstr, where it stands) → findings."""

_NOTHING = History()


def is_stale(entry: Entry) -> bool:
    """Whether an entry holds the words of another source text, which `previous` names."""
    return bool(entry.fuzzy and entry.msgstr and entry.previous and entry.previous != entry.key)


def settle(found: Mapping[Key, History], entries: Iterable[Entry]) -> dict[Key, str]:
    """The text of each key that the journal knows: the journal's, unless the catalog holds one that the
    journal never saw. "" where the journal has only texts that are not accepted."""
    settled = {key: one.current.msgstr if one.current else "" for key, one in found.items()}
    for entry in entries:
        one = found.get(entry.key)
        if one and by_hand(entry, one):
            settled[entry.key] = entry.msgstr
    return settled


def by_hand(entry: Entry, history: History) -> bool:
    """Whether an entry holds a text of its own that the journal has never seen."""
    return bool(entry.msgstr) and not is_stale(entry) and entry.msgstr not in history.known


def replay(
    events: Iterable[Event],
    segments: Iterable[Segment],
    entries: Iterable[Entry],
    people: int,
    check: Check | None = None,
    path: str = "",
    guard: Check | None = None,
) -> dict[Key, Standing]:
    """What holds for each segment. Neither the order of the events nor that of the entries matters.

    `people` is how many distinct people make a text reviewed. A text edited into the catalog that `check`
    refuses or would hold does not count: what the journal has holds on. A text of the journal was checked
    when it came in; it still counts for nothing where `guard` (by default `check`) refuses it. `path` is
    the catalog's, for the findings.
    """
    found = histories(events)
    active = {entry.key: entry for entry in entries if not entry.obsolete}
    standings = {}
    for segment in segments:
        entry = active.get(segment.key)
        where = Place(path, entry.msgstr_line or entry.line if entry else 0)
        standings[segment.key] = standing(segment, found, entry, people, check, where, guard)
    return standings


def standing(
    segment: Segment,
    found: Mapping[Key, History],
    entry: Entry | None,
    people: int,
    check: Check | None = None,
    where: Place | None = None,
    guard: Check | None = None,
) -> Standing:
    """What holds for one segment, whose entry in the catalog is `entry`, at `where`."""
    history = found.get(segment.key, _NOTHING)
    where = where or Place("")
    findings: tuple[Finding, ...] = ()
    if entry and by_hand(entry, history):
        findings = tuple(check(segment, entry.msgstr, where)) if check else ()
        if not _stopped(findings, Severity.REFUSE, Severity.HOLD):
            state = State.DRAFT if entry.fuzzy else State.TRANSLATED
            return Standing(segment.key, state, entry.msgstr, pending=history.pending, findings=findings)
    if history.current:
        guard = guard or check
        own = tuple(guard(segment, history.current.msgstr, where)) if guard else ()
        if not _stopped(own, Severity.REFUSE):
            return _journalled(segment, history, history.current, entry, people, findings or own)
        findings = findings or own
    return _without(segment, found, history, entry, findings)


def unfit(standing: Standing) -> tuple[Finding, ...]:
    """Why a text is not printed: what a check refuses in it, or would hold."""
    return tuple(one for one in standing.findings if _stopped((one,), Severity.REFUSE, Severity.HOLD))


def _stopped(findings: Iterable[Finding], *severities: Severity) -> bool:
    return any(finding.severity in severities for finding in findings)


def _journalled(
    segment: Segment,
    history: History,
    current: Event,
    entry: Entry | None,
    people: int,
    findings: tuple[Finding, ...],
) -> Standing:
    stamp = digest(segment, current.msgstr)
    names = history.behind.get(stamp, ())
    if len(names) >= max(people, 1):
        state = State.REVIEWED
    elif names or stamp in history.alone or current.msgstr in history.written:
        state = State.TRANSLATED
    else:
        state = State.DRAFT
    if entry and entry.fuzzy and entry.msgstr == current.msgstr and not is_stale(entry):
        state = State.DRAFT
    return Standing(
        segment.key,
        state,
        current.msgstr,
        people=names,
        pending=history.pending,
        origin=current.origin if current.kind is Kind.DRAFT else "",
        findings=findings,
        event=current.id,
        why=current.why if current.kind is Kind.DRAFT else "",
    )


def _without(
    segment: Segment,
    found: Mapping[Key, History],
    history: History,
    entry: Entry | None,
    findings: tuple[Finding, ...],
) -> Standing:
    """Nothing that may be printed. What waits on the old source text of a stale entry waits here too."""
    pending = history.pending
    if entry and is_stale(entry) and entry.previous and not history.current:
        pending += found.get(entry.previous, _NOTHING).pending
        return Standing(segment.key, State.STALE, "", pending=pending, findings=findings)
    return Standing(segment.key, State.MISSING, "", pending=pending, findings=findings)
