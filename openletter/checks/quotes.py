"""Quotations and brackets: closed where they are opened, and as many quotations as in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openletter.checks.base import Context, Problem
from openletter.checks.text import plain, source
from openletter.model import Segment

_PAIRS = {
    "(": ")",
    "[": "]",
    "{": "}",
    "（": "）",
    "［": "］",
    "【": "】",
    "《": "》",
    "「": "」",
    "『": "』",
    "〈": "〉",
}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_BRACKET = re.compile("[" + re.escape("".join([*_PAIRS, *_CLOSING])) + "]")
_LISTED = re.compile(r"(?<![^\W_])(?:\w{1,3}|[ivxlcdm]{1,6})\)")


def brackets(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Every bracket that opens closes, in order; a list's “a)” needs none."""
    fault = _unbalanced(plain(msgstr))
    if fault and not _unbalanced(source(segment)):
        yield Problem(
            "the bracket “{bracket}” has no partner",
            "close every bracket that opens, the inner one first",
            {"bracket": fault},
        )


def _unbalanced(text: str) -> str:
    stack: list[str] = []
    if not _BRACKET.search(text):
        return ""
    text = text.replace("（", "(").replace("）", ")")
    listed = {found.end() - 1 for found in _LISTED.finditer(text)} if ")" in text else set()
    for found in _BRACKET.finditer(text):
        position, c = found.start(), found[0]
        if c in _PAIRS:
            stack.append(c)
        elif c in _CLOSING:
            if stack and stack[-1] == _CLOSING[c]:
                stack.pop()
            elif position not in listed:
                return c
    return stack[-1] if stack else ""


def quotes(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Every quotation that opens closes."""
    text = plain(msgstr)
    for opening, closing in ("«»", "“”"):
        opened, closed = text.count(opening), text.count(closing)
        if opening == "“" and context.lang == "ru" and "„" in text:
            opened, closed = text.count("„"), opened  # „лапки“
        if opened != closed and source(segment).count("“") == source(segment).count("”"):
            yield Problem(
                "a quotation is not closed, or not opened: {opened} × “{opening}”, {closed} × “{closing}”",
                "put both marks around every quotation",
                {"opened": str(opened), "closed": str(closed), "opening": opening, "closing": closing},
            )
            return


def quotations(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """No quotation of the source lost its marks: what is quoted must be seen to be quoted."""
    ours, theirs = _count(source(segment), context.source_lang), _count(plain(msgstr), context.lang)
    if theirs < ours:
        yield Problem(
            "the source has {expected} quotations, the translation {found}",
            "put the quotation marks of the language around every quotation of the source",
            {"expected": str(ours), "found": str(theirs)},
        )


def more_quotations(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
    """Quotations where the source quotes fewer. Russian and Chinese put names into marks."""
    ours, theirs = _count(source(segment), context.source_lang), _count(plain(msgstr), context.lang)
    if theirs > ours and context.lang not in ("ru", "zh"):
        yield Problem(
            "the source has {expected} quotations, the translation {found}",
            "see whether the marks belong there",
            {"expected": str(ours), "found": str(theirs)},
        )


def _count(text: str, lang: str) -> int:
    """Quotations in a text, in any marks: a quotation within another counts with it."""
    straight = text.count('"') // 2
    low = text.count("„")
    return max(text.count("«"), text.count("“") - low) + low + straight + text.count("「")
