"""What goes wrong around a publication: what readers find is the old set or the new one, whole."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from test_incremental import Project, published

from openletter import cli, files

ROOT = Path(__file__).parent.parent
NO_SPACE = OSError(errno.ENOSPC, "No space left on device")
READ_ONLY = OSError(errno.EROFS, "Read-only file system")


def whole(output: Path) -> bool:
    """Whether the folder is what its manifest says."""
    found = json.loads((output / "manifest.json").read_bytes())
    listed = {one["path"] for one in found["artifacts"]} | set(found["files"]) | {"manifest.json"}
    sizes = {one["path"]: one["size"] for one in found["artifacts"]}
    return set(published(output)) == listed and all(
        (output / p).stat().st_size == n for p, n in sizes.items()
    )


def leftovers(folder: Path) -> list[str]:
    return [str(path) for path in folder.rglob(f"*{files.TEMPORARY}")]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path, 6)
    made.publish("--format", "html")
    return made


def change(project: Project) -> None:
    path = project.letters()[0]
    path.write_text(path.read_text("utf-8").replace(".\n", ", again.\n"), "utf-8")


@pytest.mark.parametrize("error", [NO_SPACE, READ_ONLY])
def test_a_disk_that_takes_no_more_leaves_the_old_set(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError
) -> None:
    output = project.folder / "output"
    before = published(output)
    change(project)
    arguments = [
        "publish",
        "--project",
        str(project.folder),
        "--quiet",
        "--format",
        "html",
        "--require",
        "missing",
    ]
    failed = 0
    for at in range(60):
        with monkeypatch.context() as patch:
            calls = breaking(patch, at, error)
            code = cli.main([*arguments, "--jobs", "1"])
        if calls[0] <= at:
            assert code == 0
            break
        failed += 1
        told = capsys.readouterr().err
        assert code == 1, at
        assert str(error.strerror) in told
        assert "try: look whether the disk is full" in told
        assert published(output) == before or whole(output), at
        assert not leftovers(project.folder), at
    assert failed > 5
    assert published(output) != before
    assert whole(output)


def breaking(patch: pytest.MonkeyPatch, at: int, error: OSError) -> list[int]:
    """Makes the writing call number `at` fail, and all after it; returns how many there were."""
    calls = [0]

    def wrap(owner: object, name: str) -> None:
        original = getattr(owner, name)

        def call(*arguments: object, **named: object) -> object:
            target = str(arguments[0])
            if name == "mkdir" and ".staged" not in target:
                return original(*arguments, **named)
            calls[0] += 1
            if calls[0] > at:
                raise error
            return original(*arguments, **named)

        patch.setattr(owner, name, call)

    wrap(Path, "write_bytes")
    wrap(Path, "mkdir")
    wrap(os, "fsync")
    return calls


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="a process is killed after a fork, which this system lacks"
)
def test_killed_at_random_moments(project: Project, request: pytest.FixtureRequest) -> None:
    """100 times: the child shares what is imported, so that the moments fall into the work itself."""
    output = project.folder / "output"
    choose = random.Random(7)
    seconds = 0.3
    for _ in range(100):
        old = published(output)
        change(project)
        started = time.monotonic()
        child = os.fork()
        if child == 0:
            try:
                project.publish("--format", "html")
            finally:
                os._exit(0)
        time.sleep(choose.uniform(0, seconds * 1.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = published(output)
        assert whole(output)
        if found != old:
            seconds = min(seconds, time.monotonic() - started)
    project.publish("--format", "html")
    assert not leftovers(project.folder)
    final = published(output)
    project.publish("--format", "html", "--output", str(project.folder / "clean"))
    assert published(project.folder / "clean") == final


def test_a_clock_that_is_set_back_hides_no_change(project: Project) -> None:
    path = project.letters()[0]
    change(project)
    os.utime(path, (1, 1))
    before = published(project.folder / "output")
    project.publish("--format", "html")
    assert published(project.folder / "output") != before
    os.utime(path, (4e9, 4e9))
    stamps = {one: one.stat().st_mtime_ns for one in (project.folder / "output").rglob("*")}
    project.publish("--format", "html")
    assert {one: one.stat().st_mtime_ns for one in (project.folder / "output").rglob("*")} == stamps


def test_two_builds_at_once(project: Project) -> None:
    change(project)
    command = [sys.executable, "-m", "openletter.cli", "publish", "--project", str(project.folder), "--quiet"]
    command += ["--format", "html", "--require", "missing", "--jobs", "1"]
    both = [subprocess.Popen(command, cwd=ROOT) for _ in range(2)]
    assert [one.wait(120) for one in both] == [0, 0]
    assert whole(project.folder / "output")
    assert not leftovers(project.folder)


def test_readers_never_see_a_mixture(project: Project) -> None:
    output, stop = project.folder / "output", threading.Event()
    seen: list[str] = []

    def read() -> None:
        while not stop.is_set():
            try:
                folder = os.open(output, os.O_RDONLY)
            except FileNotFoundError:
                seen.append("nothing")
                continue
            try:
                names = os.listdir(folder)
                seen.append("whole" if "manifest.json" in names and "index.html" in names else str(names))
            except FileNotFoundError:
                pass  # the old folder, opened just before it was deleted
            finally:
                os.close(folder)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(5):
        change(project)
        project.publish("--format", "html")
    stop.set()
    reader.join()
    assert "nothing" not in seen
    assert seen.count("whole") > 5


def test_an_output_on_another_file_system(project: Project) -> None:
    shared = Path("/dev/shm")
    if not shared.is_dir() or shared.stat().st_dev == project.folder.stat().st_dev:
        pytest.skip("there is no second file system at /dev/shm")
    other = shared / f"openletter-test-{os.getpid()}"
    try:
        project.publish("--format", "html", "--output", str(other / "deep/output"))
        change(project)
        project.publish("--format", "html", "--output", str(other / "deep/output"))
        project.publish("--format", "html")
        assert published(other / "deep/output") == published(project.folder / "output")
    finally:
        subprocess.run(["rm", "-rf", str(other)], check=True)


def test_a_locale_without_utf_8_and_a_path_with_spaces_and_arabic_letters(tmp_path: Path) -> None:
    folder = tmp_path / "رسائل مفتوحة et cetera"
    folder.mkdir()
    project = Project(folder, 8)
    project.publish("--format", "html,epub")
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "openletter.cli", "publish", "--project", str(folder), "--jobs", "2"]
    command += ["--format", "html,epub", "--require", "missing", "--output", str(folder / "other")]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert "رسائل مفتوحة et cetera".encode() in done.stdout
    assert published(folder / "other") == published(folder / "output")
