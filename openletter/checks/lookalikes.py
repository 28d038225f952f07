"""Markup in text: what a translation says in Markdown, HTML, TeX or Typst and the source does not.

A translation is never parsed, so none of this could have an effect; it would be printed as it stands,
and it always means that somebody tried, or did not know about tags. What the source has is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from openletter.checks.base import Context, EntryCheck, Problem
from openletter.checks.text import characters, plain, source
from openletter.model import Segment

_WIDE = str.maketrans({code + 0xFEE0: code for code in map(ord, "#$&*<=>@[\\]^_`{|}~")})
"""Full-width forms of the marks of markup; not of brackets and punctuation, which Chinese uses."""
_AS_IN_SOURCE = "write plain text; structure comes from the tags of the source alone"


@lru_cache(maxsize=64)
def _narrow(text: str) -> str:
    """A text with full-width marks as narrow ones."""
    return text if text.isascii() else text.translate(_WIDE)


def _pattern(pattern: str, what: str, hint: str = _AS_IN_SOURCE, *, needs: str = "") -> EntryCheck:
    """A check that finds a pattern in a translation more often than in its source.

    `needs` has the characters one of which is in everything that matches; "" where none need be.
    """
    compiled, needed = re.compile(pattern, re.MULTILINE), frozenset(needs)

    def run(segment: Segment, msgstr: str, context: Context) -> Iterator[Problem]:
        text = _narrow(plain(msgstr))
        if needed and needed.isdisjoint(characters(text)):
            return
        found = compiled.search(text)
        if not found:
            return
        allowed = len(compiled.findall(source(segment)))
        if not allowed or len(compiled.findall(text)) > allowed:
            yield Problem(what, hint, {"found": found[0].strip() or found[0]})

    return run


_START = r"(?:^|[\r\x0b\x0c\x85\u2028\u2029])[ \t]{0,8}"

html = _pattern(
    r"<(?:[A-Za-z][\w:-]*|/|!|\?)|[\w\"'/]>$|[\"'/-]>|\bon[a-z]{3,20}\s?=|\bstyle\s?=",
    "“{found}” looks like HTML",
    needs="<>=",
)
entity = _pattern(
    r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});|&(?:lt|gt|amp|quot|nbsp|copy|reg|shy)(?![\w;])",
    "“{found}” is an HTML entity",
    "write the character itself",
    needs="&",
)
link = _pattern(
    r"\]\(|\]\[|!\[|\]:|\[\[",
    "“{found}” looks like a link or an image in Markdown",
    "put the source's own tag around the words: <link1>…</link1>",
    needs="[]",
)
note = _pattern(
    r"\[\^|\^\[|\[[0-9]{1,3}\]",
    "“{found}” looks like a footnote",
    "footnotes stand where their tags stand: <note1/>",
    needs="[",
)
attributes = _pattern(r"\{[^}\n]{0,200}\}?", "“{found}” looks like attributes or raw code", needs="{")
block = _pattern(
    _START
    + r"(?:#{1,6}(?=[ \t]|$)|[-*+•](?=[ \t])|>|:{3,}|~{3,}|[=*_-]{3,}[ \t]*$|(?:\t| {4,})(?=\S))"
    + r"|\|[^|\n]*\||\A\s*\||\|\s*\Z",
    "“{found}” at the beginning of a line looks like a heading, a list or another block",
)
enumerator = _pattern(
    r"\A\s*(?:[(（](?:[a-zа-я0-9\u0621-\u064a]{1,2}|[ivx]{3,4})[)）]|[a-zа-я]{1,3}\)|[一二三四五六七八九十]{1,2}、|[①-⑳])\s?(?=\S)",
    "“{found}” at the beginning looks like an item of a list",
    needs="()（）、①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
)
code = _pattern(
    r"`", "a backtick marks code in Markdown", "quotation marks of the language, or <code1/>", needs="`"
)
emphasis = _pattern(
    r"\*|__(?=\S)|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)|~\S|==|(?<!\[)\^\S|(?<!\S):[a-z_]{2,30}:",
    "“{found}” looks like emphasis in Markdown",
    "put the source's own tag around the words: <em1>…</em1>",
    needs="*_~=^:",
)
math = _pattern(r"\$\$|\$[^\s\d$.,][^$\n]{0,400}\$|\$\\", "“{found}” looks like a formula", needs="$")
backslash = _pattern(
    r"\\", "a backslash is an escape or a line break in Markdown, or a command in TeX", needs="\\"
)
program = _pattern(
    r"(?<!&)#[A-Za-z][\w.-]{0,60}|\b[a-z]{2,12}\((?:\"|')|%\(\w{1,40}\)|(?<![\d\s])%[sd]\b|(?<!\S)%[sd]\b|%[0-9A-Fa-f]{2}(?=\w|%)",
    "“{found}” looks like program code",
    needs="#(%",
)
flood = _pattern(
    r"([^\w\s.…—–-])\1{3,}", "the same character stands four times or more: “{found}”", "keep it once"
)
