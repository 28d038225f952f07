"""Dialogues with an engine: generators that yield texts to translate and are sent the translations. Pure.

Written so, a strategy with retries and second opinions needs no engine, and a caller can run thousands at
once, putting each round's questions into one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

Answer = TypeVar("Answer")
Heard = TypeVar("Heard")

Dialogue = Generator[list[str], list[str], Answer]
"""Yields texts of the source language, is sent as many texts of the target language, returns an answer."""


class CannotKeep(Exception):
    """A text cannot be translated so that it keeps what it must; the message says why, for a person."""


def together(
    dialogues: Sequence[Generator[list[str], list[Heard], Answer]],
) -> Generator[list[str], list[Heard], list[Answer]]:
    """Several dialogues as one, each round asking what all of them ask.

    The first error ends all of them.
    """
    answers: dict[int, Answer] = {}
    asked: dict[int, list[str]] = {}

    def step(number: int, sent: list[Heard] | None) -> None:
        try:
            asked[number] = next(dialogues[number]) if sent is None else dialogues[number].send(sent)
        except StopIteration as stop:
            asked.pop(number, None)
            answers[number] = stop.value

    for number in range(len(dialogues)):
        step(number, None)
    while asked:
        pending = dict(asked)
        got = yield [text for texts in pending.values() for text in texts]
        position = 0
        for number, texts in pending.items():
            step(number, got[position : position + len(texts)])
            position += len(texts)
    return [answers[number] for number in range(len(dialogues))]


def run(
    dialogue: Generator[list[str], list[Heard], Answer], translate: Callable[[list[str]], list[Heard]]
) -> Answer:
    """A dialogue held with a function.

    >>> def twice():
    ...     (first,) = yield ["a"]
    ...     (second,) = yield [first]
    ...     return first + second
    >>> run(twice(), lambda texts: [text + "b" for text in texts])
    'ababb'
    """
    sent: list[Heard] | None = None
    while True:
        try:
            asked = next(dialogue) if sent is None else dialogue.send(sent)
        except StopIteration as stop:
            answer: Answer = stop.value
            return answer
        sent = translate(asked)
