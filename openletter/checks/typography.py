"""How each language is printed at the United Nations. Always a warning: nobody's work waits for a space.

Sources: the Editorial Manual's language pages and the documents themselves. Each rule is a pattern of what
is wrong, and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openletter.checks.base import Context, EntryCheck, Problem
from openletter.checks.text import plain, source
from openletter.model import Segment


@dataclass(frozen=True, slots=True)
class Rule:
    wrong: re.Pattern[str]
    hint: str


def _rule(pattern: str, hint: str) -> Rule:
    return Rule(re.compile(pattern), hint)


_HAN = r"[\u4e00-\u9fff]"
_ARABIC = r"[\u0621-\u064a]"
_STRAIGHT = _rule("\"|(?<![A-Za-z])'", "use the quotation marks and the apostrophe of the language")

RULES = {
    "fr": (
        _rule("[^\u00a0\u202f\\s?!;»…][;!?](?=\\s|$|»)", "put a narrow no-break space before ; ! ?"),
        _rule(r"(?<=\w)'(?=\w)", "use the typographic apostrophe: ’"),
        _rule("«[^\u00a0\u202f]|[^\u00a0\u202f]»", "put a no-break space inside « »"),
        _rule("[^\u00a0\u202f\\s\\d/:]:(?=\\s|$)", "put a no-break space before the colon"),
        _rule(" [;:!?»]", "make the space before ; : ! ? » one that does not break"),
        _rule(r"\b\d+(?:ème|ième|ieme|eme)\b|\b1(?:ère|ere)\b", "write 1er, 1re, 2e"),
    ),
    "ru": (
        _rule(r"(?<=\s)-(?=\s)", "write a dash: —"),
        _rule(r"(?<=[а-яё]) — |(?<=[а-яё]) –(?= )", "put a no-break space before the dash"),
        _rule("“(?=[^“”]*”)", "use «ёлочки», and „лапки“ inside"),
        _rule(
            r"\b\d+-(?:ого|ому|ыми|ый|ая|ое|ые|ых)\b", "write the ending of one or two letters: 5-го, 69-й"
        ),
    ),
    "zh": (
        _rule(rf"(?<={_HAN})[,;:?!]|(?<={_HAN})\.(?=\s|$)", "use full-width punctuation: ，；：？！。"),
        _rule(rf"(?<={_HAN})[ \u00a0\u3000]+(?={_HAN})", "no space between Chinese characters"),
        _rule(rf"(?<={_HAN})\((?=[^)]{{0,100}}{_HAN})|\((?={_HAN})", "use full-width brackets: （ ）"),
        _rule(r"\.{3}|。{3}", "write ……"),
        _rule("「|」", "use “ ” as the outer quotation marks"),
    ),
    "ar": (
        _rule(rf"(?<={_ARABIC})[,;?]", "use Arabic punctuation: ، ؛ ؟"),
        _rule("\u0640", "no tatweel (ـ)"),
        _rule(rf" [،؛؟!](?=\s|$)|(?<={_ARABIC})[،؛؟](?={_ARABIC})", "no space before the mark, one after it"),
        _rule("“[^“”]*”", "use « » as the quotation marks"),
    ),
    "es": (
        _rule(r"(?:^|[.!?…]\s+)[^¿?.!…]{0,400}\?", "open the question: ¿"),
        _rule(r"(?:^|[.!?…]\s+)[^¡!.?…]{0,400}!", "open the exclamation: ¡"),
        _rule("“(?=[^«»“”]*”)(?![^«]{0,200}»)", "use « » as the outer quotation marks"),
        _rule(r" [;:!?,](?=\s|$)|«\s|\s»", "no space there"),
    ),
}


def _check(lang: str) -> EntryCheck:
    def run(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
        if context.lang != lang:
            return
        text, original = plain(msgstr), source(segment)
        for rule in (*RULES[lang], _STRAIGHT):
            found = rule.wrong.search(text)
            if found and not (len(found[0]) > 1 and found[0] in original):
                start = max(0, found.start() - 10)
                shown = text[start : found.end() + 10]
                yield Problem("unusual typography: “{text}”", rule.hint, {"text": shown})

    return run


french, russian, chinese, arabic, spanish = (_check(lang) for lang in ("fr", "ru", "zh", "ar", "es"))
