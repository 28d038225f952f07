"""Every glyph that a PDF prints stands for characters, and none for a missing one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from openletter.audit.own.opened import Pdf, Problem, Problems

_CODE = r"<([0-9A-Fa-f]+)>\s*"
_ROWS = {
    "char": re.compile(rf"{_CODE}()(<[0-9A-Fa-f\s]*>)"),
    "range": re.compile(rf"{_CODE}{_CODE}(<[0-9A-Fa-f\s]*>|\[[^\]]*\])"),
}


def glyphs(pdf: Pdf) -> Problems:
    """Each code that is shown, artifacts included, has a character of Unicode and a glyph of its own."""
    for page in pdf.document.pdf.pages:
        for font, codes in _shown(page).values():
            name = str(font.get("/BaseFont", "")).lstrip("/")
            table = _table(font)
            without = sorted(code for code in codes if not _is_text(table.get(code, "")))
            if without:
                yield Problem("pdf-unicode", f"{len(without)} glyphs of {name} stand for no character")
            if 0 in codes and font.get("/Subtype") == "/Type0":
                yield Problem("no-glyph", f"a character is printed as a box: {name} does not have it")


def _is_text(text: str) -> bool:
    """Whether a target is text: none of its characters is unassigned, private or a replacement."""
    return bool(text) and all(
        c != "\ufffd" and unicodedata.category(c) not in ("Cn", "Co", "Cs") for c in text
    )


def _shown(page: Any) -> dict[Any, tuple[Any, set[int]]]:
    """The fonts of a page with the codes that it shows in each."""
    import pikepdf

    found: dict[Any, tuple[Any, set[int]]] = {}
    codes: set[int] = set()
    wide = False
    fonts = page.get("/Resources", {}).get("/Font", {})
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ ' \""):
        operands: Any = instruction.operands
        if str(instruction.operator) == "Tf":
            font = fonts[str(operands[0])]
            wide = font.get("/Subtype") == "/Type0"
            codes = found.setdefault(font.objgen, (font, set()))[1]
            continue
        last = operands[-1]
        for part in last if isinstance(last, pikepdf.Array) else [last]:
            if isinstance(part, pikepdf.String):
                codes.update(_codes(bytes(part), 2 if wide else 1))
    return found


def _codes(data: bytes, size: int) -> set[int]:
    return {int.from_bytes(data[i : i + size], "big") for i in range(0, len(data), size)}


def _table(font: Any) -> dict[int, str]:
    """A font's ToUnicode map (ISO 32000-1, 9.10.3)."""
    table: dict[int, str] = {}
    if "/ToUnicode" not in font:
        return table
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    for kind, section in re.findall(r"beginbf(char|range)(.*?)endbf", cmap, re.DOTALL):
        for first, last, target in _ROWS[kind].findall(section):
            start, end = int(first, 16), int(last or first, 16)
            texts = [_utf16(one) for one in re.findall(r"<([0-9A-Fa-f\s]*)>", target)]
            for code in range(start, end + 1):
                step = code - start
                if target.startswith("["):
                    table[code] = texts[step] if step < len(texts) else ""
                elif texts[0]:
                    table[code] = texts[0][:-1] + chr(ord(texts[0][-1]) + step)
    return table


def _utf16(digits: str) -> str:
    return bytes.fromhex("".join(digits.split())).decode("utf-16-be", "replace")
