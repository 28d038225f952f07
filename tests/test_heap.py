"""What is freed stays with the process: the system clears no page anew for it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from test_layers import PACKAGE

FAULTS = """
import resource, sys
from openletter.publish import heap

if sys.argv[1] == "keep":
    heap.keep_what_is_freed()
for _ in range(3):  # the heap grows once
    bytearray(40 << 20)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(50):
    bytearray(40 << 20)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(how: str) -> int:
    done = subprocess.run(
        [sys.executable, "-P", "-c", FAULTS, how],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        timeout=60,
    )
    return int(done.stdout)


def test_what_is_freed_is_used_again() -> None:
    try:
        library = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (AttributeError, ValueError):
        library = ""
    if not library.startswith("glibc"):
        pytest.skip("this machine's C library is not glibc, the only one that is told")
    assert faults("keep") * 10 < faults("let go")
