"""The environment that `build.py` runs in, made once and kept true to the lock files.

Where the dependencies of pyproject.toml are importable, they are used. Otherwise `.venv` is made beside
build.py from a lock file with hashes. A stamp in it says which locks were installed in full; it is taken
back before any change, so that a set-up that was interrupted is seen, and redone, by the next run.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
TRIES = 3
ROOM = 1_000_000_000
"""Bytes that must be free on the disk before a set-up starts: packages, and pip's copies of them."""


class SetupError(Exception):
    """The environment cannot be made; the message says what to try. Exit code 3, as for a missing tool."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock file, what it is for, and what it takes on the disk (measured on Linux)."""

    name: str
    purpose: str
    size: str
    holds: tuple[str, ...] = ()
    """Other locks of which it has every line, so that installing it brings those up to date too."""
    extra: str = ""

    @property
    def path(self) -> Path:
        return ROOT / self.name

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.path.read_bytes()).hexdigest()


RUN = Lock("requirements.lock", "what openletter needs", "about 400 MB")
ARGOS = Lock(
    "requirements-argos.lock",
    "what openletter and drafts by Argos Translate need",
    "about 720 MB",
    (RUN.name,),
    "argos",
)
TEST = Lock(
    "requirements-test.lock",
    "what openletter and its tests need",
    "about 1300 MB",
    (RUN.name, ARGOS.name),
    "test",
)


@dataclass(frozen=True, slots=True)
class Venv:
    """A virtual environment and its stamp. It cannot be moved: the stamp knows where it was made."""

    path: Path

    @property
    def python(self) -> Path:
        return self.path / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        return self.path / "openletter-setup.json"

    @property
    def foreign(self) -> bool:
        """Whether somebody else made it: then it is used as it is, and never changed."""
        return self.path.is_dir() and any(self.path.iterdir()) and not self.stamp.is_file()

    @property
    def running(self) -> bool:
        """Whether this very Python is the environment's."""
        return self.path.is_dir() and os.path.samefile(sys.prefix, self.path)

    def installed(self) -> dict[str, str]:
        """The digests of the locks installed in full; empty if unfinished, moved, or its Python is gone."""
        try:
            stamp = json.loads(self.stamp.read_text("utf-8"))
            home = Path(stamp["home"])
            if stamp["place"] == str(self.path) and home.exists() and self.python.exists():
                return dict(stamp["locks"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return {}

    def record(self, locks: dict[str, str]) -> None:
        """Write the stamp as a whole. `{}` means: unfinished."""
        home = os.path.realpath(sys.executable if os.name == "nt" or self.running else self.python)
        stamp = {"place": str(self.path), "home": home, "locks": locks}
        aside = self.stamp.with_suffix(".new")
        aside.write_text(json.dumps(stamp), "utf-8")
        os.replace(aside, self.stamp)


VENV = Venv(ROOT / ".venv")


def run(argv: list[str]) -> int:
    """Run openletter, or pytest for `test …`, in an environment that has what it needs. The exit code."""
    lock = needed(argv)
    try:
        python = prepare(lock)
    except SetupError as error:
        say(str(error))
        if "--json" in argv:
            told = {"code": "setup", "what": str(error), "hint": "", "file": "", "line": 0}
            print(json.dumps({"error": told}, ensure_ascii=False))
        return 3
    except KeyboardInterrupt:
        say("\nInterrupted. The next run sets openletter up anew.")
        return 130
    return start(argv) if python is None else hand_over(python, argv)


def needed(argv: Sequence[str]) -> Lock:
    """The lock that a command line needs. Drafts that an engine makes are the only ones to need ARGOS.

    >>> needed(["draft", "--lang", "fr"]).name, needed(["draft", "--from", "a.po"]).name
    ('requirements-argos.lock', 'requirements.lock')
    >>> needed(["--json", "--project", "letters", "draft"]).name
    'requirements-argos.lock'
    """
    argv = without_common(argv)
    if argv[:1] == ["test"]:
        return TEST
    other = any(word.startswith(("--from", "--engine=", "-h", "--help")) for word in argv)
    engine = argv[argv.index("--engine") + 1 :][:1] if "--engine" in argv else ["argos"]
    return ARGOS if argv[:1] == ["draft"] and not other and list(engine) == ["argos"] else RUN


def without_common(argv: Sequence[str]) -> Sequence[str]:
    """A command line from its command on: options of every command may stand before it."""
    at = 0
    while at < len(argv) and argv[at].startswith(("--json", "--quiet", "--project")):
        at += 2 if argv[at] == "--project" else 1
    return argv[at:]


def prepare(lock: Lock) -> Path | None:
    """The Python to hand over to, or None if this one has everything that `lock` is for."""
    if not VENV.running and importable(lock):
        return None
    if VENV.foreign:
        return use_foreign(lock)
    if VENV.installed().get(lock.name) != lock.digest:
        with one_at_a_time() as held:
            if VENV.installed().get(lock.name) != lock.digest:
                set_up(lock, held)
    return None if VENV.running else VENV.python


def use_foreign(lock: Lock) -> Path | None:
    """As `prepare`, for a `.venv` that build.py did not make."""
    if not VENV.running and VENV.python.exists():
        return VENV.python
    if VENV.running and importable(lock):
        return None
    raise SetupError(
        f"{VENV.path} was not made by build.py, and it lacks {lock.purpose}.\n"
        f"  try: {VENV.python} -m pip install --require-hashes -r {lock.path}\n"
        "       or move that folder away, and build.py makes its own"
    )


def importable(lock: Lock) -> bool:
    """Whether this Python has all that pyproject.toml asks for, in versions that it takes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = list(project["dependencies"])
    if lock.extra:
        wanted += project["optional-dependencies"][lock.extra]
    return all(map(present, wanted))


def present(requirement: str) -> bool:
    """Whether a requirement `name` or `name>=version` is met here, or may be for other systems.

    >>> present("no-such-package>=1")
    False
    """
    requirement, _, marker = requirement.partition(";")
    name, _, lowest = requirement.partition(">=")
    try:
        version = importlib.metadata.version(name.strip())
    except importlib.metadata.PackageNotFoundError:
        return bool(marker)  # for some systems only: what needs it says so itself
    return numbers(version) >= numbers(lowest)


def numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version, to compare.

    >>> numbers("1.17.0rc1") >= numbers("1.17")
    True
    """
    release = re.match(r"[0-9.]*", version.strip())
    return tuple(int(part) for part in (release[0] if release else "").split(".") if part)


def set_up(lock: Lock, held: int) -> None:
    """Make `.venv`, or bring it up to date, from `lock`, holding the open file `held`."""
    began = time.monotonic()
    before = VENV.installed()
    announce(lock, update=bool(before))
    try:
        if not before:
            make_venv()
        VENV.record({})
        install(lock, held)
        locks = {**before, lock.name: lock.digest}
        held_too = {other.name: other.digest for other in (RUN, ARGOS) if other.name in lock.holds}
        VENV.record({**locks, **held_too})
    except OSError as error:
        raise SetupError(
            f"The set-up of {VENV.path} failed: {error}\n"
            "  try: put openletter into a folder that you may write to, on a disk with room"
        ) from error
    say(f"Set up in {time.monotonic() - began:.0f} s.")


def announce(lock: Lock, update: bool) -> None:
    free = shutil.disk_usage(ROOT).free
    room = ROOM if lock is RUN else 3 * ROOM
    if free < room:
        raise SetupError(
            f"The disk of {ROOT} has {free // 1_000_000} MB left; the set-up needs {room // 1_000_000}."
            "\n  try: make room, or move openletter to another disk"
        )
    verb = "brings up to date" if update else "sets itself up once: it makes"
    say(
        f"openletter {verb} {VENV.path} ({lock.size})\n"
        f"with {lock.purpose}, from the package index, each file checked against {lock.name}.\n"
        "Nothing outside that folder changes; delete it to undo this."
    )


def make_venv() -> None:
    """An empty environment with pip, in place of whatever an interrupted run left."""
    if VENV.running:
        raise SetupError(
            f"{VENV.path} is not complete, and cannot renew itself while it runs.\n"
            "  try: run build.py with the Python of the system: python3 build.py"
        )
    if VENV.path.exists():
        shutil.rmtree(VENV.path)
    VENV.path.mkdir()
    VENV.record({})
    command = [sys.executable, "-m", "venv", "--without-pip", str(VENV.path)]
    if subprocess.run(command, stdout=sys.stderr).returncode:
        raise SetupError(
            f"{sys.executable} cannot make a virtual environment.\n"
            "  try: install its venv module (on Debian and Ubuntu: apt install python3-venv)"
        )
    ensurepip = [str(VENV.python), "-m", "ensurepip", "--default-pip"]
    if subprocess.run(ensurepip, capture_output=True).returncode:
        from tools.pipwheel import bring_pip

        bring_pip(VENV.python)


def install(lock: Lock, held: int) -> None:
    """Install a lock file: ready-made wheels only, each with its hash; again if the network stumbles.

    pip inherits the set-up's lock: if this process is killed, the next run waits until its pip has ended.
    """
    inherited = () if os.name == "nt" else (held,)
    quiet = () if sys.stderr.isatty() else ("--quiet", "--progress-bar", "off")
    command = [str(VENV.python), "-m", "pip", "install", *quiet, "--require-hashes", "--no-deps"]
    command += ["--only-binary", ":all:", "--disable-pip-version-check", "-r", str(lock.path)]
    for tried in range(1, TRIES + 1):
        ended = subprocess.run(command, stdout=sys.stderr, env=pip_environment(), pass_fds=inherited)
        if not ended.returncode:
            return
        if tried < TRIES:
            say(f"That failed; trying again ({tried + 1} of {TRIES}).")
            time.sleep(3 * tried)
    version = ".".join(map(str, sys.version_info[:2]))
    raise SetupError(
        "The packages could not be installed; pip's own words stand above.\n"
        "  try: check the connection (behind a proxy, set HTTPS_PROXY) and run the same command again;\n"
        "       if the connection is good and pip found no matching distribution, a package is not\n"
        f"       ready-made for Python {version} on this system: try Python 3.13"
    )


def pip_environment() -> dict[str, str]:
    """The environment for pip, without settings that would lead it out of `.venv`."""
    astray = {"PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV", "PYTHONPATH", "PYTHONHOME"}
    return {k: v for k, v in os.environ.items() if k not in astray} | {"PIP_USER": "0"}


@contextmanager
def one_at_a_time() -> Iterator[int]:
    """Hold the set-up's lock, so that two runs never build one environment. Gives its file descriptor."""
    folder = ROOT / ".openletter"
    try:
        folder.mkdir(exist_ok=True)
        handle = open(folder / "setup.lock", "a+b")  # noqa: SIM115
    except OSError as error:
        raise SetupError(
            f"openletter must be set up, but {ROOT} cannot be written: {error}\n"
            "  try: copy openletter into a folder of your own, or install the dependencies yourself"
        ) from error
    with handle:
        acquire(handle)
        yield handle.fileno()


def acquire(handle: IO[bytes]) -> None:
    """Take the lock of the open file, waiting as long as another run works. Closing it lets go."""
    waiting = False
    while not try_lock(handle):
        if not waiting:
            say("Another run is setting openletter up; waiting for it.")
            waiting = True
        time.sleep(0.5)


def try_lock(handle: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def hand_over(python: Path, argv: Sequence[str]) -> int:
    """Run build.py again with the environment's Python."""
    command = [str(python), str(ROOT / "build.py"), *argv]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execv(command[0], command)
    # Windows has no real exec: the shell would take the end of this process for the end of the work.
    with subprocess.Popen(command) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the child got it too, and ends in its own way
                continue


def start(argv: list[str]) -> int:
    """Run openletter, or pytest, in this process."""
    if argv[:1] != ["test"]:
        from openletter.cli import main

        return main(argv)
    os.chdir(ROOT)
    import pytest

    return int(pytest.main(argv[1:]))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
