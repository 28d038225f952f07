"""A catalog brought to a new state of its source. Pure.

`merge(merge(c)) == merge(c)`, and no translation is ever lost: its source stands, or it is stale under the
nearest new message, or obsolete, from where it comes back with its source.
"""

from __future__ import annotations

from openletter.merge.merging import Counts, merge, template

__all__ = ["Counts", "merge", "template"]
