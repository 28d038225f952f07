"""The strings of PO files: their escapes, read as GNU gettext reads them."""

from __future__ import annotations

import re

SIMPLE = {
    "n": "\n",
    "t": "\t",
    "b": "\b",
    "r": "\r",
    "f": "\f",
    "v": "\v",
    "a": "\a",
    "\\": "\\",
    '"': '"',
}

_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))", re.DOTALL)


class EscapeProblem(ValueError):
    """An escape that stands for no character; the text says which."""


def unescape(text: str) -> str:
    """The text between the quotes of one string, with its escapes replaced.

    Octal and hexadecimal escapes stand for bytes; only those that are a whole character of their own
    (ASCII) are taken. Raises EscapeProblem.

    >>> unescape(r'a\\"b\\101\\x41')
    'a"bAA'
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    octal, hexadecimal, simple = match.groups()
    if simple is not None:
        if simple not in SIMPLE:
            raise EscapeProblem(match[0])
        return SIMPLE[simple]
    code = int(octal, 8) if octal is not None else int(hexadecimal[-8:], 16)
    if code > 0x7F or not code or (hexadecimal is not None and len(hexadecimal) > 8):
        raise EscapeProblem(match[0][:12])
    return chr(code)


_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f]')
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def escape(text: str) -> str:
    """The opposite of `unescape`, for texts without zero bytes.

    >>> escape('a"b')
    'a\\\\"b'
    """
    return _SPECIAL.sub(lambda match: _ESCAPED.get(match[0]) or f"\\{ord(match[0]):03o}", text)
