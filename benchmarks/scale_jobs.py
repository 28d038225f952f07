"""One process against two for many letters; the ratio from one run, and the bytes compared.

    python benchmarks/scale_jobs.py [--letters 24] [--times 2]

Only means something on a machine with two free cores: the load is printed, too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from pathlib import Path

from scale_many import project
from timing import Took, in_turn, openletter


def published(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def cold(folder: Path, jobs: int) -> Took:
    output = folder / f"jobs-{jobs}"
    shutil.rmtree(output, ignore_errors=True)
    return openletter(folder, "publish", "--jobs", str(jobs), "--output", output)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=int, default=24)
    parser.add_argument("--times", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = project(Path(name), given.letters)
        ways = {f"--jobs {jobs}": lambda jobs=jobs: cold(folder, jobs) for jobs in (1, 2)}
        found = in_turn(ways, given.times)
        for way, took in found.items():
            print(f"{way}  {took}")
        ratio = found["--jobs 1"].wall / found["--jobs 2"].wall
        print(f"{ratio:.2f} times faster; load {os.getloadavg()[0]:.1f}")
        assert published(folder / "jobs-1") == published(folder / "jobs-2")
        print("the same bytes")


if __name__ == "__main__":
    main()
