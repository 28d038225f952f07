"""Words in whatever form grammar gives them: terms found in cases and numbers, and with prefixes.

Snowball's stemmers (PyPI `snowballstemmer`, pure Python) cut the endings of English, French, Russian, Spanish
and Arabic. Two ways of comparing:

- `find` is exact: where a term stands, so that a person or an engine is told of it. In English only the
  plural and the genitive count, since Snowball takes “organs” and “organization” for one word.
- `stands` is lenient, to judge whether a translation has a term at all: what Snowball does not see (беженец,
  беженцев; لجنة, لجان) counts when the words are alike but for an ending, or for the vowels of a plural.

Chinese has no endings: a term is looked for as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

LANGUAGES = {"ar": "arabic", "en": "english", "es": "spanish", "fr": "french", "ru": "russian"}
"""The languages that have a stemmer, with its name."""

Span = tuple[int, int]

LONGEST = 60
"""Letters of a word, at most: a longer one is none, but somebody's attempt at a text that takes long."""
BETWEEN = 4
"""Other words, at most, that stand between those of a term: “dialogue avec la RPDC sur les droits”."""

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_PIECE = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)[’'](?=\w)", re.IGNORECASE)
_CONJUNCTION = re.compile(r"^[وف](?=\w{3})")
_ARABIC_ARTICLE = re.compile(r"^(?:[وف]?[بكل]?ال|[وف]?لل)(?=\w{3})")
_ARABIC_FRONT = re.compile(r"^(?:[وف]?[بكل]?ال|[وف]?لل|[وفبكل](?=\w{3}))")
_PRONOUN = re.compile(r"(?<=\w{3})(?:هما|هم|هن|ها|نا|كم|ه)$")
_ENDINGS: Mapping[str, tuple[frozenset[str], ...]] = {
    "en": tuple(
        frozenset(pair.split(",")) for pair in (",s", ",es", "y,ies", "f,ves", "fe,ves", ",’s", ",'s")
    ),
    "es": tuple(frozenset(pair.split(",")) for pair in (",s", ",es", "z,ces")),
    "fr": tuple(frozenset(pair.split(",")) for pair in (",s", ",x", "l,ux", "il,ux")),
}
"""Endings of one word in two numbers, and the English genitive."""


def folded(word: str) -> str:
    """Lower case without accents or vowel signs.

    >>> folded("Été"), folded("يُجبر")
    ('ete', 'يجبر')
    """
    return plainly(word.casefold())


class _Marks(dict[int, int | None]):
    """str.translate table that drops combining marks, made as characters are met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_MARKS = _Marks()


def plainly(text: str) -> str:
    """A text without accents or vowel signs, its characters in their plainest form (NFKD)."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKD", text).translate(_MARKS)


@cache
def _stemmer(lang: str) -> Callable[[str], str] | None:
    if lang not in LANGUAGES:
        return None
    import snowballstemmer

    made: Callable[[str], str] = snowballstemmer.stemmer(LANGUAGES[lang]).stemWord
    return made


@lru_cache(maxsize=1 << 16)
def stem(word: str, lang: str) -> str:
    """What the forms of a word have in common; the word itself, folded, in a language without a stemmer.

    >>> stem("résolutions", "fr") == stem("Résolution", "fr")
    True
    >>> stem("وبالقرارات", "ar") == stem("القرار", "ar")
    True
    """
    made = _stemmer(lang)
    word = word.casefold()
    if lang == "fr":
        word = _ELISION.sub("", word)
    if lang == "ar":
        word = _CONJUNCTION.sub("", folded(word))
        return folded(made(word)).removesuffix("ا") if made and len(word) > 3 else word
    found = folded(made(word) if made else word)
    # Snowball leaves a vowel of some endings: ассамбле, ассамбл
    return found.rstrip("аеиоуыьэюя") or found if lang == "ru" else found


@lru_cache(maxsize=1 << 16)
def same(word: str, other: str, lang: str) -> bool:
    """Whether two words are forms of one.

    >>> same("Countries", "country", "en"), same("organs", "organization", "en")
    (True, False)
    >>> same("Совета", "Совет", "ru"), same("derechos", "derecho", "es")
    (True, True)
    """
    one, two = folded(word), folded(other)
    if one == two:
        return True
    at = _alike(one, two)
    if min(len(one), len(two)) > 2 and frozenset((one[at:], two[at:])) in _ENDINGS.get(lang, ()):
        return True
    if lang not in LANGUAGES or lang == "en":
        return False
    return not _stems(word, lang).isdisjoint(_stems(other, lang))


@lru_cache(maxsize=1 << 16)
def _stems(word: str, lang: str) -> frozenset[str]:
    """The stem; in Arabic also those without each thing that may be written onto the front."""
    return frozenset(stem(one, lang) for one in (_fronts(word, lang) if lang == "ar" else (word,)))


def _alike(one: str, other: str) -> int:
    """How many letters two words have in common at their beginning."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def find(term: str, text: str, lang: str) -> tuple[Span, ...]:
    """Where a term stands in a text, each of its words in any form, side by side.

    A term that begins with a capital is a name, and does not stand where the text has a small letter:
    “States” is no form of “he states”.

    >>> find("special procedure", "Two special procedures were asked.", "en")
    ((4, 22),)
    >>> find("Council", "a town council", "en")
    ()
    """
    if lang not in LANGUAGES:
        return tuple(_literal(term, text))
    wanted, begins, gaps = _wanted(term)
    if not wanted or (lang != "ar" and begins not in folded_text(text)):
        return ()
    words = _words(text)
    # two forms of an English word begin with the same letters; those of other languages need not
    places: Sequence[int] = _beginnings(text).get(begins[:_SAME], ()) if lang == "en" else range(len(words))
    spans: list[Span] = []
    for at in places:
        some = words[at : at + len(wanted)]
        if len(some) < len(wanted):
            break
        if all(_fits(word, text[slice(*span)], lang) for word, span in zip(wanted, some, strict=True)):
            capital = not wanted[0][0].isupper() or _capital(text[slice(*some[0])])
            if capital and all(gap in gaps or _small(gap) for gap in _gaps(text, some)):
                spans.append((some[0][0], some[-1][1]))
    return tuple(spans)


def beginning(term: str, lang: str) -> str:
    """How the first word of a term begins, which `folded_text` of a text that has the term holds.

    "" where that tells nothing.
    """
    return _wanted(term)[1] if lang in LANGUAGES and lang != "ar" else ""


@lru_cache(maxsize=4096)
def _wanted(term: str) -> tuple[tuple[str, ...], str, frozenset[str]]:
    """Of a term: its words, how the first begins, and what stands between its words."""
    spans = [found.span() for found in _WORD.finditer(term)]
    wanted = tuple(term[slice(*span)] for span in spans)
    begins = folded(wanted[0])[:3] if wanted else ""
    return wanted, begins, frozenset(_gaps(term, spans))


_SAME = 2
"""So many letters at their beginning the forms of an English word have in common: knife, knives."""


@lru_cache(maxsize=64)
def _beginnings(text: str) -> Mapping[str, list[int]]:
    """The numbers of a text's words, by how each begins."""
    found: dict[str, list[int]] = {}
    lower = folded_text(text)
    kept = len(lower) == len(text) and text.isascii()
    for number, (start, end) in enumerate(_words(text)):
        begins = lower[start:end] if kept else folded(text[start:end])
        found.setdefault(begins[:_SAME], []).append(number)
    return found


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[Span, ...]:
    return tuple(found.span() for found in _WORD.finditer(text))


def _gaps(text: str, spans: Sequence[Span]) -> Iterator[str]:
    return (text[one[1] : other[0]] for one, other in pairwise(spans))


def _small(gap: str) -> bool:
    """Whether nothing but a space, a hyphen or a quotation mark stands between: a full stop ends a term."""
    return len(gap) < 4 and not gap.strip(" \u00a0\u202f\n-‐‑–/“”«»\"'’")


def _fits(word: str, found: str, lang: str) -> bool:
    return max(len(word), len(found)) <= LONGEST and same(word, found, lang)


def _capital(word: str) -> bool:
    return not word[0].islower() or bool(_ELISION.match(word))


@lru_cache(maxsize=64)
def folded_text(text: str) -> str:
    """See `folded`; for a text that is looked through for many terms, one after the other."""
    return folded(text)


def _literal(term: str, text: str) -> Iterator[Span]:
    at = text.find(term) if term else -1
    while at >= 0:
        yield at, at + len(term)
        at = text.find(term, at + len(term))


def stands(form: str, text: str, lang: str) -> bool:
    """Whether a text has a term, judged leniently: each word in some form, in any order, near each other.

    >>> stands("беженец", "права беженцев", "ru"), stands("لجنة", "عمل اللجان", "ar")
    (True, True)
    >>> stands("Conseil de sécurité", "le Comité de sécurité. Hier soir, dans leur salle, le Conseil", "fr")
    False
    """
    form = form.strip()
    if not form or _as_written(form, text, lang):
        return True
    if lang not in LANGUAGES:
        parts = [part for part in re.split(r"…|\s", form) if part]
        return bool(parts) and all(part in text for part in parts)
    return _near(frozenset(_content(form)), _content(text), lang)


def _near(wanted: frozenset[str], words: Sequence[str], lang: str) -> bool:
    """Whether each wanted word has a form among the words, with no more than a few others between them.

    A “Comité de sécurité” is no Security Council because a “Conseil” is spoken of a sentence later.
    """
    last: dict[str, int] = {}
    for at, word in enumerate(words):
        last |= {one: at for one in wanted if akin(one, word, lang)}
        if last and len(last) == len(wanted) and at - min(last.values()) < len(wanted) + BETWEEN:
            return True
    return False


def _as_written(form: str, text: str, lang: str) -> bool:
    form, text = form.casefold(), text.casefold()
    if form not in text:
        return False
    return lang not in LANGUAGES or lang == "ar" or bool(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text))


@lru_cache(maxsize=1024)
def _content(text: str) -> tuple[str, ...]:
    """The words of a text that are more than an article or a preposition: three letters or more."""
    return tuple(word for word in _PIECE.findall(text) if 2 < len(word) <= LONGEST and not word.isdigit())


@lru_cache(maxsize=1 << 16)
def akin(word: str, other: str, lang: str) -> bool:
    """Whether two words are likely forms of one.

    >>> akin("organización", "organizaciones", "es"), akin("estado", "este", "es")
    (True, False)
    >>> akin("الثالثة", "للثالثة", "ar"), akin("الثالثة", "الثانية", "ar")
    (True, False)
    """
    if same(word, other, lang) or lang == "en":
        return same(word, other, lang)
    return any(_likely(one, two, lang) for one in _fronts(word, lang) for two in _fronts(other, lang))


def _likely(one: str, two: str, lang: str) -> bool:
    if lang == "ar" and not _skeletons(one).isdisjoint(_skeletons(two)):
        return True
    if lang == "ar":  # the article alone makes no two words alike
        one, two = _ARABIC_ARTICLE.sub("", one), _ARABIC_ARTICLE.sub("", two)
    shorter, alike = min(len(one), len(two)), _alike(one, two)
    return alike >= min(shorter, max(4, shorter - 3)) and max(len(one), len(two)) - alike <= 5


@lru_cache(maxsize=1 << 16)
def _fronts(word: str, lang: str) -> tuple[str, ...]:
    """A word, folded, and in Arabic also without what may be written onto its front.

    >>> _fronts("للجنة", "ar")
    ('للجنة', 'لجنة', 'جنة')
    """
    word = folded(word)
    if lang != "ar":
        return (word,)
    doubled = ("ل" + word[2:],) if re.match("[وف]?لل", word) else ()  # one lam for two
    return tuple(dict.fromkeys((word, *doubled, _ARABIC_FRONT.sub("", word))))


@lru_cache(maxsize=1 << 16)
def _skeletons(word: str) -> frozenset[str]:
    """The consonants that a broken plural keeps, as far as three are left.

    >>> _skeletons("لجان") & _skeletons("لجنة"), _skeletons("مجالس") & _skeletons("مجلس")
    (frozenset({'لجن'}), frozenset({'مجلس'}))
    """
    word = re.sub(r"(?:ات|ة)$", "", _PRONOUN.sub("", word))
    weak = re.sub("اء$", "و", word)  # أعضاء is the plural of عضو
    return frozenset(_consonants(one) for one in (word, weak))


def _consonants(word: str) -> str:
    if len(word) > 3:
        word = word.replace("ا", "").replace("ء", "")
    return re.sub(r"(?<=..)[وي](?=.)", "", word) if len(word) > 3 else word
