"""Whose letters a text is written in, and whose words: the script and the language of the catalog."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from openletter.checks.base import Context, Problem
from openletter.checks.text import LATIN, plain, source, words
from openletter.model import Segment

SCRIPTS = {
    "en": ("LATIN",),
    "fr": ("LATIN",),
    "es": ("LATIN",),
    "ru": ("CYRILLIC", "LATIN"),
    "ar": ("ARABIC", "LATIN"),
    "zh": ("CJK", "LATIN"),
}
"""Scripts that a text may be written in without the source having them; the first is the language's own."""

_OTHER_LANGUAGE = {
    "ru": re.compile(r"[іїєґўјљњћђџѓќѕәғқңөұүһҳӯҷ]", re.IGNORECASE),
    "ar": re.compile(
        r"[\u06a9\u06cc\u06c1\u06be\u06d2\u0679\u0688\u0691\u06ba\u067b\u0680\u0695\u06b5\u06c6]"
    ),
    "zh": re.compile(
        r"[國會們這來對時個為與權關議長開門問間聞東車馬風飛魚鳥麥齊龍龜無萬億從眾讓該說話語請謝認識讀寫書"
        r"學習實際經濟產業發現點應當並單獨處據擔擊舉歷戰爭圍繼續聯絡罷職種種類繫係亞專轉運進過還選擇違達遠適]"
    ),
}
_FUNCTION_WORDS = {
    "en": "the of and to in that is was for with on as by are be this which has have had not from at or were",
    "fr": "le la les des du de et à un une que qui est sont dans par pour sur au aux en ce cette ne pas il"
    " ont été son sa ses leurs avec",
    "it": "il che di la della dei del non è per con una sono nel nella gli ha ed alla delle degli più questo",
    "pt": "o os as do da dos das não é em um uma que com para por foi são na no nos nas pelo pela mais ao",
    "de": "der die das und nicht ist den von zu mit dass im für auf ein eine dem des sich werden wurde hat",
    "es": "el la los las del de y que en un una es son por para con se su sus al como no lo a más este esta",
}
_SETS = {lang: frozenset(text.split()) for lang, text in _FUNCTION_WORDS.items()}


_WHOSE = {
    word: tuple(lang for lang, known in _SETS.items() if word in known)
    for word in frozenset().union(*_SETS.values())
}
"""The languages of which a word is one of the commonest."""
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_ALIKE = f"{_GREEK}\u0400-\u052f\u0531-\u0587\u13a0-\u13ff\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff"
_MIXED = re.compile(
    f"[{_LATIN}](?=[{_ALIKE}])|[{_ALIKE}](?=[{_LATIN}])|[\u0400-\u052f](?=[{_GREEK}])|[{_GREEK}](?=[\u0400-\u052f])"
)
"""Two letters side by side of alphabets that look alike."""
_WORD_END, _WORD_START = re.compile(r"[^\W\d_]*$"), re.compile(r"[^\W\d_]*")


@lru_cache(maxsize=4096)
def script(character: str) -> str:
    """The script of a letter, as its Unicode name begins; "" for what belongs to none.

    >>> script("а"), script("a"), script("人"), script("ｗ")
    ('CYRILLIC', 'LATIN', 'CJK', 'FULLWIDTH')
    """
    if not unicodedata.category(character).startswith("L"):
        return ""
    return unicodedata.name(character, "UNKNOWN").split()[0].split("-")[0]


def mixed(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Words with letters of two alphabets: an а of Cyrillic in a Latin word deceives the eye."""
    text = plain(msgstr)
    for found in _MIXED.finditer(text):
        before = _WORD_END.search(text[max(0, found.start() - 40) : found.start()])
        after = _WORD_START.match(text[found.end() : found.end() + 40])
        word = (before[0] if before else "") + found[0] + (after[0] if after else "")
        if word not in source(segment):
            yield Problem(
                "the word “{word}” mixes letters of several alphabets that look alike",
                "type the word anew with one keyboard layout",
                {"word": word},
            )
            return


def foreign(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Words in a script that neither the language nor the source uses."""
    allowed = {*SCRIPTS.get(context.lang, ()), "", "MODIFIER", "FEMININE", "MASCULINE", "IDEOGRAPHIC"}
    if len(allowed) == 4:
        return
    text = plain(msgstr)
    if context.lang not in LATIN:
        yield from _latin(text, source(segment))
    strange = {c for c in set(text) if not c.isascii() and script(c) not in allowed} - set(segment.msgid)
    if strange:
        word = next((w for w in re.findall(r"[^\W\d_]+", text) if strange & set(w)), min(strange))
        yield Problem(
            "“{word}” is written in a script that neither the language nor the source uses",
            "write it with the letters of the language",
            {"word": word},
        )


_LATIN_WORD = re.compile(r"(?<![^\W_])[A-Za-z]*[a-z][A-Za-z]{2,}(?![^\W_])")


def _latin(text: str, original: str) -> Iterator[Problem]:
    """A Latin word in a text of another script, which does not stand in the source."""
    known = {word.casefold() for word in re.findall("[A-Za-z]+", original)}
    for found in _LATIN_WORD.finditer(text):
        if found[0].casefold() not in known:
            yield Problem(
                "“{word}” is written in a script that neither the language nor the source uses",
                "write it with the letters of the language",
                {"word": found[0]},
            )
            return


def language(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """A text in another language than the catalog's, judged by its letters and its commonest words."""
    text = _without_source_words(plain(msgstr), source(segment))
    counts = Counter(text)
    letters = sum(count for c, count in counts.items() if c.isalpha())
    own = SCRIPTS.get(context.lang, ("LATIN",))[0]
    wrong = _OTHER_LANGUAGE.get(context.lang)
    found = wrong.search(text) if wrong else None
    if found and found[0] not in segment.msgid:
        yield _other("“{word}” is no letter of this language", found[0])
    elif (
        letters >= 12 and sum(n for c, n in counts.items() if c.isalpha() and script(c) == own) < letters / 3
    ):
        yield _other("most of the text is not written in the script of the language", "")
    elif context.lang in _SETS:
        likely = _language(text)
        if likely not in ("", context.lang):
            yield _other("the text reads like another language ({word})", likely)


def _without_source_words(text: str, original: str) -> str:
    """The text without the names that it takes over from the source."""
    names = {word for word in words(original) if not word.islower()}
    return " ".join(word for word in words(text) if word not in names)


def _language(text: str) -> str:
    """The language whose commonest words a text of eight words or more uses, if it is plain; else ""."""
    found = [word.casefold() for word in words(text)]
    if len(found) < 6:
        return ""
    counts = dict.fromkeys(_SETS, 0)
    for word in found:
        for lang in _WHOSE.get(word, ()):
            counts[lang] += 1
    best = max(counts, key=lambda lang: counts[lang])
    others = sorted(counts.values())
    return best if others[-1] >= 2 and others[-1] > others[-2] + 1 else ""


def _other(what: str, word: str) -> Problem:
    return Problem(what, "hand the text in under the language that it is written in", {"word": word})
