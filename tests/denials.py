"""Denials taken out of a good translation, or put into one, as a careless or hostile hand might.

Written from the grammars, apart from the word lists of the check, which would else measure itself.
"""

from __future__ import annotations

import re

_LESS: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (
        (
            r"\b(?:ne |n’)((?:(?:se|s’|y|en|l’|la|le|les|lui|leur|me|vous|nous|m’) ?)*[\w’-]+)"
            r" (?:pas|plus|jamais|point)\b(?! (?:seulement|uniquement|que\b|moins))",
            r"\1",
        ),
        (r"\bne (?:pas|jamais|plus) (?!seulement|que\b)", r""),
        (r"\b(?:ne |n’)([\w’ ]{1,30}?) aucune\b", r"\1 une"),
        (r"\b(?:ne |n’)([\w’ ]{1,30}?) aucun\b", r"\1 un"),
        (r"\bAucune? ([\w’ ]{1,40}?)(?:ne |n’)", r"Chaque \1"),
        (r"\bRien (?:ne |n’)", r"Tout "),
        (r"\b(?:Nul|Personne) (?:ne |n’)", r"Chacun "),
        (r"\bsans\b(?! (?:cesse|doute|fil))", r"avec"),
        (r"\bimpossible", r"possible"),
    ),
    "es": (
        (r"\bno (?!sólo|solo|solamente|únicamente|obstante|más de|menos de)", r""),
        (r"\bsin\b(?! (?:embargo|duda))", r"con"),
        (r"\bnunca\b", r"siempre"),
        (r"\bnadie\b", r"todos"),
        (r"(?:(?<=^)|(?<=[.,;] ))ning[uú]n(?=[ao]?\b)", r"algún"),
        (r"\bimposible", r"posible"),
        (r"\btampoco\b", r"también"),
    ),
    "ru": (
        (
            r"\bне (?!только|менее|более|позднее|раньше|меньше|больше|исключено|ранее|раз\b|пр"
            r"осто\b|так\b|обязательно)",
            r"",
        ),
        (r"\bнет\b", r"есть"),
        (r"\bбез (?!сомнени)", r"с "),
        (r"\bнельзя\b", r"можно"),
        (r"\bневозможн", r"возможн"),
        (r"\bникогда не\b", r"всегда"),
        (r"\bне(?=доступн|верн|действительн|известн|совместим|корректн|допустим|правильн|применим)", r""),
    ),
    "ar": (
        (
            r"(?<![\u0621-\u065f])([وف]?)لا (?!بد|سيما|[يت]زال|شك|محالة|[يت]قل|[يت]زيد|[يت]تجا"
            r"وز)([يت]\w+)",
            r"\1\2",
        ),
        (r"(?<![\u0621-\u065f])([وف]?)لم (?=\w)", r"\1"),
        (r"(?<![\u0621-\u065f])([وف]?)لن ", r"\1س"),
        (r"(?<![\u0621-\u065f])([وف]?)(?:ليس|ليست) ", r"\1"),
        (r"(?<![\u0621-\u065f])([لب]?)عدم ", r"\1"),
        (r"(?<![\u0621-\u065f])([وف]?)غير (?!أن|ذلك|هذا|هذه)", r"\1"),
        (r"(?<![\u0621-\u065f])([وف]?)(?:بدون|دون|بلا) (?=\w)", r"\1مع "),
        (r"(?<![\u0621-\u065f])([وف]?)ألا ", r"\1أن "),
        (r"(?<![\u0621-\u065f])([وف]?)لا (?=توجد|يوجد|أحد|شيء|حاجة|داعي|تستطيع|نستطيع|أستطيع)", r"\1"),
    ),
    "zh": (
        (
            r"不(?=能|会|是|要|应|可以|可用|支持|存在|需|必|再|想|允许|得|希望|包含|包括|使用|建议|知道|正确|适用|受|被|可(?!或缺|避免))",
            r"",
        ),
        (
            r"(?:尚|还|并|从|仍|均)?未(?=能|被|经|启|安|指|设|找|找到|知|定义|使|提|选|收|得|到|登|保|完|授)",
            r"已",
        ),
        (r"没有", r"有"),
        (r"无法", r"可以"),
        (r"并非", r"是"),
        (r"无(?=效|权|需|须)", r"有"),
        (r"(?:请)?勿", r"请"),
        (r"不可(?=能)", r"可"),
        (r"从不|绝不|永不", r"总是"),
    ),
}
_MORE: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (
        (r"\best (?!-)", r"n’est pas "),
        (r"\bsont (?!-)", r"ne sont pas "),
        (r"\bpeut (?=\w)", r"ne peut pas "),
        (r"\bpeuvent (?=\w)", r"ne peuvent pas "),
        (r"\bpouvez (?=\w)", r"ne pouvez pas "),
        (r"\bdoit (?=\w)", r"ne doit pas "),
        (r"\bsera (?=\w)", r"ne sera pas "),
        (r"\bavec\b", r"sans"),
    ),
    "es": (
        (
            r"(?<!no )(?<!que )\b(es|son|puede|pueden|debe|deben|está|están|será|ha|han|tiene) (?=\w)",
            r"no \1 ",
        ),
        (r"\bcon\b", r"sin"),
    ),
    "ru": (
        (
            r"(?<!не )\b(является|может|могут|должен|должна|должны|следует|можно|будет|были|бы"
            r"л|было|содержит|требуется|используется|позволяет)\b",
            r"не \1",
        ),
    ),
    "ar": (
        (
            r"(?<![\u0621-\u065f])([وف]?)(يمكن|يجب|يتم|تحتوي|يحتوي|تستطيع|يستخدم|ينبغي|توجد|يو"
            r"جد)(?![\u0621-\u065f])",
            r"\1لا \2",
        ),
        (r"(?<![\u0621-\u065f])([وف]?)تم ", r"\1لم يتم "),
        (r"(?<![\u0621-\u065f])([وف]?)(كان|كانت) ", r"\1لم تكن "),
    ),
    "zh": (
        (r"(?<![不并非])(?=可以|能够|应该|是(?!否|非)|会(?!话|员|议)|需要|允许|支持)", r"不"),
        (r"已(?=经)?", r"未"),
    ),
}

_FIXED = re.compile(
    r"\bnot (?:only|just|merely|simply|least|until)\b"
    r"|\bno (?:fewer|less|later|more than|sooner|matter|doubt)\b"
    r"|\bor not\b|\bnothing (?:but|less)\b|\bwhy not\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot)\b|n[’']t\b", re.IGNORECASE
)
_BY_WORD = re.compile(
    r"\b(?:un\w{3,}|in(?:valid|correct|compat|complete|suffic)\w*|im\w+|fail\w*|lack\w*|den(?:y|i)\w*|refus\w+"
    r"|miss\w+|only|unless|avoid\w*|prevent\w*|ignor\w+|except|dis\w+|non\w+|off|less|few\w*|hidden"
    r"|prohibit\w*|forbid\w*|instead|rather|until|but|any\w*|otherwise|out|remov\w+|yet|empty|absen\w+|free"
    r"|away)\b",
    re.IGNORECASE,
)


def denies(source: str) -> bool:
    """Whether an English text denies in plain words."""
    return bool(_DENIES.search(source))


def without_one(source: str, text: str, lang: str) -> list[str]:
    """The translation with one denial less, each in its turn, where the source denies and not in an idiom."""
    return _made(_LESS[lang], text) if denies(source) and not _FIXED.search(source) else []


def with_one_more(source: str, text: str, lang: str) -> list[str]:
    """The translation with one denial more, where nothing in the source might be rendered by one."""
    return [] if denies(source) or _BY_WORD.search(source) else _made(_MORE[lang], text)


def _made(changes: tuple[tuple[str, str], ...], text: str) -> list[str]:
    made: dict[str, None] = {}
    for pattern, new in changes:
        for found in re.finditer(pattern, text, re.IGNORECASE):
            changed = text[: found.start()] + found.expand(new) + text[found.end() :]
            if text[:1].isupper():
                changed = changed[:1].upper() + changed[1:]
            if changed != text:
                made[changed] = None
    return list(made)
