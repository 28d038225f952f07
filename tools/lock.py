"""Renews the lock files (requirements*.lock) from pyproject.toml: `python3 tools/lock.py`.

Needs uv (`pip install uv`). `--upgrade` takes the newest versions; without it, pins stay that still fit.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11")
PLAIN = ("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")


def main(options: list[str]) -> int:
    command = [*COMPILE, *PLAIN, "pyproject.toml", *options]
    run = [*command, "-o", "requirements.lock"]
    argos = [*command, "--extra", "argos", "-c", "requirements.lock", "-o", "requirements-argos.lock"]
    test = [*command, "--extra", "test", "-c", "requirements-argos.lock", "-o", "requirements-test.lock"]
    return next((code for words in (run, argos, test) if (code := subprocess.call(words, cwd=ROOT))), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
