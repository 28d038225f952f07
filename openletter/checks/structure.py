"""The whole of a text: left in the source's language, too short or too long, doubled words, its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openletter.checks.base import Context, Problem
from openletter.checks.text import LATIN, plain, sentences, source, words
from openletter.model import Segment

_SMALL = frozenset(re.findall(r"\w+", "of the for and in to on against at by a an de la le et with from"))
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        "annex appendix article chapter conclusion conclusions contents dear introduction letter note open"
        " part preamble report section sincerely statement summary",
    )
)
"""Words that no name begins with; in another script they are always translated."""


BOXES = frozenset("☐☒")
"""With which a task of a list begins: to be done, done."""


def box(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A task says whether it is done, as the source does."""
    before, after = (text.lstrip()[:1] for text in (plain(segment.msgid), plain(msgstr)))
    if before != after and not BOXES.isdisjoint((before, after)):
        what = "the box of the task, “{box}”, is not as in the source" if before in BOXES else _NO_TASK
        yield Problem(what, "begin with the box of the source, and a space", {"box": before})


_NO_TASK = "the text begins with the box of a task, and the source does not"


def untranslated(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """The source's own words. Names, symbols and numbers may stay as they are."""
    original, text = source(segment), plain(msgstr)
    if original.casefold().split() == text.casefold().split() and not _may_stay(original, segment, context):
        yield Problem(
            "the translation is the same as the source",
            "translate it; if it is a name that stays, another person can confirm it",
        )


def _may_stay(original: str, segment: Segment, context: Context) -> bool:
    found = words(original)
    if any(
        term.source == original and (not term.translate or term.target == original) for term in context.terms
    ):
        return True
    if segment.msgctxt in ("title", "subtitle", "description") and len(found) > 3:
        return False
    if context.lang not in LATIN and any(word.casefold() in _NO_NAMES for word in found):
        return False
    if original.rstrip()[-1:] in ",:;!?" and found:
        return False
    return all(not word.islower() or word in _SMALL for word in found)


_USUAL = {"fr": 1.2, "es": 1.15, "ru": 1.08, "ar": 0.88, "zh": 0.31, "en": 1.0}
"""Characters of a translation per character of English, over the Declaration and the letter."""


def length(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Cut to a fraction, or blown up: measured in characters, for texts long enough to measure."""
    usual = _USUAL.get(context.lang)
    before, after = len(source(segment)), len(plain(msgstr).strip())
    if context.source_lang != "en" or not usual or before < 12 or far_too_long(segment, msgstr, context):
        return
    ratio = after / before / usual
    low, high = (
        (0.5, 1.9)
        if before >= 150
        else (0.4, 2.3)
        if before >= 60
        else (0.42, 4.0)
        if before >= 30
        else (0.22, 4.0)
    )
    if ratio > high:  # a name may stand in both languages
        kept = set(words(source(segment)))
        ratio -= sum(len(word) + 1 for word in words(plain(msgstr)) if word in kept) / before / usual
    if ratio < low:
        yield Problem(
            "the translation is much shorter than the source: {share} per cent of what is usual",
            "see whether a part was left out",
            {"share": str(round(100 * ratio))},
        )
    elif ratio > high:
        yield Problem(
            "the translation is much longer than the source: {share} per cent of what is usual",
            "see whether something was added",
            {"share": str(round(100 * ratio))},
        )


def far_too_long(segment: Segment, msgstr: str, context: Context) -> bool:
    """Whether a text is more than twenty times as long as is usual, and no short one."""
    return len(msgstr) > 2000 and len(msgstr) > 20 * len(segment.msgid) * usual(context.lang)


def too_long(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A text that no source of this length has, whatever the language."""
    if far_too_long(segment, msgstr, context):
        yield Problem(
            "the translation is more than twenty times as long as is usual",
            "translate what the source says, and add nothing",
        )


_DOUBLED = re.compile(r"(?<![\w’'-])(\w{2,40}) \1(?![\w’'-])", re.IGNORECASE)
_MAY_DOUBLE = frozenset(
    (
        "nous",
        "vous",
        "elle",
        "elles",
        "lui",
        "très",
        "bien",
        "muy",
        "tan",
        "да",
        "очень",
        "еле",
        "чуть",
        "едва",
    )
)


def repeated(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """The same word twice in a row, as a slip of the pen leaves it."""
    text = plain(msgstr)
    found = re.search(r"的的|了了|是是|在在|和和", text) if context.lang == "zh" else None
    for match in [found] if found else _DOUBLED.finditer(text):
        word = match[0] if found else match[1]
        if word.casefold() not in _MAY_DOUBLE and not word.isdigit() and match[0] not in source(segment):
            yield Problem("“{word}” stands twice in a row", "delete one of the two", {"word": word})
            return


_ENDS = {
    ".": ".",
    "。": ".",
    "…": "…",
    ":": ":",
    "：": ":",
    "?": "?",
    "？": "?",
    "؟": "?",
    "!": "!",
    "！": "!",
}
_CLOSING = '»”’")）]］』」 \u00a0\u202f'


def ending(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A text of a sentence or more ends as its source does: with a full stop, a colon, a question."""
    original, text = source(segment), plain(msgstr)
    if len(words(original)) < 6 or segment.msgctxt:
        return
    ours, theirs = (_ENDS.get(t.rstrip(_CLOSING)[-1:], "") for t in (original, text))
    if ours != theirs and not _closed_inside(original, text):
        yield Problem(
            "the source ends with “{source}”, the translation with “{translation}”",
            "see whether the end is complete, and nothing was added",
            {"source": original.rstrip()[-1:], "translation": text.rstrip()[-1:]},
        )


def _closed_inside(original: str, text: str) -> bool:
    """Whether both end with a closing mark inside or outside of which the full stop may stand."""
    return all(t.rstrip()[-2:-1] in _CLOSING or t.rstrip()[-1:] in _CLOSING for t in (original, text))


def trailing(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Text after a footnote's tag that ends the source, and sentences more than the source has."""
    last = re.search(r"<note\d+/>[^\w]*$", segment.msgid)
    if last:
        name = re.match(r"<note\d+/>", last[0])
        rest = msgstr.rpartition(name[0])[2] if name and name[0] in msgstr else ""
        if (
            len(plain(rest)) > 12
            and len(sentences(plain(rest)))
            and re.match(r"[.。!?؟！？]?\s*[^\W\d_]", rest)
        ):
            yield Problem(
                "there is text after {tag}, which ends the source: “{text}”",
                "put the footnote's tag at the end of the sentence it belongs to, and add nothing",
                {"tag": name[0] if name else "", "text": plain(rest).strip()},
            )
            return
    yield from _more_sentences(source(segment), plain(msgstr), context.lang)
    yield from _bracket_at_end(source(segment), plain(msgstr))


def _more_sentences(original: str, text: str, lang: str) -> Iterator[Problem]:
    """Sentences more than the source has, where the others say as much as it does, or all is long."""
    parts = [part for part in sentences(text) if words(part) and not words(part)[0][0].islower()]
    more = len(parts) - len(sentences(original))
    usual = _USUAL.get(lang, 1.0) * len(original)
    much = 1.05 if lang in ("fr", "es", "ru") else 1.5
    if more <= 0 or len(original) < 30:
        return
    if len(text) > much * usual or len(" ".join(parts[:-more])) > 0.72 * usual:
        yield Problem(
            "the translation has more sentences than the source, and is longer than usual: “{text}”",
            "see whether something was added",
            {"text": parts[-1]},
        )


_AT_END = re.compile(r"[(（]([^()（）]{3,})[)）][.。!?]?\s*$")


def _bracket_at_end(original: str, text: str) -> Iterator[Problem]:
    """A remark in brackets after the end. A name's own form and an abbreviation may stand so."""
    found = _AT_END.search(text)
    if not found or re.search(r"[()（）,;:—–]", original) or found[1].isupper() or found[1] in original:
        return
    if any(word.islower() and word not in _SMALL for word in words(original)):
        yield Problem(
            "there is a remark in brackets at the end, which the source does not have: “{text}”",
            "see whether something was added",
            {"text": found[1]},
        )


def space(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Spaces at the beginning or end, or several in a row, where the source has none."""
    if (msgstr != msgstr.strip() and segment.msgid == segment.msgid.strip()) or (
        re.search(r"[ \t\u00a0\u202f\u3000]{2,}", msgstr) and not re.search(r"[ \t]{2,}", segment.msgid)
    ):
        yield Problem("there are spaces at an end of the translation, or several in a row", "delete them")


def usual(lang: str) -> float:
    """Characters of a translation per character of English, as usual."""
    return _USUAL.get(lang, 1.0)
