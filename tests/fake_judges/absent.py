"""Is not on this machine."""

from __future__ import annotations


def version() -> str:
    return ""
