"""Runs openletter from a checkout: `python3 build.py` publishes every letter under source/.

On a machine without the dependencies it first makes `.venv` beside itself; see tools/environment.py.
This file is kept readable for very old Pythons, so that they meet a sentence and not a syntax error.
"""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
OLDEST = (3, 11)


def main(argv):
    # type: (list[str]) -> int
    if sys.version_info < OLDEST:
        sys.stderr.write(
            "openletter needs Python 3.11 or newer; this is Python {}.{} ({}).\n"
            "  try: install a newer Python from https://www.python.org/downloads/ and run build.py with it,\n"
            "       for example: python3.13 build.py, or on Windows: py -3.13 build.py\n".format(
                sys.version_info[0], sys.version_info[1], sys.executable
            )
        )
        return 3
    if ROOT not in sys.path:
        sys.path.insert(0, ROOT)
    from tools.environment import run

    return run(argv)


def build_package():
    # type: () -> None
    """What `python -m build` means: PyPI's build, which this file hides from who stands beside it."""
    import runpy

    sys.path[:] = [path for path in sys.path if os.path.abspath(path) != ROOT]
    runpy.run_module("build", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    if globals().get("__spec__"):
        build_package()
    else:
        sys.exit(main(sys.argv[1:]))
