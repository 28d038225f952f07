"""A small TrueType font with the outlines of some characters of a CFF font.

The widths inside the CFF programs that Typst embeds are lost, which page-validation reports
(PDF/UA-1, 7.21.5: widths in the font program and in the dictionary are the same); TrueType keeps them.
"""

from __future__ import annotations

import functools
import io
from typing import Any

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
    from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped, unused-ignore]

    font = hb.Font(face)
    glyphs = {code: font.get_nominal_glyph(code) for code in map(ord, characters)}
    names = {".notdef": 0} | {f"g{gid}": gid for gid in sorted(set(glyphs.values()) - {None, 0})}
    outlines = {name: _outline(font, gid) for name, gid in names.items()}
    builder = FontBuilder(face.upem, isTTF=True)
    builder.setupGlyphOrder(list(names))
    builder.setupCharacterMap({code: f"g{gid}" for code, gid in glyphs.items() if gid})
    builder.setupGlyf(outlines)
    advances = {name: font.get_glyph_h_advance(gid) for name, gid in names.items()}
    builder.setupHorizontalMetrics({n: (advances[n], getattr(outlines[n], "xMin", 0)) for n in names})
    extents = font.get_font_extents("ltr")
    builder.setupHorizontalHeader(ascent=extents.ascender, descent=extents.descender)
    builder.setupOS2(sTypoAscender=extents.ascender, sTypoDescender=extents.descender, usWeightClass=400)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    builder.setupPost(keepGlyphNames=False)
    builder.updateHead(created=EPOCH, modified=EPOCH)
    builder.font.recalcTimestamp = False
    data = io.BytesIO()
    builder.save(data)
    return data.getvalue()


def _outline(font: Any, glyph: int) -> Any:
    from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped, unused-ignore]
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped, unused-ignore]

    pen = TTGlyphPen(None)
    font.draw_glyph_with_pen(glyph, Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
    return pen.glyph()
