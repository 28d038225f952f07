"""A message as sentences without tags, and translated sentences as a message with them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from openletter import markup, sentences
from openletter.tokens.flat import OBJECT, Flat, Mark, Sentence, parse


@dataclass(frozen=True, slots=True)
class Message:
    """A message's sentences, and what stands before, between and after them: one more than sentences."""

    sentences: tuple[Sentence, ...]
    between: tuple[str, ...]


def cut(msgid: str, lang: str, names: re.Pattern[str] | None = None) -> Message:
    """A message of the language `lang` as sentences and what stands between them.

    `names` matches further words that are not to be translated. Law: with every sentence written as it is
    (see `place.write`), `paste` gives the message back.
    """
    flat = Flat(names)
    flat.nodes(parse(msgid))
    spans = list(_spans(flat.text, lang))
    owners = [_owner(flat.text, mark, spans) for mark in flat.marks]
    edges = [0, *(edge for span in spans for edge in span), len(flat.text)]
    tags = iter(flat.breaks)
    between = [
        re.sub("\n", lambda _: next(tags), flat.text[start:end])
        for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
    # a note behind the last line's end belongs to no sentence
    behind = [mark for mark, owner in zip(flat.marks, owners, strict=True) if owner == BEHIND]
    between[-1] += "".join(mark.open + mark.close for mark in behind)
    parts = tuple(_sentence(flat, spans, owners, number) for number in range(len(spans)))
    return Message(parts, tuple(between))


def _spans(text: str, lang: str) -> Iterator[sentences.Span]:
    """The sentences of a text; none goes over a line's end."""
    for line in re.finditer(r"[^\n]+", text):
        for start, end in sentences.split(line[0], lang):
            yield line.start() + start, line.start() + end


BEHIND, WIDE = -1, -2
"""The owners of a point behind all sentences, and of a range, which may go over several."""


def _owner(text: str, mark: Mark, spans: Sequence[sentences.Span]) -> int:
    """The sentence to which a point belongs, or a range of nothing but space; WIDE for other ranges."""
    if any(first < mark.end and mark.start < last for first, last in spans) and not mark.is_point:
        return WIDE
    number = max((n for n, (first, _) in enumerate(spans) if first <= mark.start), default=0)
    if spans and "\n" in text[spans[number][1] : mark.start]:
        return number + 1 if number + 1 < len(spans) else BEHIND
    return number if spans else BEHIND


def _sentence(flat: Flat, spans: Sequence[sentences.Span], owners: Sequence[int], number: int) -> Sentence:
    start, end = spans[number]
    text = flat.text[start:end]
    chosen: dict[int, Mark] = {}
    for at, mark in enumerate(flat.marks):
        clipped = _clipped(mark, spans, number) if owners[at] == WIDE else None
        if owners[at] == number:
            place = min(max(mark.start, start), end) - start
            clipped = replace(mark, start=place, end=place)
        if clipped:
            parent = list(chosen).index(mark.parent) if mark.parent in chosen else -1
            chosen[at] = replace(clipped, parent=parent)
    objects = {character: flat.objects[character] for character in OBJECT.findall(text)}
    return Sentence(text, objects, tuple(chosen.values()))


def _clipped(mark: Mark, spans: Sequence[sentences.Span], number: int) -> Mark | None:
    """The part of a range that lies in a sentence, or None; its tags go to its first and last sentence."""
    start, end = spans[number]
    inside = [n for n, (first, last) in enumerate(spans) if first < mark.end and mark.start < last]
    if number not in inside:
        return None
    return Mark(
        mark.open if number == inside[0] else "",
        mark.close if number == inside[-1] else "",
        max(mark.start, start) - start,
        min(mark.end, end) - start,
    )


def paste(message: Message, texts: Sequence[str], lang: str) -> str:
    """Translated sentences, with their tags, as a message of the language `lang`.

    Between two sentences other languages have a space, and Chinese has nothing.
    """
    result = [message.between[0]]
    for number, text in enumerate(texts, 1):
        gap = message.between[number]
        if number < len(texts) and not gap.strip():
            gap = "" if lang == "zh" else gap or " "
        result += [text, gap]
    return markup.join(piece for text in result for piece in markup.parts(text))
