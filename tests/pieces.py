"""Pieces of work for the tests of worker processes: functions that a spawned process can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from openletter.errors import SourceError


def work(piece: str) -> str:
    """`kill FILE` kills its process, `kill-once FILE` only where FILE is missing; `hang` never ends."""
    what, _, argument = piece.partition(" ")
    if what == "kill" or (what == "kill-once" and not Path(argument).exists()):
        Path(argument).write_text("tried", "utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "hang":
        time.sleep(600)
    if what == "error":
        raise SourceError("no good", code="bad")
    return f"{piece} done"


def process(_: int) -> int:
    """Which process it was."""
    time.sleep(0.02)
    return os.getpid()
