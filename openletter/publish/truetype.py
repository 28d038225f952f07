"""Small TrueType fonts for Typst: some characters of a CFF font, and the boxes of task lists.

The widths inside the CFF programs that Typst embeds are lost, which page-validation reports
(PDF/UA-1, 7.21.5: widths in the font program and in the dictionary are the same); TrueType keeps them.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from typing import Any, TypeAlias

BOXES = "Openletter Boxes"

Contours: TypeAlias = list[tuple[tuple[int, int], ...]]

MAX_ERROR = 1.0
"""How far a quadratic curve may lie from the cubic one, in font units (a thousandth of the size)."""

EPOCH = 2_398_377_600
"""1980-01-01 in seconds since 1904, as font files count."""


@functools.lru_cache(maxsize=8)
def convert(face: Any, characters: str, family: str) -> bytes:
    """The characters of a HarfBuzz face as a font with `family` as its name, regular, without layout rules.

    Equal arguments give equal bytes: the font knows no time. A character that the face lacks is left out.
    """
    import uharfbuzz as hb  # type: ignore[import-untyped, unused-ignore]

    font = hb.Font(face)
    glyphs = {code: font.get_nominal_glyph(code) for code in map(ord, characters)}
    names = {f"g{gid}": gid for gid in sorted(set(glyphs.values()) - {None, 0})}
    extents = font.get_font_extents("ltr")
    return _build(
        family,
        face.upem,
        (extents.ascender, extents.descender),
        {code: f"g{gid}" for code, gid in glyphs.items() if gid},
        {
            name: (font.get_glyph_h_advance(gid), _outline(font, gid))
            for name, gid in {".notdef": 0, **names}.items()
        },
    )


@functools.cache
def boxes() -> bytes:
    """A font named `BOXES` with ☐, ☑ and ☒, which no text font of ours has."""
    frame: Contours = [
        ((70, -70), (70, 690), (830, 690), (830, -70)),
        ((130, -10), (770, -10), (770, 630), (130, 630)),
    ]
    tick: Contours = [((200, 310), (260, 360), (400, 200), (640, 560), (705, 515), (410, 85))]
    cross: Contours = [
        ((200, 100), (660, 560), (700, 520), (240, 60)),
        ((200, 520), (240, 560), (700, 100), (660, 60)),
    ]
    drawn = {".notdef": frame, "empty": frame, "ticked": frame + tick, "crossed": frame + cross}
    return _build(
        BOXES,
        1000,
        (800, -200),
        {ord("☐"): "empty", ord("☑"): "ticked", ord("☒"): "crossed"},
        {name: (900, _polygons(contours)) for name, contours in drawn.items()},
    )


def _build(
    family: str,
    upem: int,
    extents: tuple[int, int],
    codes: Mapping[int, str],
    glyphs: Mapping[str, tuple[int, Any]],
) -> bytes:
    """A font file: what each code shows, and the advance and the outline of each glyph."""
    from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped, unused-ignore]

    ascender, descender = extents
    builder = FontBuilder(upem, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(codes)
    builder.setupGlyf({name: outline for name, (_, outline) in glyphs.items()})
    builder.setupHorizontalMetrics(
        {name: (width, getattr(outline, "xMin", 0)) for name, (width, outline) in glyphs.items()}
    )
    builder.setupHorizontalHeader(ascent=ascender, descent=descender)
    builder.setupOS2(sTypoAscender=ascender, sTypoDescender=descender, usWeightClass=400)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=EPOCH, modified=EPOCH)
    builder.font.recalcTimestamp = False
    data = io.BytesIO()
    builder.save(data)
    return data.getvalue()


def _polygons(contours: Contours) -> Any:
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped, unused-ignore]

    pen = TTGlyphPen(None)
    for first, *rest in contours:
        pen.moveTo(first)
        for point in rest:
            pen.lineTo(point)
        pen.closePath()
    return pen.glyph()


def _outline(font: Any, glyph: int) -> Any:
    from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped, unused-ignore]
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    font.draw_glyph_with_pen(glyph, Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
    return pen.glyph()
