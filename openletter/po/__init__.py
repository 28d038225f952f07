"""PO files: bytes to a catalog, strictly, and a catalog to bytes, in one style.

`parse(serialize(c))` equals `c` but for lines and path, which `bare` takes away.
"""

from __future__ import annotations

from openletter.po.bare import bare
from openletter.po.clean import clean_text
from openletter.po.draft import Fault, odd_characters
from openletter.po.header import field_line, header, plural_forms
from openletter.po.limits import OWN, SUBMISSION, Limits
from openletter.po.read import parse
from openletter.po.write import entry_text, serialize

__all__ = [
    "OWN",
    "SUBMISSION",
    "Fault",
    "Limits",
    "bare",
    "clean_text",
    "entry_text",
    "field_line",
    "header",
    "odd_characters",
    "parse",
    "plural_forms",
    "serialize",
]
