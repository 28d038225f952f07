"""The store for a server: it remembers what it has read, so that a text that is sent costs what it changes.

Law: whatever was done through it, the files have the bytes, and the standings the values, that `Store` would
have given; but that a catalog comes a moment later where several people write at once (`together`). What
another process has written in the meantime is seen at the next look: everything that is remembered is
remembered for the very bytes that it was read from.
"""

from __future__ import annotations

import itertools
import operator
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from openletter import files, journal, merge, po, states
from openletter.errors import OpenletterError
from openletter.model import Catalog, Entry, Event, Key, Place, Segment, Standing
from openletter.states import History, is_stale
from openletter.store import Store, _Open

_NO_JOURNAL = b""


@dataclass
class _Journal:
    """A journal as read from its bytes."""

    data: bytes = _NO_JOURNAL
    by_id: dict[str, Event] = field(default_factory=dict)
    by_key: dict[Key, list[Event]] = field(default_factory=dict)
    found: dict[Key, History] = field(default_factory=dict)


@dataclass(frozen=True)
class _Merged:
    """A merge: what went in, and what came of it."""

    segments: Sequence[Segment]
    before: Catalog
    after: Catalog
    known: Mapping[Key, str]
    drafts: Mapping[Key, str]
    counts: merge.Counts


@dataclass(frozen=True)
class _Decided:
    """Decisions, and what they follow from: each from the history and the entries of its own key."""

    found: Mapping[Key, History]
    entries: Sequence[Entry]
    known: dict[Key, str]
    drafts: dict[Key, str]


@dataclass(frozen=True)
class _Step:
    """Decisions that came of others: only those of `keys` can differ."""

    before: Mapping[Key, str]
    after: Mapping[Key, str]
    keys: frozenset[Key]


@dataclass(frozen=True)
class _Whole:
    """Standings, and what they follow from: each from its segment, and from its entry in the merged catalog
    with the histories of its key and of the key that this names as its previous one."""

    segments: Sequence[Segment]
    found: Mapping[Key, History]
    merged: Catalog
    standings: dict[Key, Standing]


@dataclass
class _Memory:
    """All that is remembered of one letter in one language."""

    journal: _Journal = field(default_factory=_Journal)
    data: bytes | None = None
    """The bytes of the catalog, None where there is no file …"""
    catalog: Catalog | None = None
    """… what they say; the very object that they were made from, if that was here: then without lines …"""
    read: Catalog | None = None
    """… and the same as read, with lines, if it was needed."""
    merged: _Merged | None = None
    """The merge of `catalog`."""
    lately: list[_Merged] = field(default_factory=list)
    decided: _Decided | None = None
    """What `Store._decisions` gave last for what lies on the disk."""
    step: _Step | None = None
    """How the last decisions came of those before."""
    behind: bool = False
    """Whether the file is behind `catalog`: whoever comes next will write it."""
    whole: _Whole | None = None
    """All standings of what lies on the disk, as they were last."""
    texts: dict[int, tuple[Entry, str]] = field(default_factory=dict)
    """Each entry of the catalog that was written last, by identity, with its text in the file."""
    coming: tuple[bytes, Catalog, _Merged] | None = None
    """What is being written: the bytes, what they say, and the merge that it came from."""

    def take(self, data: bytes | None, catalog: Catalog, made: _Merged) -> None:
        """Remembers a catalog that was merged."""
        self.data, self.catalog, self.read, self.behind = data, catalog, None, False
        # what is merged stays as it is when it is merged again: so this is its own merge
        self.merged = replace(made, before=catalog)

    def come(self, data: bytes) -> None:
        """Remembers what was being written, if it is what lies on the disk now."""
        if self.coming and self.coming[0] == data:
            self.take(*self.coming)
            self.coming = None


class QuickStore(Store):
    """A Store that remembers. Threads may share it."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self._turn = threading.RLock()
        self._memories: dict[str, _Memory] = {}
        self._postponing = False

    # Writing for several at once

    @contextmanager
    def together(self, last: Callable[[], bool]) -> Iterator[None]:
        """Puts off the writing of catalogs while others wait to write, too; `last` says that nobody does.

        Only under the lock. The journal has everything at once, and each event is on the disk when `apply`
        returns: whatever happens before the catalog is written, it is right again at the next writing.
        """
        self._postponing = True
        try:
            yield
        finally:
            self._postponing = False
            if last():
                self.settle()

    def settle(self) -> None:
        """Writes the catalogs that are behind. Only under the lock."""
        for path, memory in list(self._memories.items()):
            with self._turn:
                catalog, behind = memory.catalog, memory.behind
                memory.behind = False
            # what somebody else has changed meanwhile is right again when it is written next
            if behind and catalog is not None and memory.data == self._read(path):
                self._put(path, catalog, memory.merged)

    # Reading

    def version(self, letter: str, lang: str) -> tuple[object, object]:
        """What changes, as an object, whenever the journal or the catalog does."""
        with self._turn:
            return self._journal(letter, lang), self.catalog(letter, lang)

    def catalog(self, letter: str, lang: str) -> Catalog:
        with self._turn:
            path = self.catalog_path(letter, lang)
            memory, data = self._at(path), self._read(path)
            if data is not None and data != memory.data:
                memory.come(data)
            while memory.catalog is None or memory.data != data:
                read = super().catalog(letter, lang)
                before, data = data, self._read(path)
                if data == before:
                    memory.behind = False
                    memory.data, memory.catalog, memory.read, memory.merged = data, read, read, None
            return memory.catalog

    def events(self, letter: str, lang: str) -> tuple[Event, ...]:
        with self._turn:
            return tuple(self._journal(letter, lang).by_id.values())

    def histories(self, letter: str, lang: str) -> dict[Key, History]:
        with self._turn:
            return dict(self._journal(letter, lang).found)

    def events_of(self, letter: str, lang: str, key: Key) -> tuple[Event, ...]:
        """The events of one passage, in the order of the journal."""
        with self._turn:
            return tuple(self._journal(letter, lang).by_key.get(key, ()))

    def extract(
        self, letter: str, segments: Sequence[Segment], languages: Iterable[str]
    ) -> dict[str, dict[str, int]]:
        self._memories.clear()
        return super().extract(letter, segments, languages)

    # Steps

    def _at(self, path: str) -> _Memory:
        return self._memories.setdefault(path, _Memory())

    def _opened(self, letter: str, lang: str, mend: bool = False, catalog: Catalog | None = None) -> _Open:
        if mend:
            self._mend(letter, lang)
        with self._turn:
            found = self._journal(letter, lang)
            by_key = _Lists(found.by_key)
            return _Open(letter, lang, catalog or self.catalog(letter, lang), dict(found.found), by_key)

    def _journal(self, letter: str, lang: str) -> _Journal:
        """The journal, read as far as it is new."""
        memory = self._at(self.catalog_path(letter, lang))
        path = self.project / self.journal_path(letter, lang)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            data = _NO_JOURNAL
        except OSError:
            return self._whole(letter, lang)
        if data != memory.journal.data:
            memory.journal = _continued(memory.journal, data) or self._whole(letter, lang)
        return memory.journal

    def _whole(self, letter: str, lang: str) -> _Journal:
        """The journal read anew. What cannot be read is told as `Store` tells it."""
        path = self.project / self.journal_path(letter, lang)
        data = None
        while True:
            events = super().events(letter, lang)
            before, data = data, path.read_bytes() if path.exists() else _NO_JOURNAL
            if data == before:
                break
        return _with(_Journal(), data, events)

    def _decisions(self, opened: _Open) -> tuple[dict[Key, str], dict[Key, str]]:
        with self._turn:
            memory, catalog = self._at(opened.catalog.path), opened.catalog
            last = memory.decided
            changed = last and _changed(last.found, opened.found, last.entries, catalog.entries)
            if last is None or changed is None:
                known, drafts = super()._decisions(opened)
            elif changed:
                found = {key: opened.found[key] for key in changed if key in opened.found}
                entries = tuple(one for one in catalog.entries if one.key in changed)
                some = replace(opened, found=found, catalog=replace(catalog, entries=entries))
                new, drawn = super()._decisions(some)
                known = {**last.known, **new}
                memory.step = _Step(last.known, known, frozenset(changed))
                drafts = {key: one for key, one in last.drafts.items() if key not in changed} | drawn
            else:
                known, drafts = last.known, last.drafts
            if catalog is memory.catalog:
                memory.decided = _Decided(dict(opened.found), catalog.entries, known, drafts)
            return known, drafts

    def _merged(self, opened: _Open, segments: Sequence[Segment]) -> tuple[Catalog, merge.Counts]:
        with self._turn:
            memory = self._at(opened.catalog.path)
            known, drafts = self._decisions(opened)
            last = memory.merged
            made = None
            if last and last.before is opened.catalog and last.segments is segments:
                made = _patched(last, known, drafts, memory.step)
            if last and made and made.after is last.after:
                memory.merged = made  # with the decisions of now, from which the next ones come
            if made is None:
                after, counts = merge.merge(opened.catalog, segments, known, drafts)
                made = _Merged(segments, opened.catalog, after, known, drafts, counts)
                if opened.catalog is memory.catalog:
                    memory.merged = made
            memory.lately = [*memory.lately[-7:], made]
            return made.after, made.counts

    def _standings(self, opened: _Open, segments: Sequence[Segment]) -> dict[Key, Standing]:
        with self._turn:
            memory = self._at(opened.catalog.path)
            merged, _ = self._merged(opened, segments)
            last, changed = memory.whole, None
            if last and last.segments is segments:
                changed = _changed(last.found, opened.found, last.merged.entries, merged.entries)
            if last and changed is not None:
                if any(one.previous in changed for one in merged.entries if one.previous):
                    changed |= {one.key for one in merged.entries if one.previous in changed}
                # where something was found, its line in the file may have changed with any other entry
                changed |= {key for key, one in last.standings.items() if one.findings}
                found = dict(last.standings)
                todo = [one for one in segments if one.key in changed] if changed else []
            else:
                found, todo = {}, list(segments)
            entries = {entry.key: entry for entry in merged.entries if not entry.obsolete} if todo else {}
            lines: dict[Key, int] | None = None
            for segment in todo:
                entry = entries.get(segment.key)
                one = self._standing(segment, opened, entry, Place(opened.catalog.path))
                if one.findings:
                    lines = self._lines(opened, memory) if lines is None else lines
                    where = Place(opened.catalog.path, lines.get(segment.key, 0))
                    one = self._standing(segment, opened, entry, where)
                found[segment.key] = one
            if opened.catalog is memory.catalog:
                memory.whole = _Whole(segments, dict(opened.found), merged, found)
            return dict(found)

    def _standing(self, segment: Segment, opened: _Open, entry: Entry | None, where: Place) -> Standing:
        check, guard = self._check(opened.lang), self._guard(opened.lang)
        return states.standing(segment, opened.found, entry, self.people, check, where, guard)

    def _lines(self, opened: _Open, memory: _Memory) -> dict[Key, int]:
        """The line of each entry in the catalog's file, whatever of it was changed since it was read."""
        if memory.read is None:
            memory.read = super().catalog(opened.letter, opened.lang)
        return {entry.key: entry.msgstr_line for entry in memory.read.entries}

    def _bytes(self, catalog: Catalog) -> bytes:
        with self._turn:
            memory = self._at(catalog.path)
            old, new = memory.texts, {}

            def text(entry: Entry) -> str:
                known = old.get(id(entry))
                new[id(entry)] = known if known and known[0] is entry else (entry, po.entry_text(entry))
                return new[id(entry)][1]

            data = po.serialize(catalog, text)
            memory.texts = new
            return data

    def _write(self, path: str, catalog: Catalog) -> None:
        with self._turn:
            memory = self._at(path)
            made = next((one for one in memory.lately if one.after is catalog), None)
            if made and self._postponing and memory.catalog is not None and memory.data == self._read(path):
                memory.take(memory.data, catalog, made)
                memory.behind = True
                return
        self._put(path, catalog, made)

    def _put(self, path: str, catalog: Catalog, made: _Merged | None) -> None:
        """Writes a catalog. Whoever looks meanwhile knows it as soon as it lies there."""
        with self._turn:
            memory, data = self._at(path), self._bytes(catalog)
            memory.coming = (data, catalog, made) if made and made.after is catalog else None
        if data != self._read(path):
            files.write_atomic(self.project / path, data)
        with self._turn:
            memory.come(data)


class _Lists(dict[Key, list[Event]]):
    """Lists by key, of which those that may be added to are copies."""

    def setdefault(self, key: Key, default: Any = ()) -> list[Event]:
        self[key] = list(self.get(key, default))
        return self[key]


def _changed(
    found: Mapping[Key, History],
    found_now: Mapping[Key, History],
    entries: Sequence[Entry],
    entries_now: Sequence[Entry],
) -> set[Key] | None:
    """The keys of which a history or an entry is another object than it was; None where too much is."""
    if len(entries) != len(entries_now) or found.keys() - found_now.keys():
        return None
    keys: set[Key] = set()
    if entries is not entries_now:
        pairs = zip(entries, entries_now, strict=True)
        for old, new in itertools.compress(pairs, map(operator.is_not, entries, entries_now)):
            if old.key != new.key or old.obsolete != new.obsolete:
                return None
            keys.add(new.key)
    if found is not found_now:
        keys |= {key for key, one in found_now.items() if found.get(key) is not one}
    return keys


def _continued(old: _Journal, data: bytes) -> _Journal | None:
    """A journal that only grew; None where it must be read anew."""
    if not data.startswith(old.data) or (old.data and not old.data.endswith(b"\n")):
        return None
    lines = data[len(old.data) :].split(b"\n")
    if lines.pop():
        return None
    try:
        events = [journal.parse(line, Place("")) for line in lines if line and not line.isspace()]
    except OpenletterError:
        return None
    ids = [event.id for event in events]
    if len(set(ids)) < len(ids) or any(id_ in old.by_id for id_ in ids):
        return None
    return _with(old, data, events)


def _with(old: _Journal, data: bytes, events: Iterable[Event]) -> _Journal:
    """A journal with further events."""
    events = tuple(events)
    by_key = dict(old.by_key)
    for event in events:
        by_key[event.key] = [*by_key.get(event.key, ()), event]
    found = {**old.found, **{event.key: states.history(by_key[event.key]) for event in events}}
    return _Journal(data, {**old.by_id, **{event.id: event for event in events}}, by_key, found)


def _patched(
    last: _Merged, known: Mapping[Key, str], drafts: Mapping[Key, str], step: _Step | None
) -> _Merged | None:
    """The same merge with other decisions; None where they could change more than their own entries."""
    if known is last.known and drafts is last.drafts:
        return last
    if step and step.before is last.known and step.after is known:
        every: Iterable[Key] = step.keys
    else:
        every = known.keys() | last.drafts.keys() | drafts.keys()
    keys = {one for one in every if known.get(one) != last.known.get(one)}
    keys |= {one for one in every if last.drafts.get(one) != drafts.get(one)}
    if not keys:
        return replace(last, known=known, drafts=drafts)
    entries = list(last.after.entries)
    held = any(one.obsolete or is_stale(one) for one in entries)
    places = {one.key: place for place, one in enumerate(entries) if not one.obsolete}
    previous = {one.previous for one in entries if is_stale(one)}
    by_key = {one.key: one for one in last.segments if one.key in keys}
    if last.known.keys() - known.keys() or not keys <= by_key.keys() or keys & previous:
        return None
    for key in keys:
        old = entries[places[key]]
        if not known.get(key) or is_stale(old) or (held and not old.msgstr):
            return None
        alone = replace(last.after, entries=(old,))
        entries[places[key]] = merge.merge(alone, [by_key[key]], {key: known[key]}, drafts)[0].entries[0]
    return replace(last, after=replace(last.after, entries=tuple(entries)), known=known, drafts=drafts)
