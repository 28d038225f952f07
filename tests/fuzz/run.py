"""Fuzzes each target, or those that are named: `tests/fuzz/run.py [--seconds 60] [--seed N] [TARGET …]`.

Needs atheris (ready-made for Linux on x86-64; it comes with the test tools). Ends with 1 where a target
failed; the input that made it fail is then a file more in the target's folder under `corpus/`, whose files
the tests replay.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Fuzzes what reads files from outside.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="the targets (all)")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument("--seed", type=int, default=0, help="the same one goes the same ways (0: chance)")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args(arguments)
    sys.path[:0] = [str(HERE.parent.parent), str(HERE)]
    try:
        import atheris
    except ImportError:
        print("atheris is missing: pip install atheris", file=sys.stderr)
        return 3
    if given.one:
        # the folders of the corpus, which look like targets here
        return fuzz(atheris, given.one, [*rest, *given.targets])
    with atheris.instrument_imports(include=["openletter"]):
        from fuzz_targets import TARGETS
    failed = [name for name in given.targets or TARGETS if run(name, given.seconds, given.seed)]
    print(f"{len(given.targets or TARGETS) - len(failed)} targets held, {len(failed)} failed {failed or ''}")
    return 1 if failed else 0


def run(name: str, seconds: int, seed: int) -> int:
    """Fuzzes one target in a process of its own. New inputs go to a folder that does not last."""
    with tempfile.TemporaryDirectory() as new:
        limits = [f"-max_total_time={seconds}", f"-seed={seed}", "-timeout=10", "-rss_limit_mb=1024"]
        limits += ["-max_len=20000", "-print_final_stats=1", f"-artifact_prefix={CORPUS / name}/crash-"]
        words = [sys.executable, __file__, "--one", name, *limits, new, str(CORPUS / name)]
        return subprocess.run(words, check=False).returncode


def fuzz(atheris: object, name: str, options: list[str]) -> int:
    with atheris.instrument_imports(include=["openletter"]):  # type: ignore[attr-defined]
        from fuzz_targets import TARGETS
    atheris.Setup([sys.argv[0], *options], TARGETS[name])  # type: ignore[attr-defined]
    atheris.Fuzz()  # type: ignore[attr-defined]
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
