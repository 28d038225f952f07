"""Starts a program that takes long, tells its number, and waits."""

from __future__ import annotations

import subprocess
import sys
import time

from openletter.audit.base import Published
from openletter.model import Finding


def version() -> str:
    return "1"


def run(published: Published) -> list[Finding]:
    program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
    (published.folder / "number").write_text(str(program.pid))
    time.sleep(100)
    return []
