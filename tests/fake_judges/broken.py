"""Cannot even tell its version."""

from __future__ import annotations


def version() -> str:
    raise ValueError("a broken installation")
