"""`openletter review status`: how far each translation is, and what waits for whom."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openletter import segment, source
from openletter.cli import base
from openletter.cli.review import telling
from openletter.errors import SourceError
from openletter.model import Key, Segment, Standing, State
from openletter.review import fallen
from openletter.review.intake import shown
from openletter.review.status import Status, Unfit, status, worst_first
from openletter.review.words import Words
from openletter.signals import Signal, Suspect
from openletter.store import Store

MOST = 20
"""Suspect drafts that are told of one letter in one language; a file or the page for a reviewer has all."""


def arguments(command: argparse.ArgumentParser) -> None:
    base.letters(command)
    base.languages(command)


def run(call: base.Call) -> int:
    say = telling.words()
    store = Store(call.project, call.settings.people)
    found: list[Status] = []
    failed: list[SourceError] = []
    for letter in source.letters(call.project, call.arguments.letters):
        try:
            found += _of_letter(call, store, letter)
        except SourceError as error:
            failed.append(error)
    for one_failed in failed:
        telling.error(one_failed, call, say)
    if found:
        call.print("\n".join(_lines(worst_first(found), say)))
    whole: dict[str, dict[str, dict[str, int]]] = {}
    unfit: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for one in found:
        whole.setdefault(one.letter, {})[one.lang] = one.json()
        unfit.setdefault(one.letter, {})[one.lang] = [_json(each, say) for each in one.unfit]
    call.print_json({"letters": whole, "unprinted": unfit})
    return 1 if failed else 0


def _json(one: Unfit, say: Words) -> dict[str, Any]:
    """Named as in the answer of `submit`."""
    found = one.finding
    return {
        "number": one.number,
        "line": found.where.line,
        "code": found.code,
        "msgid": one.segment.msgid,
        "what": say.say(found.what),
    }


def _of_letter(call: base.Call, store: Store, letter: str) -> Iterator[Status]:
    document = source.read(call.project, letter)
    segments = segment.segments(document)
    for lang in call.arguments.lang or call.settings.languages:
        if lang == document.lang:
            continue
        standings = store.standings(letter, lang, segments)
        suspects = _suspects(call, document.lang, lang, segments, standings)
        fell = fallen.of(store, letter, lang, segments)
        yield status(letter, lang, segments, standings, fell, suspects)


def _suspects(
    call: base.Call, origin: str, lang: str, segments: Sequence[Segment], standings: Mapping[Key, Standing]
) -> list[Suspect]:
    """The drafts to look at first; only for languages that were asked for, since each text is read."""
    if lang not in call.arguments.lang:
        return []
    from openletter import signals, termbase
    from openletter.checks import Context

    context = Context(lang, origin, tuple(termbase.terms(call.project, lang, origin)))
    return signals.worst_first(segments, standings, context)


def _lines(found: list[Status], say: Words) -> Iterator[str]:
    from openletter.report import table

    head = ["", *(say.say(state.label) for state in State), say.say("held")]
    rows = [
        [f"{one.letter} {one.lang}", *(str(one.counts[state]) for state in State), str(one.held)]
        for one in found
    ]
    yield from table([head, *rows])
    for one in found:
        lines = [
            *_fell(one, say),
            *_unfit(one, say),
            *_waits(one, say),
            *_suspect(one, say),
            *_people(one, say),
        ]
        if lines:
            yield ""
            yield f"{one.letter} {one.lang}"
            yield from lines


def _fell(one: Status, say: Words) -> Iterator[str]:
    for fell in one.fell:
        passage = telling.passage(fell.segment.msgid, 50)
        yield f"  {say.say('was reviewed, and is so no more')}: {fell.number}. {passage}: {say.say(fell.why)}"


def _unfit(one: Status, say: Words) -> Iterator[str]:
    for unfit in one.unfit:
        found = unfit.finding
        passage = telling.passage(unfit.segment.msgid, 50)
        told = f"{shown(say.say(found.what))} [{found.code}] ({found.where})"
        yield f"  {say.say('is not printed')}: {unfit.number}. {passage}: {told}"


def _waits(one: Status, say: Words) -> Iterator[str]:
    for waiting in one.waiting:
        passage = telling.passage(waiting.segment.msgid, 50)
        who = _not(waiting.event.by, say)
        why = f" ({shown(waiting.event.why)})" if waiting.event.why else ""
        what = f"{say.say(waiting.what)}{why}, {waiting.event.id[:8]}"
        yield f"  {who}: {waiting.number}. {passage}: {what}"
    for people, count in sorted(one.second.items(), key=lambda item: (-item[1], item[0])):
        yield f"  {_not(', '.join(people), say)}: {say.say('texts to be read a second time')}: {count}"
    for state, what in _WORK.items():
        if one.work.get(state):
            yield f"  {_not('', say)}: {say.say(what)}: {one.work[state]}"


def _suspect(one: Status, say: Words) -> Iterator[str]:
    """Drafts in which something is suspect, the worst first."""
    if one.suspects:
        yield f"  {say.say('drafts to look at first, the worst first')}: {len(one.suspects)}"
    for found in one.suspects[:MOST]:
        told = "; ".join(_signal(signal, say) for signal in found.signals)
        yield f"    {found.number}. {telling.passage(found.segment.msgid, 50)}: {told}"
    if len(one.suspects) > MOST:
        yield f"    … +{len(one.suspects) - MOST}"


def _signal(signal: Signal, say: Words) -> str:
    return say.say(signal.what).format(**{name: shown(value) for name, value in signal.values.items()})


_WORK = {
    State.DRAFT: "drafts to be read and corrected",
    State.STALE: "texts to be brought up to a changed source",
    State.MISSING: "texts to be translated",
}


def _not(by: str, say: Words) -> str:
    """For whom something waits."""
    if not by:
        return say.say("waits for anybody")
    return f"{say.say('waits for anybody but')} {shown(by)}"


def _people(one: Status, say: Words) -> Iterator[str]:
    if one.people:
        names = sorted(one.people.items(), key=lambda item: (-item[1], item[0]))
        told = ", ".join(f"{shown(name)} {count}" for name, count in names)
        yield f"  {say.say('stand behind texts')}: {told}"
