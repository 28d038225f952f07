"""The merge of a catalog with the segments of its letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from openletter.merge.comments import references, tags
from openletter.merge.nearest import pairs
from openletter.model import Catalog, Entry, Key, Segment
from openletter.states import is_stale

DRAFT = "draft: "
"""How the translator comment begins that tells where a machine's draft came from."""

KEPT = "kept: "
"""How the translator comment begins that keeps words whose entry somebody else's text has taken."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a merge changed. `new`, `stale` and `kept` sum to the segments."""

    new: int
    stale: int
    obsolete: int
    kept: int


@dataclass(frozen=True, slots=True)
class _Words:
    """A translation with what belongs to it, wherever its entry stands."""

    msgstr: str
    fuzzy: bool = False
    comments: tuple[str, ...] = ()


def template(segments: Iterable[Segment], header: Mapping[str, str]) -> Catalog:
    """The template of a letter: every segment, without words."""
    return Catalog(header, tuple(_entry(segment, _Words(""), "") for segment in segments))


def merge(
    catalog: Catalog,
    segments: Sequence[Segment],
    known: Mapping[Key, str] | None = None,
    drafts: Mapping[Key, str] | None = None,
) -> tuple[Catalog, Counts]:
    """The catalog for these segments, and what changed.

    `known` gives the text that holds for each key that the journal knows, "" for none: it goes before the
    catalog's. `drafts` gives the origin of each that is a machine's draft nobody stands behind, for the
    comment. Which old message a stale entry's words belong to is told by its `previous` alone, so that the
    result depends on the texts and the segments, not on the way that led there.
    """
    wanted = {segment.key for segment in segments}
    words, stuck = _gather(catalog.entries, known or {}, wanted)
    in_use = wanted | {entry.previous for key, entry in stuck.items() if entry.previous and key in wanted}
    missing = [key for key in wanted if key not in words and key not in stuck]
    former = pairs(sorted(missing), [key for key in words if key not in in_use])
    lang = catalog.header.get("Language", "")
    blank = {entry.key: entry.comments for entry in catalog.entries if not entry.msgstr}
    active = []
    for segment in segments:
        key = segment.key
        if key in words:
            active.append(_entry(segment, words[key], lang, draft=(drafts or {}).get(key, "")))
        elif key in stuck:
            kept = stuck[key]
            active.append(
                _entry(segment, _Words(kept.msgstr, True, kept.comments), lang, previous=kept.previous)
            )
        elif key in former:
            old = former[key]
            active.append(_entry(segment, replace(words[old], fuzzy=True), lang, previous=old))
        else:
            active.append(_entry(segment, _Words("", comments=blank.get(key, ())), lang))
    gone = words.keys() - wanted - set(former.values())
    obsolete = [_obsolete(key, words[key]) for key in sorted(gone)]
    obsolete += [_without_source(entry) for key, entry in sorted(stuck.items()) if key not in wanted]
    merged = Catalog(catalog.header, (*active, *sorted(obsolete, key=lambda entry: entry.key)), catalog.path)
    return merged, _counts(catalog, merged)


def _gather(
    entries: Iterable[Entry], known: Mapping[Key, str], wanted: Set[Key]
) -> tuple[dict[Key, _Words], dict[Key, Entry]]:
    """The words of each source text, and the stale entries whose words somebody has worked on since.

    The latter stay where they are, by key: under an entry that is fuzzy, with its previous msgid.
    """
    words: dict[Key, _Words] = {}
    stale: dict[Key, list[Entry]] = {}
    stuck: dict[Key, Entry] = {}
    for entry in entries:
        if is_stale(entry) and entry.previous and entry.obsolete and entry.key not in wanted:
            stuck[entry.key] = entry
        elif is_stale(entry) and entry.previous:
            stale.setdefault(entry.previous, []).append(entry)
        elif entry.msgstr:
            words[entry.key] = _Words(entry.msgstr, entry.fuzzy, _by_hand(entry.comments))
    for key, holders in stale.items():
        if key not in words:
            # of several that claim one source, the choice must not hang on where their entries stand
            best = _first(holders, known.get(key, ""))
            words[key] = _Words(best.msgstr, comments=_by_hand(best.comments))
    for key, msgstr in known.items():
        if not msgstr:
            words.pop(key, None)
        elif key not in words or words[key].msgstr != msgstr:
            words[key] = _Words(msgstr)
    for key, holders in stale.items():
        own = words[key].msgstr if key in words else ""
        stuck.update({entry.key: entry for entry in holders if entry.msgstr != own})
    for key in stuck.keys() & words.keys():
        words[key] = _with_kept(words[key], stuck.pop(key).msgstr)
    return words, stuck


def _first(holders: Iterable[Entry], known: str) -> Entry:
    return min(holders, key=lambda entry: (entry.msgstr != known, entry.msgstr, entry.key))


def _with_kept(words: _Words, other: str) -> _Words:
    """The words with others that have no entry of their own left, as a translator comment."""
    comment = KEPT + other.replace("\\", "\\\\").replace("\n", "\\n")
    if other == words.msgstr or comment in words.comments:
        return words
    return replace(words, comments=(*words.comments, comment))


def _by_hand(comments: Iterable[str]) -> tuple[str, ...]:
    return tuple(comment for comment in comments if not comment.startswith(DRAFT))


def _entry(
    segment: Segment, words: _Words, lang: str, *, previous: Key | None = None, draft: str = ""
) -> Entry:
    marks = tags(segment, lang)
    flags = (("fuzzy",) if words.fuzzy else ()) + (("ignore-xml-tags",) if marks else ())
    return Entry(
        msgctxt=segment.msgctxt,
        msgid=segment.msgid,
        msgstr=words.msgstr,
        flags=flags,
        comments=words.comments + ((DRAFT + draft,) if draft else ()),
        extracted=marks,
        references=references(segment),
        previous=previous,
    )


def _obsolete(key: Key, words: _Words) -> Entry:
    flags = ("fuzzy",) if words.fuzzy else ()
    return Entry(*key, words.msgstr, flags=flags, comments=words.comments, obsolete=True)


def _without_source(entry: Entry) -> Entry:
    comments = _by_hand(entry.comments)
    return Entry(
        *entry.key, entry.msgstr, flags=("fuzzy",), comments=comments, previous=entry.previous, obsolete=True
    )


def _counts(before: Catalog, after: Catalog) -> Counts:
    was = {entry.key: entry for entry in before.entries if not entry.obsolete}
    new = stale = kept = 0
    for entry in after.entries:
        old = was.get(entry.key)
        if entry.obsolete:
            continue
        if not entry.msgstr and (old is None or old.msgstr):
            new += 1
        elif is_stale(entry) and not (old and is_stale(old) and old.msgstr == entry.msgstr):
            stale += 1
        else:
            kept += 1
    gone = {entry.key for entry in after.entries if entry.obsolete}
    return Counts(new, stale, len(gone - {entry.key for entry in before.entries if entry.obsolete}), kept)
