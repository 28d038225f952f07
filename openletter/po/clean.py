"""Translations that come in by another way than a PO file, held to the same rules."""

from __future__ import annotations

from openletter.errors import SubmissionError
from openletter.po.draft import odd_characters
from openletter.po.limits import ISOLATE, UNUSUAL


def clean_text(text: str) -> str:
    """A translation as `parse` would give it: balanced isolates dropped.

    Raises SubmissionError for what `parse` would refuse, with its codes.

    >>> clean_text("\\u2067a\\u2069")
    'a'
    """
    if not UNUSUAL.search(text):
        return text
    fault = odd_characters(text)
    if fault:
        raise SubmissionError(fault.what, hint=fault.hint, code=fault.code)
    return ISOLATE.sub("", text)
