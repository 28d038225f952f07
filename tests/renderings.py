"""How often a text renders a term: stricter than the check `term`, which must not warn in vain.

The check `term` asks whether the words of a term stand in a translation at all. Here they have to stand side
by side and in order, in some inflected form each, as often as the source has the term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from openletter import stems
from openletter.checks import Term
from openletter.checks.text import plain

_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {
    "ar": {"من", "في", "عن", "على", "إلى"},
    "es": {"a", "al", "de", "del", "la", "las", "el", "los", "en", "y", "e", "por", "para", "con"},
    "fr": {
        "à",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "l",
        "la",
        "le",
        "les",
        "en",
        "et",
        "sur",
        "pour",
        "par",
    },
    "ru": {"в", "на", "о", "об", "по", "при", "и", "для", "с", "к"},
}
"""Words that grammar puts in and takes out between the words of a term: de la, du; в, на."""
_VOWELS = re.compile("[\u064b-\u0652]")


def in_source(terms: Iterable[Term], text: str) -> dict[Term, int]:
    """How often each term stands in an English text, a longer one covering those that it holds.

    >>> found = in_source([Term("Republic of Korea", ""), Term("Democratic People’s Republic of Korea", "")],
    ...     "the Republic of Korea and the Democratic People’s Republic of Korea")
    >>> [(term.source[:3], count) for term, count in found.items()]
    [('Dem', 1), ('Rep', 1)]
    """
    text, taken, counts = plain(text), list[stems.Span](), dict[Term, int]()
    for term in sorted(terms, key=lambda term: -len(term.source)):
        new = [s for s in stems.find(term.source, text, "en") if not any(a <= s[0] < b for a, b in taken)]
        taken += new
        if new:
            counts[term] = len(new)
    return counts


def count(forms: str, text: str, lang: str) -> int:
    """How often a text has one of the forms of a term, which are divided by `|`.

    >>> count("Conseil de sécurité", "au Conseil de sécurité, le Comité de sécurité et le Conseil", "fr")
    1
    >>> count("Генеральная Ассамблея", "в Генеральной Ассамблее и Генеральную Ассамблею", "ru")
    2
    >>> count("مجلس الأمن", "لمجلس الأمن ولجنة الأمن والمجلس", "ar")
    1
    """
    text = _VOWELS.sub("", plain(text))
    places = {span for form in forms.split("|") for span in _places(_VOWELS.sub("", form), text, lang)}
    apart: list[stems.Span] = []
    for span in sorted(places, key=lambda span: (span[0], -span[1])):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return len(apart)


def _places(form: str, text: str, lang: str) -> Iterator[stems.Span]:
    if lang == "zh":
        pattern = ".{1,20}?".join(map(re.escape, form.split("…")))
        yield from (found.span() for found in re.finditer(pattern, text))
        return
    wanted = [found[0] for found in _words(form, lang)]
    words = list(_words(text, lang))
    if not wanted:
        yield from (found.span() for found in re.finditer(re.escape(form), text))
    for at in range(len(words) - len(wanted) + 1):
        some = words[at : at + len(wanted)]
        if wanted and all(_form_of(a, b[0], lang) for a, b in zip(wanted, some, strict=True)):
            yield some[0].start(), some[-1].end()


def _words(text: str, lang: str) -> Iterator[re.Match[str]]:
    small = _SMALL.get(lang, set())
    return (found for found in _WORD.finditer(text) if found[0].casefold() not in small)


def _form_of(word: str, found: str, lang: str) -> bool:
    """Whether a word is a form of another; a proper name's capital stays a capital."""
    if word[:1].isupper() and found[:1].islower():
        return False
    return stems.akin(word, found, lang)
