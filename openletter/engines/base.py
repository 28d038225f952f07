"""What an engine is: something that translates sentences from one language to another, offline.

An engine knows nothing of letters, tags or catalogs. To add one, write a module with a class that has
these members and give it a row in `openletter.engines.ENGINES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Engine(Protocol):
    """A way to translate. Made once, used for many letters; loads a model when it is first needed."""

    def label(self, source: str, target: str) -> str:
        """What translates this pair, with versions, as drafts are marked: “argos en_fr 1.9”.

        "" where it cannot translate the pair.
        """
        ...

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """The sentences in the other language, in the same order; "" for one that it cannot translate.

        Given many at once, so that it can batch them.
        """
        ...
