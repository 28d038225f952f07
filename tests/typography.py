"""How the United Nations prints each language, as patterns of what is wrong, each with a fault that shows it.

Stricter than the checks that everybody's translation goes through: these hold this project's own texts, the
letter's and the editions', to one style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NB, NNB = "\u00a0", "\u202f"
_HAN = "\u4e00-\u9fff"
_ARABIC = "\u0621-\u064a\u064b-\u0652"
_MONTHS = {
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "ru": "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
}
_DUAL = {
    "كانون الثاني": "يناير", "شباط": "فبراير", "آذار": "مارس", "نيسان": "أبريل", "أيار": "مايو",
    "حزيران": "يونيه", "تموز": "يوليه", "آب": "أغسطس", "أيلول": "سبتمبر", "تشرين الأول": "أكتوبر",
    "تشرين الثاني": "نوفمبر", "كانون الأول": "ديسمبر",
}  # fmt: skip
_TRADITIONAL = "國會聯與對這個時權報書員議開關門說過還進實際發審執裡為從們來後"


@dataclass(frozen=True)
class Rule:
    name: str
    wrong: re.Pattern[str]
    fault: tuple[str, str]
    """What stands right in the texts, and the fault that is put in its place to see whether it is noticed."""


def _rule(name: str, wrong: str, right: str, fault: str) -> Rule:
    return Rule(name, re.compile(wrong), (right, fault))


_STRAIGHT = "\"|(?<![A-Za-z])'|'(?![A-Za-z])|(?<=\\w)'(?=\\w)"

RULES: dict[str, tuple[Rule, ...]] = {
    "fr": (
        _rule("a no-break space after «", f"«(?!{NB})", f"«{NB}", "« "),
        _rule("a no-break space before »", f"(?<!{NB})»", f"{NB}»", " »"),
        _rule("no other quotation marks outside « »", r"(?:^|»)[^«»]*[“”]",
              f"«{NB}hostile{NB}»", "“hostile”"),
        _rule("a no-break space before the colon", rf"(?<!{NB}):(?=\s|$)", f"{NB}: ", ": "),
        _rule("a narrow no-break space before ; ! ?", f"(?<!{NNB})[;!?]", f"{NNB};", f"{NB};"),
        _rule("the typographic apostrophe", _STRAIGHT, "l’homme", "l'homme"),
        _rule("no-break spaces in dates", rf"\d (?:{_MONTHS['fr']})", f"5{NB}déc", "5 déc"),
        _rule("a no-break space after par.", r"\bpar\. \d", f"par.{NB}76", "par. 76"),
        _rule("a no-break space after a number", r"(?<!\d)\d{1,3} (?!et\b)[A-Za-zÀ-ÿ]",
              f"111{NB}États", "111 États"),
        _rule("a no-break space inside dashes", r" – (?=\S)", f"–{NB}qui", "– qui"),
        _rule("the dash, not the hyphen", rf"[\s{NB}]-[\s{NB}]", f" –{NB}", " - "),
        _rule("accents on capitals", r"\b(?:Etats?|A propos|Ecole|Editeur)\b", "États", "Etats"),
        _rule("no space before comma and full stop", rf"[\s{NB}{NNB}][,.](?=\s|$)", "RPDC,", "RPDC ,"),
    ),
    "ru": (
        _rule("«ёлочки» outside", "\"|”|(?:^|»)[^«»]*[„“]", "«враждебным»", "“враждебным”"),
        _rule("„лапки“ inside", "«[^»]*«", "голосование «враждебным»", "«голосование «враждебным»"),
        _rule("a no-break space before the dash", "(?<![\u00a0\\d]) ?— |(?<=\\w)—", f"{NB}— ", " — "),
        _rule("the dash, not the hyphen", rf"[\s{NB}][-–][\s{NB}]", f"{NB}—", f"{NB}-"),
        _rule("no-break spaces in dates", rf"\d (?:{_MONTHS['ru']}|год)", f"5{NB}дек", "5 дек"),
        _rule("a no-break space after п. and пп.", r"\bпп?\. \d|№ \d", f"п.{NB}76", "п. 76"),
        _rule("a no-break space after a number", r"(?<!\d)\d{1,3} (?!и\b)[а-яё]",
              f"111{NB}государств", "111 государств"),
        _rule("no-break spaces after initials", r"\b[А-Я]\. ?(?:[А-Я]\. ?)?(?<!\u00a0)[А-Я][а-я]",
              "Джейкоба Блаустайна", "Дж. Б. Блаустайна"),
        _rule("no ё, as the United Nations prints", "[ёЁ]", "ее ", "её "),
        _rule("no space before punctuation", rf"[\s{NB}][,;:.!?](?=\s|$)", "КНДР,", "КНДР ,"),
        _rule("no Latin letter in a Russian word", r"[А-яЁё][A-Za-z]|[A-Za-z][А-яЁё]",
              "Совета", "Cовета"),
    ),
    "es": (
        _rule("« » without spaces inside", rf"«[\s{NB}]|[\s{NB}]»", "«hostil»", f"«{NB}hostil{NB}»"),
        _rule("« » outside", "\"|(?:^|»)[^«»]*[“”]", "«hostil»", "“hostil”"),
        _rule("the typographic apostrophe", _STRAIGHT, "Citizens’", "Citizens'"),
        _rule("the raya close to what it holds", rf"[\s{NB}][—–-][\s{NB}]", "—votación", "— votación"),
        _rule("de in dates, small months", rf"\d (?:{_MONTHS['es']})|\bde (?:{_MONTHS['es'].title()})\b",
              "de diciembre", "de Diciembre"),
        _rule("a no-break space after párr.", r"\bpárrs?\. \d", f"párr.{NB}76", "párr. 76"),
        _rule("no space before punctuation", rf"[\s{NB}][,;:.!?](?=\s|$)", "RPDC,", "RPDC ,"),
        _rule("¿ and ¡ open", r"(?:^|[.!?…]\s+)[^¿?.!…]*\?|(?:^|[.!?…]\s+)[^¡!.?…]*!",
              "Atentamente,", "¿Sí? No?"),
    ),
    "zh": (
        _rule("full-width punctuation", rf"(?<=[{_HAN}])[,;:?!.]|[,;:?!](?=[{_HAN}])", "，", ","),
        _rule("full-width brackets", rf"(?<=[{_HAN}])[()\[\]]|[()\[\]](?=[{_HAN}])", "（", "("),
        _rule("no spaces beside Chinese", rf"(?<=[{_HAN}，。；：、）」》”])[ {NB}{NNB}\u3000]|"
              rf"[ {NB}{NNB}\u3000](?=[{_HAN}，。；：、（「《“])", "2014年", "2014 年"),
        _rule("“ ” outside, ‘ ’ inside", "[\"「」『』]|(?:^|”)[^“”]*‘", "“敌对的”", "‘敌对的’"),
        _rule("《 》 for titles of documents", r"调查委员会报告(?=，第)|报告(?=，联合国文件)",
              "《调查委员会报告》", "调查委员会报告"),
        _rule("…… and ——", r"\.{2,}|(?<!…)…(?!…)|(?<!—)—(?!—)", "——", "—"),
        _rule("Latin digits, half-width", "[０-９]", "2014", "２０１４"),
        _rule("simplified script", f"[{_TRADITIONAL}]", "联合国", "聯合國"),
        _rule("dates with year, month and day", r"\d年0|月0|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}",
              "12月5日", "12月05日"),
    ),
    "ar": (
        _rule("Arabic punctuation", rf"(?<=[{_ARABIC}»)\d])[,;?](?=\s|$)", "،", ","),
        _rule("« » outside", "\"|(?:^|»)[^«»]*[“”]", "«عدائي»", "“عدائي”"),
        _rule("« » without spaces inside", rf"«[\s{NB}]|[\s{NB}]»", "«عدائي»", "« عدائي »"),
        _rule("no space before punctuation", rf"[\s{NB}][،؛؟.:!](?=\s|$)", "التحقيق،", "التحقيق ،"),
        _rule("a space after punctuation", rf"[،؛؟](?=[{_ARABIC}])", "، و", "،و"),
        _rule("no tatweel", "\u0640", "مجلس", "مجلـس"),
        _rule("no bidi controls", "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]",
              "S/2014", "\u200eS/2014"),
        _rule("dual names of months",
              "|".join(rf"{a}(?!/{b})(?=[\s/]\S*\d)|(?<!/){b}" for a, b in _DUAL.items()),
              "كانون الأول/ديسمبر", "ديسمبر"),
        _rule("hamza", r"\b[وف]?(?:الى|او|ان|انه|انها|اي|اذا|اعضاء|الاعضاء|الامن|الامم|الانسان|الاول)\b",
              "مجلس الأمن", "مجلس الامن"),
        _rule("ta marbuta", r"\b\w*(?:لجن|جمعي|حال|دول|مساءل|جمهوري)ه\b", "لجنة", "لجنه"),
        _rule("tanwin stands on the letter's alif", "\u064b\u0627", "رسمياً", "رسميًا"),
        _rule("Latin digits", "[\u0660-\u0669\u06f0-\u06f9]", "2014", "٢٠١٤"),
        _rule("Arabic letters of Arabic", "[\u06cc\u06a9\u0649\u06be](?=[\u0621-\u064a])|[\u06cc\u06a9]",
              "كوريا", "کوریا"),
        _rule("a no-break space between و and a figure", r"(?<!\w)و \d", f"و{NB}1211", "و 1211"),
    ),
}  # fmt: skip


def faults(lang: str, text: str) -> list[str]:
    """The names of the rules that a text breaks, each with the words where it does.

    >>> faults("ru", 'письмо "от" 5 декабря')[1]
    'no-break spaces in dates: …исьмо "от" 5 декабря'
    """
    found = ((rule, rule.wrong.search(text)) for rule in RULES[lang])
    return [f"{r.name}: …{text[max(0, m.start() - 11) : m.end() + 10]}" for r, m in found if m]
