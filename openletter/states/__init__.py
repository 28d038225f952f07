"""What holds now, derived from the journal and the words; never declared. Pure.

`replay` is a function of the *set* of events: neither the order of lines nor the order in which two branches
were merged changes what it gives.
"""

from __future__ import annotations

from openletter.states.admit import CATALOG, admit
from openletter.states.history import ALONE, History, histories, history, person
from openletter.states.standing import Check, by_hand, is_stale, replay, settle, standing, unfit

__all__ = [
    "ALONE",
    "CATALOG",
    "Check",
    "History",
    "admit",
    "by_hand",
    "histories",
    "history",
    "is_stale",
    "person",
    "replay",
    "settle",
    "standing",
    "unfit",
]
