"""How a message gets through an engine with all its tags: one dialogue per message. Pure.

The words come from translating each sentence without tags, so that tags cost no quality. Where each tag
belongs is then asked in ways that need no look inside the model, the surer first: the place follows from
the sentence's form; a second translation with codes around the words, carried over to the first; the
tagged words translated alone, where these occur. What cannot be placed so keeps the words of the tagged
translation, and at last is translated in pieces around the tags. A tag is never lost, doubled or guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from openletter import markup
from openletter.checks import Context
from openletter.tokens import carry, codes, figures, place
from openletter.tokens.dialogue import CannotKeep, Dialogue, together
from openletter.tokens.flat import OBJECT, Mark, Sentence
from openletter.tokens.message import cut, paste

Places = dict[int, place.Ends]
PLAIN = figures.Writing()


@dataclass(frozen=True, slots=True)
class Aim:
    """What a translation is to be like: its languages, how it writes figures, names never translated."""

    context: Context
    writing: figures.Writing = PLAIN
    names: re.Pattern[str] | None = None

    @property
    def lang(self) -> str:
        return self.context.lang

    @property
    def source_lang(self) -> str:
        return self.context.source_lang


def message(msgid: str, aim: Aim) -> Dialogue[str]:
    """A whole message, with its tags. Raises CannotKeep."""
    parts = cut(msgid, aim.source_lang, aim.names)
    if not any(one.has_words for one in parts.sentences):
        return msgid
    texts = yield from together([sentence(one, aim) for one in parts.sentences])
    return paste(parts, texts, aim.lang)


def sentence(one: Sentence, aim: Aim) -> Dialogue[str]:
    """One sentence, with its tags. Raises CannotKeep where a number or date cannot be kept."""
    if not one.has_words:
        return place.as_is(one)
    why = ""
    for candidate in (one, figures.as_objects(one, aim.source_lang, aim.writing)):
        if candidate is None:
            continue
        text = yield from _words(candidate)
        if text is None:
            continue
        if wrong := _wrong(one, candidate, text, aim):
            why = why or wrong
            continue
        written = yield from _with_marks(candidate, text, aim)
        if written is not None:
            return written
        break
    return (yield from _pieces(one, aim, why))


def _spelt(one: Sentence, text: str) -> str:
    """A translation with its objects written out, those that are tags apart."""
    return OBJECT.sub(lambda found: _literal(one.objects.get(found[0], "")) or found[0], text)


def _literal(written: str) -> str:
    """What an object that is no tag says."""
    return "" if markup.tag_names(written) else markup.plain(written)


def _wrong(one: Sentence, candidate: Sentence, text: str, aim: Aim) -> str:
    """What is wrong with the figures in a translation of `candidate`, which is `one` or made of it."""
    return figures.wrong(_spelt(one, one.text), _spelt(candidate, text), aim.context)


def _words(one: Sentence) -> Dialogue[str | None]:
    """The sentence without its marks, translated, with each object once; None if the engine loses some."""
    if not one.objects:
        (answer,) = yield [one.text]
        return _given(answer)
    for styles in codes.usable(one):
        coded = codes.encode(one, (), styles)
        (answer,) = yield [coded.text]
        decoded = codes.decode(answer, coded)
        if decoded:
            return _given(decoded[0])
    if not all(re.search(r"[^\W\d_]", _literal(written)) for written in one.objects.values()):
        return None
    (answer,) = yield [_spelt(one, one.text)]
    for character, written in one.objects.items():
        if answer.count(written) != one.text.count(character):
            return None
        answer = answer.replace(written, character)
    return _given(answer)


def _given(answer: str) -> str:
    if not answer.strip():
        raise CannotKeep("the engine gave no text")
    return answer.strip()


def _with_marks(one: Sentence, text: str, aim: Aim) -> Dialogue[str | None]:
    """The translation with the sentence's marks; None where they cannot be placed."""
    places = place.certain(one, text)
    open_ = [number for number in range(len(one.marks)) if number not in places]
    if not open_:
        return _written(one, text, places)
    places.update((yield from _second_opinions(one, text, open_)))
    written = _written(one, text, places)
    if written is not None:
        return written
    for styles in codes.usable(one):
        coded = codes.encode(one, range(len(one.marks)), styles)
        (answer,) = yield [coded.text]
        decoded = codes.decode(answer, coded)
        if decoded and not _wrong(one, one, decoded[0], aim):
            tagged, found = decoded
            written = _written(one, tagged, {**found, **place.certain(one, tagged)})
            if written is not None:
                return written
    return None


def _written(one: Sentence, text: str, places: Places) -> str | None:
    """The sentence with its marks at these places, if all are known and none cuts across another."""
    if len(places) < len(one.marks):
        return None
    ends = []
    for number, mark in enumerate(one.marks):
        start, end = places[number]
        start, end = (start if mark.open else 0), (end if mark.close or mark.is_point else len(text))
        if not mark.is_point and start >= end:
            return None
        ends.append(_beside_punctuation(one, mark, text, start) if mark.is_point else (start, end))
    return place.write(text, one.objects, one.marks, ends)


def _beside_punctuation(one: Sentence, mark: Mark, text: str, at: int) -> place.Ends:
    """A point, moved behind the comma or the like that it follows in the source too."""
    if re.search(r"[,;:،؛，；：.!?”’\"»)]$", one.text[: mark.start]):
        match = re.compile(r"\s?[,;:،؛，；：.!?”’\"»)]+").match(text, at)
        at = match.end() if match else at
    return at, at


def _second_opinions(one: Sentence, text: str, wanted: Sequence[int]) -> Dialogue[Places]:
    """Places for marks, from translations with codes and of the tagged words alone.

    Where two disagree a third is asked, and the majority counts.
    """
    votes: dict[int, list[place.Ends]] = {number: [] for number in wanted}
    alone = [number for number in wanted if _is_plain(one, number)]
    for pair in codes.usable(one):
        asked = [number for number, found in votes.items() if not found or len(set(found)) > 1]
        if not asked:
            break
        coded = {number: codes.encode(one, [number], pair) for number in asked}
        texts = [one.text[one.marks[n].start : one.marks[n].end] for n in alone]
        answers = yield [*(coded[number].text for number in asked), *texts]
        for number, answer in zip(asked, answers, strict=False):
            decoded = codes.decode(answer, coded[number])
            if decoded:
                votes[number] += list(carry.project(*decoded, one, text).values())
        for number, answer in zip(alone, answers[len(asked) :], strict=True):
            votes[number] += carry.found(answer, text)
        alone = []
    return {number: _chosen(found) for number, found in votes.items() if found}


def _is_plain(one: Sentence, number: int) -> bool:
    """Whether a mark is a range of nothing but words."""
    mark = one.marks[number]
    return not mark.is_point and not OBJECT.search(one.text, mark.start, mark.end)


def _chosen(votes: Sequence[place.Ends]) -> place.Ends:
    """What most say, and among equals the first."""
    return max(votes, key=lambda one: (votes.count(one), -votes.index(one)))


def _pieces(one: Sentence, aim: Aim, why: str) -> Dialogue[str]:
    """The sentence translated in pieces around its marks and objects. Raises CannotKeep."""
    if not (one.marks or one.objects):
        raise CannotKeep(why or "the engine gave no text")
    edges = {edge for mark in one.marks for edge in (mark.start, mark.end)}
    edges |= {edge for found in OBJECT.finditer(one.text) for edge in found.span()}
    bounds = sorted({0, len(one.text), *edges})
    spans = list(pairwise(bounds))
    texts = yield from together([_piece(one, *span) for span in spans])
    new = [0]
    for text in texts:
        new.append(new[-1] + len(text))
    moved = dict(zip(bounds, new, strict=True))
    whole = "".join(texts)
    if wrong := _wrong(one, one, whole, aim):
        raise CannotKeep(why or wrong)
    written = place.write(whole, one.objects, one.marks, [(moved[m.start], moved[m.end]) for m in one.marks])
    if written is None:
        raise CannotKeep("the tags cannot be kept at their words")
    return written


def _piece(one: Sentence, start: int, end: int) -> Dialogue[str]:
    """A piece without marks or objects, with the space around it."""
    text = one.text[start:end]
    bare = text.strip()
    if OBJECT.fullmatch(bare) or not Sentence(bare).has_words:
        return text
    words = yield from _words(Sentence(bare))
    before = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :]
    return before + (words or "") + after
