"""One process against two for many letters; the ratio from one run, and the bytes compared.

    python benchmarks/scale_jobs.py [--letters 240] [--times 3]

One process is measured with one core to run on, and with two: were it to use more than one by itself
(threads, pandoc), the second would be faster. Only means something on a machine with two free cores: the load
is printed. What two processes do beside the letters (each starts, and loads what it needs, on its own) weighs
less the more letters there are. How far two processes can come on this machine at all is measured too: two
programs, each over half of the letters, that know nothing of each other.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from scale_many import project
from timing import Took, in_turn, openletter


def published(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def cold(folder: Path, jobs: int, cores: int) -> Took:
    """With the first so many cores of this machine alone, where the system lets that be said."""
    output = folder / f"jobs-{jobs}"
    if output.exists():  # ext4 is slow to make files while it still passes over those just deleted
        output.rename(folder / f"aside-{len(list(folder.iterdir()))}")
    if not hasattr(os, "sched_setaffinity"):
        return openletter(folder, "publish", "--jobs", str(jobs), "--output", output)
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(every)[:cores])
    try:
        return openletter(folder, "publish", "--jobs", str(jobs), "--output", output)
    finally:
        os.sched_setaffinity(0, every)


def apart(halves: Sequence[Path]) -> Took:
    """Two programs at once, each over its own project with half of the letters."""
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(lambda folder: cold(folder, 1, 2), halves)
    return Took(max(one.wall, other.wall), one.cpu + other.cpu, max(one.mib, other.mib))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=240)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = project(Path(name, "whole"), given.letters)
        halves = [project(Path(name, f"half-{half}"), given.letters // 2) for half in "ab"]
        ways: dict[str, Callable[[], Took]] = {
            "--jobs 1, one core": lambda: cold(folder, 1, 1),
            "--jobs 1, two cores": lambda: cold(folder, 1, 2),
            "--jobs 2, two cores": lambda: cold(folder, 2, 2),
            "two programs, half each": lambda: apart(halves),
        }
        found = in_turn(ways, given.times)
        two = found["--jobs 2, two cores"]
        for way, took in found.items():
            print(
                f"{way}  {took}   × {took.wall / two.wall:.2f} (wall), × {took.cpu / two.cpu:.2f} (processor)"
            )
        print(f"load {os.getloadavg()[0]:.1f}")
        assert published(folder / "jobs-1") == published(folder / "jobs-2")
        print("the same bytes")


if __name__ == "__main__":
    main()
