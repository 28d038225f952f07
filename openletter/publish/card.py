"""The picture that social networks and messengers show beside a link: the letter's title, place and date."""

from __future__ import annotations

import hashlib

from openletter.model import Edition
from openletter.publish import cover

WIDTH, HEIGHT = 1200, 630
"""Source: the Open Graph protocol and its readers ask for about 1.91 to 1."""


def draw(edition: Edition) -> tuple[str, bytes]:
    """Its path in the output folder, and the PNG."""
    data = cover.draw(edition, WIDTH, HEIGHT)
    return f"images/card-{hashlib.sha256(data).hexdigest()[:16]}.png", data
