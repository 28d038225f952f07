"""The events of one key, as what they amount to. A function of their set.

A text (`draft`, `text`) or an approval replaces the text of the event that its `was` names. A `propose` or
`hold` replaces nothing: it is pending until somebody else approves it, or somebody rejects it. Whoever wrote,
proposed or approved a text stands behind its digest. Whoever rejects an own text or approval takes it back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from openletter.model import Event, Key, Kind
from openletter.states.tree import Tree

ALONE = "alone"
"""The origin of an approval by a publisher without a second person: it never makes `reviewed`."""

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\u180b-\u180d\U000e0100-\U000e01ef]"
)
"""Accents and vowel signs, which a name has or lacks as people type; not the vowels of Indian scripts."""
_ALIKE = str.maketrans(
    "авекмнорстухіјѕһԁԛԝғαβεζηικμνορτυχհոսօıɑɡ",
    "abekmhopctyxijshdqwfabezhikmvoptyxhnuoiag",
)
"""Letters of other alphabets that look like Latin ones, small or capital."""

_ASIDE = (Kind.PROPOSE, Kind.HOLD)


@dataclass(frozen=True, slots=True)
class History:
    """What the events of one key amount to."""

    current: Event | None = None
    """The event whose text holds; None where there are only proposals."""
    known: frozenset[str] = frozenset()
    """Every text that the journal has for the key."""
    written: frozenset[str] = frozenset()
    """Those of them that somebody wrote or brought in, not a machine."""
    pending: tuple[Event, ...] = ()
    """Proposals, held texts, and texts that lost a conflict: each waits for a person."""
    behind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Digest → the people who stand behind it."""
    alone: frozenset[str] = frozenset()
    """Digests that a publisher approved alone."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Id → text of the events whose text holds, or held."""


@lru_cache(maxsize=4096)
def person(by: str) -> str:
    """What two spellings of one person's name have in common: nobody becomes two people by a capital, an
    accent, a hyphen, or a letter of another alphabet that looks the same.

    >>> person("  ANA  Ruiz ") == person("Ana Ruiz") == person("Аna-Ruíz.")
    True
    >>> person("Ана") == person("Иван"), person("Reader 1") == person("Reader 2")
    (False, False)
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", by).casefold())
    bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", folded)))
    letters = "".join(c for c in bare.translate(_ALIKE) if c.isalnum() or unicodedata.category(c)[0] == "M")
    return letters or " ".join(folded.split())


def histories(events: Iterable[Event]) -> dict[Key, History]:
    """The history of each key that the events name."""
    by_key: dict[Key, list[Event]] = {}
    for event in events:
        by_key.setdefault(event.key, []).append(event)
    return {key: history(group) for key, group in by_key.items()}


def history(events: Iterable[Event]) -> History:
    """What events of one key amount to, whatever their order and however often each occurs."""
    by_id = _by_id(events)
    if len(by_id) == 1:
        (only,) = by_id.values()
        if only.kind in (Kind.DRAFT, Kind.TEXT):
            return _single(only)
    rejected = {event.was for event in by_id.values() if event.kind is Kind.REJECT}
    live = {id_: event for id_, event in by_id.items() if event.kind is not Kind.REJECT}
    live = {id_: event for id_, event in live.items() if not _void(event, live)}
    nodes = {id_: event for id_, event in live.items() if event.kind not in _ASIDE}
    back = _taken_back(nodes, by_id)
    nodes = {id_: event for id_, event in nodes.items() if id_ not in back}
    nodes, past = _without_outranked(nodes, by_id)
    tree = Tree(nodes, {id_: _on(event, by_id, nodes, past) for id_, event in nodes.items()}, person)
    current = nodes[tree.chain[-1]] if tree.chain else None
    aside = [event for event in live.values() if event.kind in _ASIDE and event.id not in rejected]
    pending = [event for event in aside if _waits(event, current, by_id, tree)]
    pending += _losers(tree, rejected)
    behind, alone = _behind(live, by_id)
    return History(
        current=current,
        known=frozenset(event.msgstr for event in live.values()),
        written=frozenset(
            event.msgstr
            for event in live.values()
            if event.kind not in (Kind.DRAFT, Kind.APPROVE) and event.id not in back
        ),
        pending=tuple(sorted(pending, key=lambda event: (event.at, event.id))),
        behind=behind,
        alone=alone,
        texts={id_: event.msgstr for id_, event in nodes.items()},
    )


def _by_id(events: Iterable[Event]) -> dict[str, Event]:
    """Each event once. Of two that claim one id, which no journal that can be read has, the lesser."""
    by_id: dict[str, Event] = {}
    for event in events:
        other = by_id.setdefault(event.id, event)
        if other != event:
            by_id[event.id] = min(event, other, key=repr)
    return by_id


def _single(event: Event) -> History:
    """The history of one text alone, which is that of most keys: what `history` gives, without its work."""
    text = frozenset((event.msgstr,))
    if event.kind is Kind.DRAFT:
        return History(event, text, texts={event.id: event.msgstr})
    behind = {event.digest: (event.by,)} if event.by else {}
    return History(event, text, text, behind=behind, texts={event.id: event.msgstr})


def _void(event: Event, live: Mapping[str, Event]) -> bool:
    """Whether an approval approves what nobody put forward, or what only the same person proposed."""
    if event.kind is not Kind.APPROVE:
        return False
    same = [other for other in live.values() if other.msgstr == event.msgstr and other is not event]
    if any(other.kind in (Kind.DRAFT, Kind.TEXT) for other in same):
        return False
    one = person(event.by)
    others = event.origin == ALONE or any(person(other.by) != one for other in same)
    return not (others and any(other.kind in _ASIDE for other in same))


def _taken_back(nodes: Mapping[str, Event], by_id: Mapping[str, Event]) -> set[str]:
    """The texts and approvals that their own author rejected before anybody went on from them: what held
    before holds again. One on which another text or approval hangs stays; only the name behind it goes."""
    rejects = (event for event in by_id.values() if event.kind is Kind.REJECT)
    open_ = {
        event.was
        for event in rejects
        if event.was in nodes and nodes[event.was].by and person(event.by) == person(nodes[event.was].by)
    }
    back: set[str] = set()
    if not open_:
        return back
    parent = {id_: _on(event, by_id, nodes) for id_, event in nodes.items()}
    while True:
        used = {above for id_, above in parent.items() if id_ not in back}
        leaves = open_ - used - back
        if not leaves:
            return back
        back |= leaves


def _without_outranked(
    nodes: dict[str, Event], by_id: Mapping[str, Event]
) -> tuple[dict[str, Event], dict[str, str]]:
    """The accepted texts without machine drafts put forward on somebody's text: a machine replaces nobody's
    words. And for each such draft, what that text itself was put forward on: who went on from the draft did
    not replace the text knowingly, so the two are a conflict."""
    past: dict[str, str] = {}
    while True:
        over = {
            id_: above
            for id_, event in nodes.items()
            if event.kind is Kind.DRAFT
            and (above := _on(event, by_id, nodes, past))
            and nodes[above].kind is not Kind.DRAFT
        }
        if not over:
            return nodes, past
        past |= {id_: nodes[above].was for id_, above in over.items()}
        nodes = {id_: event for id_, event in nodes.items() if id_ not in over}


def _on(
    event: Event,
    by_id: Mapping[str, Event],
    nodes: Mapping[str, Event],
    past: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The id of the accepted text that an event was put forward on; "" for none."""
    at, seen = event.was, {event.id}
    while at and at not in nodes:
        at = past.get(at, by_id[at].was) if at in by_id and at not in seen else ""
        seen.add(at)
    return at if at != event.id else ""


def _waits(event: Event, current: Event | None, by_id: Mapping[str, Event], tree: Tree) -> bool:
    """Whether nobody has decided on a proposal or held text since it was put forward."""
    if current is not None and current.msgstr == event.msgstr:
        return False
    base = _on(event, by_id, tree.nodes)
    return not any(
        node.msgstr == event.msgstr
        and (node.kind is Kind.TEXT or node.origin == ALONE or person(node.by) != person(event.by))
        and not tree.on_way_to(node.id, base)
        for node in tree.nodes.values()
        if node.kind is not Kind.DRAFT
    )


def _losers(tree: Tree, rejected: set[str]) -> list[Event]:
    """The texts of people that lost a conflict, unless the winning side has had the same text since."""
    last = {tree.nodes[node].msgstr: number + 1 for number, node in enumerate(tree.chain)}
    return [
        tree.nodes[node]
        for node, parting in tree.lost()
        if tree.nodes[node].kind is not Kind.DRAFT
        and node not in rejected
        and last.get(tree.nodes[node].msgstr, 0) <= parting
    ]


def _behind(
    live: Mapping[str, Event], by_id: Mapping[str, Event]
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    withdrawn = {
        event.was
        for event in by_id.values()
        if event.kind is Kind.REJECT and event.was in live and person(event.by) == person(live[event.was].by)
    }
    names: dict[str, dict[str, str]] = {}
    alone = set()
    for event in live.values():
        if not event.by or event.kind is Kind.DRAFT or event.id in withdrawn:
            continue
        if event.kind is Kind.APPROVE and event.origin == ALONE:
            alone.add(event.digest)
            continue
        spellings = names.setdefault(event.digest, {})
        one = person(event.by)
        spellings[one] = min(event.by, spellings.get(one, event.by))
    return {digest: tuple(found[one] for one in sorted(found)) for digest, found in names.items()}, frozenset(
        alone
    )
