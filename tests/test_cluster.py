"""The same work on a Dask cluster: the same bytes, and nothing is lost when a worker is killed."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_incremental import Project, picture, published

from openletter import cli

ROOT = Path(__file__).parent.parent


def test_nothing_of_dask_is_imported_without_a_scheduler(tmp_path: Path) -> None:
    project = Project(tmp_path, 3)
    program = (
        "import sys; from openletter import cli; "
        f"cli.main(['publish', '--project', {str(project.folder)!r}, '--quiet', '--format', 'html']); "
        "print([name for name in sys.modules if name.split('.')[0] in ('dask', 'distributed')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def start(*words: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + words[0], *words[1:]],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and two workers, each a process of its own."""
    pytest.importorskip("distributed", reason="Dask is missing: pip install 'openletter[dask]'")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    options = ["--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1"]
    workers = [start("dask_worker", address, *options) for _ in range(2)]
    from distributed import Client

    with contextlib.closing(Client(address, timeout=60, set_as_default=False)) as client:
        client.wait_for_workers(2, timeout=120)
    yield address, workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def test_a_cluster_makes_the_same_bytes_and_a_killed_worker_costs_nothing(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, workers = cluster
    project = Project(tmp_path, 5)
    for _ in range(6):
        project.add()
    project.translate()
    letter = project.letters()[0]
    (letter.parent / "a picture.png").write_bytes(picture(7))
    letter.write_text(letter.read_text("utf-8") + "\n![A picture](a%20picture.png)\n", "utf-8")
    project.publish("--format", "html,epub")
    done: list[str] = []

    def progress(_: object, number: int, total: int, what: str) -> None:
        done.append(what)
        if len(done) == 2:
            workers[0].kill()

    monkeypatch.setattr(cli.base.Call, "progress", progress)
    other = tmp_path / "other"
    project.publish("--format", "html,epub", "--scheduler", address, "--output", str(other))
    assert workers[0].wait(10) < 0
    assert sorted(done) == sorted(
        path.relative_to(project.folder / "source").with_suffix("").as_posix() for path in project.letters()
    )
    assert published(other) == published(project.folder / "output")


def test_nobody_at_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("distributed", reason="Dask is missing: pip install 'openletter[dask]'")
    from openletter.publish import cluster as module

    monkeypatch.setattr(module, "SECONDS", 1)
    project = Project(tmp_path, 4)
    arguments = ["publish", "--project", str(project.folder), "--scheduler", "tcp://127.0.0.1:9", "--quiet"]
    started = time.monotonic()
    assert cli.main(arguments) == 3
    assert "no scheduler answers" in capsys.readouterr().err
    assert time.monotonic() - started < 60
    assert not (project.folder / "output").exists()
    assert threading.active_count() < 20
