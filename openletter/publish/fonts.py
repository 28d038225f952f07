"""The fonts of the editions: small ones for the web, and whole ones for Typst.

Noto Serif (variable) for Latin, Greek and Cyrillic, Amiri for Arabic, Noto Serif SC for Chinese; all three
come from the Python package index, under the SIL Open Font License. HarfBuzz cuts and instances them.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openletter.errors import MissingToolError
from openletter.model import Conventions
from openletter.publish import woff2

AUTONYMS = "العربية 中文 English Français Русский Español"
"""Printed on every page, in every subset of the web: they are the only way to one's own language."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file of a package, and where its weight axis stands (0: the file has none)."""

    family: str
    weight: int
    style: str
    package: str
    file: str
    axis: int = 0


@dataclass(frozen=True, slots=True)
class WebFont:
    """A font file of the web edition, and what an @font-face rule says of it."""

    family: str
    weight: int
    style: str
    unicode_range: str
    name: str
    """File name, with a digest of the bytes."""
    data: bytes


def _noto(weight: int, style: str) -> Face:
    file = f"NotoSerif{'-Italic' if style == 'italic' else ''}[wdth,wght].ttf"
    return Face("Noto Serif", weight, style, "fontpkg_noto_serif", file, weight)


def _amiri(weight: int, style: str, name: str) -> Face:
    return Face("Amiri", weight, style, "fontpkg_amiri", f"Amiri-{name}.ttf")


STYLES = {
    "regular": (400, "normal"),
    "bold": (700, "normal"),
    "italic": (400, "italic"),
    "bold italic": (700, "italic"),
}

SERIF_SC = Face("Noto Serif SC", 400, "normal", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf")

FACES: Mapping[str, Mapping[str, Face]] = {
    "Noto Serif": {name: _noto(*style) for name, style in STYLES.items()},
    "Amiri": {
        "regular": _amiri(400, "normal", "Regular"),
        "bold": _amiri(700, "normal", "Bold"),
        "italic": _amiri(400, "italic", "Italic"),
        "bold italic": _amiri(700, "italic", "BoldItalic"),
    },
    "Noto Serif SC": {"regular": SERIF_SC},
}

PACKAGES = {
    "fontpkg_noto_serif": "fontpkg-noto-serif",
    "fontpkg_amiri": "fontpkg-amiri",
    "pylopdf_fonts_zh_cn": "pylopdf-fonts-zh-cn",
}

LATIN = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) | frozenset("ŒœŸ–—‘’“”„‹›…•′″‑\u202f")
CYRILLIC = frozenset(map(chr, range(0x410, 0x450))) | frozenset("Ёё№")
"""What the web fonts of these scripts hold at least, so that all pages share one file."""

SHARED_WITH_CHINESE = frozenset("·–—‘’“”‥…‧")
"""Punctuation that Chinese text sets in its own, wide form; the rest of Latin keeps its own font."""


def families(conventions: Conventions) -> tuple[str, ...]:
    """The families for a language, the first that has a character printing it."""
    if conventions.script == "Arab":
        return ("Amiri", "Noto Serif", "Noto Serif SC")
    if _is_chinese(conventions):
        return ("Noto Serif", "Noto Serif SC", "Amiri")
    return ("Noto Serif", "Amiri", "Noto Serif SC")


def _is_chinese(conventions: Conventions) -> bool:
    return conventions.script in ("Hans", "Hant")


@functools.cache
def folder(package: str) -> Path:
    """Where a font package keeps its files; it is not imported."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        name = PACKAGES[package]
        raise MissingToolError(f"the fonts of {name} are not installed", hint=f"pip install {name}")
    top = Path(next(iter(spec.submodule_search_locations)))
    return top / "files" if (top / "files").is_dir() else top


@functools.cache
def _face(package: str, file: str) -> Any:
    import uharfbuzz as hb  # type: ignore[import-untyped, unused-ignore]

    return hb.Face(hb.Blob.from_file_path(str(folder(package) / file)))


@functools.cache
def _font(family: str) -> Any:
    import uharfbuzz as hb

    face = FACES[family]["regular"]
    return hb.Font(_face(face.package, face.file))


def covers(family: str, character: str) -> bool:
    """Whether a family has a glyph for a character."""
    return bool(_font(family).get_nominal_glyph(ord(character)))


def _needs_glyph(character: str) -> bool:
    """Not a control, a mark of direction, a joiner or an end of line."""
    return unicodedata.category(character) not in ("Cc", "Cf", "Zl", "Zp")


def by_family(text: Iterable[str], conventions: Conventions) -> dict[str, set[str]]:
    """Which family prints which characters of a text; under "" those that no family has."""
    found: dict[str, set[str]] = {}
    order = families(conventions)
    for character in filter(_needs_glyph, set(text)):
        wide = _is_chinese(conventions) and character in SHARED_WITH_CHINESE
        candidates = ("Noto Serif SC", *order) if wide else order
        family = next((name for name in candidates if covers(name, character)), "")
        found.setdefault(family, set()).add(character)
    return found


def missing(text: str, conventions: Conventions) -> str:
    """The characters of a text that no font has, in order of code points."""
    return "".join(sorted(by_family(text, conventions).get("", ())))


@functools.lru_cache(maxsize=64)
def subset(face: Face, characters: frozenset[str]) -> bytes:
    """A font with these characters alone, at the face's weight; kerning, ligatures and joining stay."""
    import uharfbuzz as hb

    whole = _face(face.package, face.file)
    plan = hb.SubsetInput()
    plan.unicode_set.update(map(ord, characters))
    flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    if face.axis:
        plan.pin_axis_location(whole, "wght", face.axis)
        plan.pin_axis_location(whole, "wdth", 100)
        flags |= hb.SubsetFlags.SET_OVERLAPS_FLAG
    plan.flags = flags
    return bytes(plan.subset(whole).blob.data)


@functools.lru_cache(maxsize=64)
def _web_font(face: Face, characters: frozenset[str]) -> WebFont:
    data = woff2.encode(subset(face, characters))
    slug = face.family.lower().replace(" ", "-")
    slant = "i" if face.style == "italic" else ""
    name = f"{slug}-{face.weight}{slant}.{hashlib.sha256(data).hexdigest()[:8]}.woff2"
    return WebFont(face.family, face.weight, face.style, _unicode_range(characters), name, data)


def _unicode_range(characters: Iterable[str]) -> str:
    """As CSS writes it.

    >>> _unicode_range("abcz")
    'U+61-63, U+7A'
    """
    runs: list[list[int]] = []
    for code in sorted(map(ord, characters)):
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


def _parts(family: str, characters: set[str], conventions: Conventions) -> list[tuple[frozenset[str], bool]]:
    """The subsets of a family, each with whether it belongs to the language's own script.

    Latin and the rest of Noto Serif are files of their own: pages in different languages share the first.
    Arabic pages, whose Latin words are in Amiri, take the letters of the autonyms beside the Cyrillic ones.
    """
    if family != "Noto Serif":
        return [(frozenset(characters), conventions.script == "Arab" and family == "Amiri")]
    taken = SHARED_WITH_CHINESE if _is_chinese(conventions) else frozenset[str]()
    arabic = conventions.script == "Arab"
    rest = characters - LATIN | (LATIN.intersection(AUTONYMS) - {" "} if arabic else set())
    cyrillic = conventions.script == "Cyrl"
    parts = [(LATIN - taken, not arabic)] if characters & LATIN else []
    if rest:
        parts.append((frozenset(rest | (CYRILLIC if cyrillic else set())), cyrillic))
    return parts


def web_fonts(
    text: str, conventions: Conventions, styles: Collection[str] = ("regular", "bold")
) -> tuple[WebFont, ...]:
    """Subset WOFF2 fonts for a page in a language that prints `text` (and the autonyms).

    `styles` are keys of `STYLES`; what is not in the language's own script comes in regular alone. The ranges
    of one family and style never overlap. Equal texts give equal bytes. A character that no font has is
    left to the reader's own fonts.
    """
    found: list[WebFont] = []
    needed = by_family(text + AUTONYMS, conventions)
    for family in families(conventions):
        for characters, own in _parts(family, needed.get(family, set()), conventions):
            for name, face in FACES[family].items() if characters else ():
                if name == "regular" or (own and name in styles):
                    found.append(_web_font(face, characters))
    return tuple(found)


def pdf_folders() -> tuple[Path, ...]:
    """Folders with the fonts that Typst takes as they are."""
    return folder("fontpkg_noto_serif"), folder("fontpkg_amiri")


def pdf_fonts(text: str, conventions: Conventions) -> tuple[bytes, ...]:
    """The TrueType fonts that Typst needs for a text beside those of `pdf_folders`."""
    from openletter.publish import truetype

    made = []
    if characters := by_family(text, conventions).get("Noto Serif SC"):
        face = _face(SERIF_SC.package, SERIF_SC.file)
        made.append(truetype.convert(face, "".join(sorted(characters)), SERIF_SC.family))
    if not set(text).isdisjoint("☐☑☒"):
        made.append(truetype.boxes())
    return tuple(made)
