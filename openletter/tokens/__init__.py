"""Tags ⇄ tokens: how a message keeps its tags, symbols and figures on the way through an engine. Pure.

`message` is a dialogue: it yields texts to translate, is sent the translations, and returns the message in
the other language with every tag at its words, or raises CannotKeep.
"""

from openletter.tokens.dialogue import CannotKeep, Dialogue, run, together
from openletter.tokens.figures import Writing
from openletter.tokens.flat import kept
from openletter.tokens.strategy import Aim, message
from openletter.tokens.tidy import tidy

__all__ = ["Aim", "CannotKeep", "Dialogue", "Writing", "kept", "message", "run", "tidy", "together"]
