"""What models do to punctuation, mended. Pure."""

from __future__ import annotations

import re

_WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_HAN = "㐀-鿿"
_NARROW = re.compile(rf"(?<=[{_HAN}”’》）])\s?([,;:?!)])\s?|\s?([,;:?!(])\s?(?=[{_HAN}“《])")


def tidy(text: str, lang: str) -> str:
    """An engine's answer without doubled spaces, and in Chinese with Chinese punctuation.

    SentencePiece's usual normalisation turns ， and ； into their ASCII likes before a model ever sees them.

    >>> tidy("人人生而自由, 在尊严上  一律平等", "zh")
    '人人生而自由，在尊严上 一律平等'
    """
    text = re.sub(r"[ \t]{2,}", " ", text).strip()
    if lang == "zh":
        text = _NARROW.sub(lambda found: _WIDE[found[1] or found[2]], text)
    return text
