"""What an engine is: something that translates sentences from one language to another, offline.

An engine knows nothing of letters, tags or catalogs. To add one, write a module with a class that has
these members and give it a row in `openletter.engines.ENGINES`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from openletter.errors import MissingToolError


class ModelError(MissingToolError):
    """A model that is installed is damaged, so that it cannot translate."""

    def __init__(self, pair: str, version: str, why: Exception, hint: str = "") -> None:
        super().__init__(
            f"the model {pair} {version} is damaged: {str(why).strip() or type(why).__name__}",
            hint=hint
            or "openletter models verify shows what changed; "
            f"openletter models install {pair} brings it anew\n"
            "       or, without a network: openletter models import FILE.argosmodel",
            code="model-damaged",
        )


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as an engine translated it; `text` is "" where it could not."""

    text: str
    confidence: float | None = None
    """How sure the engine is, from 0 to 1: the geometric mean of what it gave each token. None where the
    engine does not tell. To be compared with others of the same models only."""


class Engine(Protocol):
    """A way to translate. Made once, used for many letters; loads a model when it is first needed."""

    def label(self, source: str, target: str) -> str:
        """What translates this pair, with versions, as drafts are marked: “argos en_fr 1.9”.

        "" where it cannot translate the pair.
        """
        ...

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[Said]:
        """The sentences in the other language, in the same order.

        Given many at once, so that it can batch them.
        """
        ...
