"""Ends its process in the midst of its work."""

from __future__ import annotations

import os

from openletter.audit.base import Published
from openletter.model import Finding


def version() -> str:
    return "1"


def run(published: Published) -> list[Finding]:
    os._exit(7)
