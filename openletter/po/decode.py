"""From bytes to lines of text, with the faults that make the whole file unreadable."""

from __future__ import annotations

import codecs

from openletter.errors import SubmissionError
from openletter.model import Place
from openletter.po.limits import Limits

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, path: str, limits: Limits) -> str:
    """The text of a file, its lines ended by line feeds.

    Raises SubmissionError for what is too large, not UTF-8, or begins with a byte order mark.
    """
    if len(data) > limits.file:
        raise SubmissionError(
            f"the file has {len(data)} bytes; at most {limits.file} are taken",
            hint="hand it in as several files",
            where=Place(path),
            code="too-large",
        )
    if data.startswith(_UTF_16):
        raise _not_utf_8(path, 1, "the file is in UTF-16")
    if data.startswith(codecs.BOM_UTF8):
        raise SubmissionError(
            "the file begins with a byte order mark",
            hint="save it as UTF-8 without BOM",
            where=Place(path, 1),
            code="bom",
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _not_utf_8(path, line, "the file is not in UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise SubmissionError(
            "the file holds a zero byte",
            hint="save it as UTF-8",
            where=Place(path, line),
            code="control-character",
        )
    text = text.replace("\r\n", "\n")
    _lines(text, path, limits)
    return text


def _not_utf_8(path: str, line: int, what: str) -> SubmissionError:
    return SubmissionError(
        what, hint="save it as UTF-8 without BOM", where=Place(path, line), code="not-utf-8"
    )


def _lines(text: str, path: str, limits: Limits) -> None:
    if len(text) <= limits.line:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > limits.line:
            raise SubmissionError(
                f"the line has more than {limits.line} characters",
                hint="hand in a file with shorter lines",
                where=Place(path, number),
                code="too-large",
            )
