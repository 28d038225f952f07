"""Every character of a web page is in one of the fonts that come with it."""

from __future__ import annotations

import functools
import io
import posixpath
import re
import unicodedata

from openletter.audit.own import markup
from openletter.audit.own.opened import Page, Problem, Problems
from openletter.model import Severity

_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_MONO = frozenset(("code", "pre"))
"""Parts that are set in a font of the reader's."""


def glyphs(page: Page) -> Problems:
    """No character is left to chance: a font of the page has it, and its range admits it."""
    sheet = "".join(one.text or "" for one in markup.elements(page.root, "style"))
    covered: set[int] = set()
    for rules in _FACE.findall(sheet):
        source = re.search(r'url\("?([^")]+)', rules)
        admitted = _range(rules)
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(page.subject.path), source[1] if source else "")
        )
        data = page.subject.other(path)
        if data is None:
            continue  # `pages.files` says it
        try:
            held = characters(data)
        except Exception as error:  # whatever a broken font makes fontTools raise
            yield Problem("font-broken", f"{path} is no font that can be read: {error}")
            continue
        empty = admitted - held
        if empty:
            yield Problem("font-range", f"{path} is said to have {_named(empty)}, and has not")
        covered |= admitted & held
    missing = {
        ord(c) for c in _printed(page) if unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp")
    } - covered
    if missing:
        yield Problem(
            "no-glyph",
            f"no font of the page has {_named(missing)}: what is seen depends on the reader's own fonts",
            "write it otherwise, if it should look alike everywhere",
            Severity.WARNING,
        )


def _printed(page: Page) -> str:
    body = next(iter(markup.elements(page.root, "body")), page.root)
    found = []
    for one in markup.elements(body):
        around = {markup.tag(one), *(markup.tag(above) for above in one.iterancestors())}
        if not around & _MONO:
            found += [one.text or "", *(child.tail or "" for child in one)]
    return "".join(found)


@functools.lru_cache(maxsize=128)
def characters(data: bytes) -> frozenset[int]:
    """The characters of a font that have a glyph other than the first, which stands for a missing one."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), lazy=True)
    names = font.getGlyphOrder()
    return frozenset(code for code, name in font.getBestCmap().items() if name != names[0])


def _range(rules: str) -> set[int]:
    found = re.search(r"unicode-range:([^;}]+)", rules)
    codes: set[int] = set()
    for part in found[1].split(",") if found else ("U+0-10FFFF",):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return codes


def _named(codes: set[int]) -> str:
    some = sorted(codes)[:8]
    more = f" and {len(codes) - 8} more" if len(codes) > 8 else ""
    return ", ".join(f"{chr(code)} (U+{code:04X})" for code in some) + more
