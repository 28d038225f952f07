"""How XML is written: escapes, and elements as text. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SPECIAL = re.compile("[&<>\r]")
_IN_ATTRIBUTE = re.compile('[&<>"\r\n\t]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(value: str) -> str:
    """A text between tags. What XML cannot hold becomes U+FFFD.

    >>> text("a < b")
    'a &lt; b'
    """
    return _SPECIAL.sub(_escaped, _NO_XML.sub("\ufffd", value))


def start(name: str, attributes: Mapping[str, str] | None = None, empty: bool = False) -> str:
    """A start tag; attributes in the given order, without those that are "".

    >>> start("x", {"id": "a", "equiv-text": ""}, empty=True)
    '<x id="a"/>'
    """
    given = "".join(
        f' {key}="{_IN_ATTRIBUTE.sub(_escaped, _NO_XML.sub(chr(0xFFFD), value))}"'
        for key, value in (attributes or {}).items()
        if value
    )
    return f"<{name}{given}{'/' if empty else ''}>"


def element(name: str, content: str, attributes: Mapping[str, str] | None = None) -> str:
    """An element with text in it."""
    return f"{start(name, attributes)}{text(content)}</{name}>"


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"&#{ord(found[0])};"
