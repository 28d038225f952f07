"""Negation lost or added. Never proof: languages deny in different places. So it is a hold for a person.

Denials are counted, not understood. Two words of one denial (ne … pas, никто не, no … nadie) count once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from openletter.checks.base import Context, Problem
from openletter.checks.negation_english import (
    ENGLISH_CORE,
    ENGLISH_EXCEPT,
    ENGLISH_NOR,
    ENGLISH_ONLY,
    ENGLISH_PREFIX,
    ENGLISH_SECOND,
    ENGLISH_WIDE,
    NEVER,
    Lexicon,
)
from openletter.checks.negation_words import (
    ARABIC_IF,
    ARABIC_ONLY,
    ARABIC_ORPHAN,
    FRENCH_ALONE,
    FRENCH_CAN,
    FRENCH_NE,
    FRENCH_PARTNER,
    LEXICONS,
    RUSSIAN_ORPHAN,
    SAYS_ONLY,
)
from openletter.checks.text import plain, sentences, source
from openletter.model import Segment

CLAUSE = re.compile(r"[,;:،؛，；：—–()]|\bque\b|\bqu[’']")
_VOWELS = re.compile("[\u064b-\u0652\u0670\u0640]")
_NI = re.compile(r"\bni\b.*\bni\b", re.IGNORECASE)
_NEVER_FIRST = re.compile(r"\bjamais\b(?:(?!\bn[e’'])[^,;.]){1,60}?\b(ne |n[’'])", re.IGNORECASE)
"""“Jamais le Comité n’a dit que”: the “que” after it is none of “ne … que”."""
_MAY_DENY = {
    "fr": re.compile(r"\b(?:n[eo’']|(?:sans|pas|jamais|nullement|aucune?|impossib\w+)\b)", re.IGNORECASE),
    "es": re.compile(r"\b(?:n[oaui]|sin|tampoco|jamás|imposib)", re.IGNORECASE),
}
"""A quick look whether there is anything to count."""


@lru_cache(maxsize=512)
def denials(sentence: str, lang: str) -> int:
    """The plain denials in one sentence.

    >>> denials("Nul ne peut dire qu’il n’a rien vu.", "fr"), denials("No lo sabe nadie.", "es")
    (2, 1)
    """
    lexicon = LEXICONS[lang]
    if lang == "fr":
        sentence = _NEVER_FIRST.sub(r"\1pas ", sentence)
    if not _MAY_DENY.get(lang, lexicon.strong).search(sentence) and not lexicon.concord.search(sentence):
        return 0
    rest = lexicon.idioms.sub(" ", sentence)
    found = len(lexicon.strong.findall(rest)) + _concord(rest, lexicon)
    if lang == "fr":
        return found + _french(lexicon.strong.sub(" ", rest))
    if lang == "es" and not found and _NI.search(rest):
        return 1
    return found


def possible(sentence: str, lang: str) -> int:
    """The words that may stand for a denial, or be rendered by one."""
    lexicon = LEXICONS[lang]
    if lang == "ru" and RUSSIAN_ORPHAN.search(sentence) and not lexicon.strong.search(sentence):
        return 0
    rest = sentence if lang == "en" else lexicon.strong.sub(" ", lexicon.idioms.sub(" ", sentence))
    return len(lexicon.weak.findall(rest))


def _concord(text: str, lexicon: Lexicon) -> int:
    """How many clauses deny by a word of concord, with no plain denial before it."""
    if lexicon.concord is NEVER:
        return 0
    total = 0
    for clause in CLAUSE.split(text):
        word = lexicon.concord.search(clause)
        if word:
            if len(clause.split()) <= 3 and word[0].split()[-1].casefold().startswith("ning"):
                continue  # “en ningún caso” alone between commas
            denied = lexicon.strong.search(clause)
            total += not denied or denied.start() > word.end()
    return total


def _french(text: str) -> int:
    """“ne” counts where something completes it, or where it needs nothing; “pas” alone counts once.

    Clause by clause; an “aucun” in one clause and a “ne peut” in another are one denial.
    """
    complete = alone = able = 0
    for clause in CLAUSE.split(text):
        ne, partners = len(FRENCH_NE.findall(clause)), len(FRENCH_PARTNER.findall(clause))
        complete += min(ne, partners)
        if ne > partners:
            able += min(ne - partners, len(FRENCH_CAN.findall(clause)))
        elif not ne:
            alone += bool(FRENCH_ALONE.search(clause))
    return complete + max(alone, able)


def negation(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """As many denials in the translation as in the source, sentence by sentence where these can be paired."""
    if context.source_lang != "en" or context.lang not in LEXICONS:
        return
    text = _VOWELS.sub("", plain(msgstr)) if context.lang == "ar" else plain(msgstr)
    before, after = sentences(source(segment)), sentences(text)
    if len(before) != len(after):
        before, after = [source(segment)], [text]
    for one, other in zip(before, after, strict=True):
        what = _compared(one, other, context.lang)
        if what:
            yield Problem(what, _HINT, {"source": one, "translation": other})
            return


def _compared(one: str, other: str, lang: str) -> str:
    """What differs between a sentence and its translation; "" where they may well agree."""
    expected, found = denials(one, "en"), denials(other, lang)
    if lang == "ar" and (_half(one, other, bool(expected)) or _only_if(one, other, expected, found)):
        return _LOST
    if lang == "ar" and expected and _UNTIL.search(one):
        found += len(ARABIC_ONLY.findall(other))  # “not until” as “not but”
    lost = expected + (_nor(one, other, lang) if expected else 0) - found
    if lost > 0 and lost > max(0, possible(other, lang) - possible(one, "en")):
        return _LOST
    core = len((ENGLISH_CORE if expected else ENGLISH_PREFIX).findall(one))
    if core and expected + core > found + possible(other, lang) + _in_other_words(other, lang):
        return _LOST
    if found and not expected and _ONLY.search(one) and not SAYS_ONLY[lang].search(other):
        return _ADDED  # “only the State may”, as “the State may not”
    if found > expected and found > expected + max(0, possible(one, "en") - possible(other, lang)) + len(
        ENGLISH_WIDE.findall(one)
    ):
        return _ADDED
    return ""


def _half(one: str, other: str, denies: bool) -> bool:
    """Whether an Arabic “only” lacks its first half, the denial."""
    rest = LEXICONS["ar"].idioms.sub(" ", other)
    orphan = ARABIC_ORPHAN.search(rest)
    exception = ENGLISH_EXCEPT.search(one)
    only = denies if exception else ENGLISH_ONLY.search(one)  # “all but two” has a half of its own
    if not orphan or not only or "هل" in other:
        return False
    before = rest[: orphan.start()]
    return not (LEXICONS["ar"].strong.search(before) or LEXICONS["ar"].weak.search(before))


def _only_if(one: str, other: str, expected: int, found: int) -> bool:
    """Whether an Arabic “only if” takes the denial that another one of the source would need."""
    halves = len(ARABIC_IF.findall(LEXICONS["ar"].idioms.sub(" ", other))) if expected else 0
    taken = min(halves, len(_ONLY.findall(one)))
    spare = max(0, possible(other, "ar") - halves - possible(one, "en"))
    return bool(taken) and expected + taken > found + spare


def _in_other_words(text: str, lang: str) -> int:
    """The words that may render a prefix of English, and deny nothing."""
    lexicon = LEXICONS[lang]
    return len(lexicon.idioms.findall(text)) + len(lexicon.instead.findall(text))


_ONLY = re.compile(r"\bonly\b", re.IGNORECASE)
_UNTIL = re.compile(r"\buntil\b", re.IGNORECASE)
_AS_LONG_AS = {"ar": re.compile("ما لم"), "fr": re.compile(r"\btant qu", re.IGNORECASE)}
"""What turns “not … until it is” into “not … as long as it is not”, with one denial more."""
_NEITHER = re.compile(r"\bneither\b.*\bnor\b", re.IGNORECASE)
_ONE_DENIAL_FOR_BOTH = {
    "ar": re.compile("ولا|أو|أي من|كلا"),
    "ru": re.compile(r"\bни", re.IGNORECASE),
    "zh": re.compile("^(?!.*既)"),
}
"""What shows that “neither … nor” is one denial in a translation; without it, there are two (既不…也不)."""


def _nor(one: str, other: str, lang: str) -> int:
    """How many denials more the “nor” or “until” of an English sentence makes in another language."""
    if lang in _AS_LONG_AS and _UNTIL.search(one) and _AS_LONG_AS[lang].search(other):
        return 1
    if lang in _ONE_DENIAL_FOR_BOTH and _NEITHER.search(one):
        return int(not _ONE_DENIAL_FOR_BOTH[lang].search(other))
    if lang == "zh":
        return len(ENGLISH_SECOND.findall(one))
    return len(ENGLISH_NOR.findall(one)) if lang in ("ar", "ru") else 0


_LOST = "the source denies something that the translation may not deny: “{source}”"
_ADDED = "the translation may deny something that the source does not deny: “{translation}”"
_HINT = "read both again; if the sense is the same, another person can confirm the translation"
