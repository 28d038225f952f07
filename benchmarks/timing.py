"""What the benchmarks share: commands timed side by side, in turn, with their processor time and memory."""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Took:
    """One run: wall and processor seconds of a command with its children; peak memory of the largest."""

    wall: float
    cpu: float
    mib: float

    def __add__(self, other: Took) -> Took:
        return Took(self.wall + other.wall, self.cpu + other.cpu, max(self.mib, other.mib))

    def __str__(self) -> str:
        return f"{self.wall:7.2f} s   {self.cpu:7.2f} s of processor   {self.mib:6.0f} MiB"


NOTHING = Took(0.0, 0.0, 0.0)


def run(command: Sequence[str | Path], cwd: Path | None = None, codes: tuple[int, ...] = (0,)) -> Took:
    """Runs a command to its end. Its output is shown only where it fails."""
    environment = {**os.environ, "PYTHONPATH": _package()}
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    output = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise SystemExit(f"{' '.join(map(str, command))}\n{output.decode(errors='replace')}")
    return Took(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


@functools.cache
def _package() -> str:
    """A copy of the package, compiled, so that somebody who works on it does not change what is measured."""
    folder = tempfile.mkdtemp(prefix="openletter-benchmark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(ROOT / "openletter", Path(folder, "openletter"))
    subprocess.run([sys.executable, "-m", "compileall", "-q", folder], check=True)
    return folder


def openletter(project: Path, *arguments: str | Path, codes: tuple[int, ...] = (0,)) -> Took:
    command = [sys.executable, "-P", "-m", "openletter.cli", *arguments, "--project", project, "--quiet"]
    return run(command, codes=codes)


def in_turn(ways: Mapping[str, Callable[[], Took]], times: int) -> dict[str, Took]:
    """The best run of each way (by wall), every way once in each round, so that all meet the same machine."""
    best: dict[str, Took] = {}
    for _ in range(times):
        for name, way in ways.items():
            took = way()
            if name not in best or took.wall < best[name].wall:
                best[name] = took
    return best


def tell(title: str, found: Mapping[str, Took], ours: str = "openletter") -> None:
    print(f"\n{title}")
    for name, took in found.items():
        line = f"  {name:42} {took}"
        if name != ours:
            base = found[ours]
            line += f"   × {took.wall / base.wall:.1f} (wall), × {took.cpu / base.cpu:.1f} (processor)"
        print(line, flush=True)


def tool(name: str) -> str:
    """A program of the peers: on the path, else beside this Python."""
    return shutil.which(name) or str(Path(sys.executable).parent / name)
