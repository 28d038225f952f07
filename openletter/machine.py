"""Messages through an engine, many at once, with their tags.

The dialogues of `openletter.tokens` run side by side: each round of all of them is one call of the engine,
which sorts and batches it. Messages come and go in portions, so that memory does not grow with their number
and what is done can be kept when somebody presses Ctrl-C.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from openletter import conventions, termbase, tokens
from openletter.checks import Context
from openletter.engines.base import Engine, Said

Item = TypeVar("Item")

FIRST, MOST = 64, 512
"""Messages in the first portion, and in the largest."""
PAUSE = 10.0
"""Seconds that a portion may take: portions grow and shrink towards that."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[Item]):
    """What became of one message: its text, or why there is none."""

    item: Item
    text: str
    why: str = ""
    confidence: float | None = None
    """That of the engine in the sentence of which it was least sure; None where it does not tell."""


def translate(
    items: Iterable[Item],
    message: Callable[[Item], str],
    engine: Engine,
    aim: tokens.Aim,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[list[Answer[Item]]]:
    """Portion by portion, what an engine makes of messages; `message` gives an item's msgid."""
    waiting = iter(items)
    size = FIRST
    while some := list(islice(waiting, size)):
        began = clock()
        dialogues = [_attempt(message(item), aim) for item in some]
        answers = tokens.run(
            tokens.together(dialogues),
            lambda texts: list(engine.translate(texts, aim.source_lang, aim.lang)),
        )
        yield [Answer(item, *answer) for item, answer in zip(some, answers, strict=True)]
        took = max(clock() - began, 0.001)
        size = int(min(MOST, max(FIRST // 4, min(2 * size, size * PAUSE / took))))


SHARE = 0.1
"""Of the time, what storing may take before the end."""


def stored(
    portions: Iterable[list[Answer[Item]]],
    store: Callable[[list[Answer[Item]]], None],
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[int]:
    """Has portions stored, and tells after each how many messages are done.

    Storing writes a whole catalog, which for a long letter takes longer than translating a portion: several
    are stored together, so that it takes no more than SHARE of the time. What is not yet stored is stored at
    the end, also when somebody presses Ctrl-C.
    """
    waiting: list[Answer[Item]] = []
    done, took, since = 0, 0.0, clock()
    try:
        for portion in portions:
            waiting += portion
            done += len(portion)
            began = clock()
            if took <= SHARE * (began - since):
                some, waiting = waiting, []
                store(some)
                since = clock()
                took = since - began
            yield done
    finally:
        if waiting:
            store(waiting)


def _attempt(msgid: str, aim: tokens.Aim) -> Generator[list[str], list[Said], tuple[str, str, float | None]]:
    """(text, why there is none, confidence) of one message.

    The confidence is that of the first round, which asks for the words of each sentence: later ones ask for
    the places of tags, and again where something was lost.
    """
    dialogue = tokens.message(msgid, aim)
    sent: list[str] | None = None
    least: float | None = None
    try:
        while True:
            said = yield (next(dialogue) if sent is None else dialogue.send(sent))
            least = _least(said) if sent is None else least
            sent = [tokens.tidy(one.text, aim.lang) for one in said]
    except StopIteration as stop:
        return stop.value, "", least
    except tokens.CannotKeep as error:
        return "", str(error), None


def _least(said: Sequence[Said]) -> float | None:
    return min((one.confidence for one in said if one.confidence is not None), default=None)


def aim(project: Path, source: str, target: str) -> tokens.Aim:
    """What a translation into `target` must keep in this project, and how that language writes figures."""
    told = conventions.load(target)
    writing = tokens.Writing(
        lambda number: conventions.number(told, number), lambda iso: conventions.long_date(told, iso)
    )
    return tokens.Aim(Context(target, source), writing, names(project, source, target))


def names(project: Path, source: str, target: str = "") -> re.Pattern[str] | None:
    """The names that the project's termbase says are not translated.

    Those of which `translate` is `no`, and those of several words, the first with a capital letter, that are
    the same in `target`.
    """
    rows: Iterable[Mapping[str, str]] = termbase.table(
        project / termbase.FOLDER / "terms.tsv", f"{termbase.FOLDER}/terms.tsv"
    )
    found = {row[source] for row in rows if row.get(source) and _stays(row, source, target)}
    words = "|".join(re.escape(name) for name in sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)") if words else None


def _stays(row: Mapping[str, str], source: str, target: str) -> bool:
    if row.get("translate") == "no":
        return True
    name = row[source]  # “France” alone needs its article from the engine; “Freedom House” does not
    return bool(target) and row.get(target) == name and name[0].isupper() and " " in name
