"""Atomic writes, appended lines, the lock and the exchange of folders, with faults at every step."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openletter import files
from openletter.errors import OpenletterError

CALLS = ("open", "write", "fsync", "replace", "rename", "ftruncate", "unlink", "close")


class Fault(BaseException):
    """A stop at a chosen system call, as a kill would be."""


def breaking(monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException) -> list[str]:
    """Makes the call number `at` of those in CALLS raise; returns the list of calls, filled as they come."""
    calls: list[str] = []

    def wrap(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            calls.append(name)
            if len(calls) == at:
                if name == "write" and len(arguments[1]) > 1:
                    original(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
                raise error
            return original(*arguments, **named)

        return call

    for name in CALLS:
        monkeypatch.setattr(os, name, wrap(name, getattr(os, name)))
    return calls


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.name.endswith(files.TEMPORARY)]


@pytest.mark.parametrize("before", [None, b"old"])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), Fault()])
def test_a_write_is_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None, error: BaseException
) -> None:
    for at in range(1, 40):
        path = tmp_path / str(at) / "deep" / "f"
        if before is not None:
            files.write_atomic(path, before)
        with monkeypatch.context() as patch:
            calls = breaking(patch, at, error)
            with contextlib.suppress(Fault):
                try:
                    files.write_atomic(path, b"new")
                except OpenletterError as caught:
                    message = str(caught)
                else:
                    message = f"{path} try:"
                assert f"{path}" in message
                assert "try:" in message
        now = path.read_bytes() if path.exists() else None
        assert now in (before, b"new")
        assert at > len(calls) or isinstance(error, Fault) or not leftovers(tmp_path / str(at))
        if at > len(calls):
            assert now == b"new"
            return
    pytest.fail("never ran to its end")


@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), Fault()])
def test_an_append_is_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    for at in range(1, 20):
        path = tmp_path / str(at)
        files.append(path, b"one\n")
        with monkeypatch.context() as patch:
            calls = breaking(patch, at, error)
            try:
                files.append(path, b"two\nthree\n")
            except (OpenletterError, Fault):
                pass
            else:
                assert path.read_bytes() == b"one\ntwo\nthree\n"
        assert path.read_bytes() in (b"one\n", b"one\ntwo\nthree\n")
        if at > len(calls):
            return
    pytest.fail("never ran to its end")


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "f"
    files.write_atomic(path, b"1")
    assert stat.S_IMODE(path.stat().st_mode) & 0o400
    path.chmod(0o640)
    files.write_atomic(path, b"2")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"")
    with pytest.raises(OpenletterError, match="f/g") as caught:
        files.write_atomic(tmp_path / "f" / "g", b"1")
    assert caught.value.code == "cannot-write"


@pytest.mark.parametrize(
    ("content", "kept", "torn"),
    [
        (b"one\n", b"one\n", b""),
        (b"", b"", b""),
        (b"one\ntw", b"one\n", b"tw"),
        (b"one\nwhole", b"one\nwhole\n", b""),
        (b"tw", b"", b"tw"),
        (b"one\n\0\0\0", b"one\n", b"\0\0\0"),
    ],
)
def test_a_torn_line_is_set_aside(tmp_path: Path, content: bytes, kept: bytes, torn: bytes) -> None:
    path = tmp_path / "j"
    path.write_bytes(content)
    assert files.mend(path, lambda line: line == b"whole") == torn
    assert path.read_bytes() == kept
    aside = tmp_path / "j.torn"
    assert (aside.read_bytes() if aside.exists() else b"") == (torn.strip(b"\0") + b"\n" if torn else b"")
    assert files.mend(path, lambda line: False) == b""


def test_nothing_of_a_torn_line_is_lost_by_a_crash_while_mending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(1, 30):
        path = tmp_path / str(at)
        path.write_bytes(b"one\ntorn")
        with monkeypatch.context() as patch:
            calls = breaking(patch, at, Fault())
            with contextlib.suppress(Fault):
                files.mend(path, lambda line: False)
        files.mend(path, lambda line: False)
        assert path.read_bytes() == b"one\n"
        assert b"torn\n" in (tmp_path / f"{at}.torn").read_bytes()
        if at > len(calls):
            return
    pytest.fail("never ran to its end")


# The lock


def test_the_lock_keeps_threads_apart(tmp_path: Path) -> None:
    inside: list[int] = []
    seen: list[int] = []

    def work() -> None:
        for _ in range(20):
            with files.lock(tmp_path), files.lock(tmp_path):
                inside.append(1)
                seen.append(len(inside))
                time.sleep(0)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 80


HOLD = "import sys, time; from pathlib import Path; from openletter import files\n" + (
    "with files.lock(Path(sys.argv[1])):\n print('held', flush=True); time.sleep(60)"
)


def test_the_lock_keeps_processes_apart_and_goes_with_its_process(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE)
    try:
        assert other.stdout
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(OpenletterError) as caught, files.lock(tmp_path, wait=0.1):
            pytest.fail("two hold the lock")
        assert caught.value.code == "locked"
        assert caught.value.hint
    finally:
        other.send_signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
        other.communicate()
    with files.lock(tmp_path, wait=1):
        pass


# The exchange of folders


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "sub").mkdir()
    (path / "a").write_text(text)
    (path / "sub" / "b").write_text(text)
    return path


def held(path: Path) -> set[str]:
    return {file.read_text() for file in path.rglob("*") if file.is_file()}


@pytest.fixture(params=["swap", "record"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "record":
        monkeypatch.setattr(files, "_swap", lambda one, other: False)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_a_folder_takes_another_s_place(tmp_path: Path) -> None:
    old = folder(tmp_path / "output", "old")
    new = folder(tmp_path / "elsewhere" / "new", "new")
    files.exchange(new, old)
    assert held(old) == {"new"}
    assert not new.exists()
    assert not leftovers(tmp_path)
    files.exchange(folder(tmp_path / "first", "1"), tmp_path / "none yet" / "output")
    assert held(tmp_path / "none yet" / "output") == {"1"}


@pytest.mark.usefixtures("way")
def test_from_another_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = folder(tmp_path / "output", "old")
    new = folder(tmp_path / "new", "new")
    rename = os.rename

    def refuse(source: Path, target: Path) -> None:
        if source == new:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        rename(source, target)

    monkeypatch.setattr(os, "rename", refuse)
    files.exchange(new, old)
    assert held(old) == {"new"}
    assert not new.exists()


def test_a_crash_during_an_exchange_leaves_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    for at in range(1, 200):
        here = tmp_path / str(at)
        old = folder(here / "output", "old")
        new = folder(here / "new", "new")
        with monkeypatch.context() as patch:
            calls = breaking(patch, at, Fault())
            try:
                files.exchange(new, old)
            except Fault:
                pass
            else:
                assert held(old) == {"new"}
        if way == "swap":
            assert held(old) in ({"old"}, {"new"})
        files.sweep(here)
        assert held(old) in ({"old"}, {"new"})
        assert not leftovers(here)
        if at > len(calls):
            return
    pytest.fail("never ran to its end")


@pytest.mark.parametrize("many", [2, files.MANY + 1])
@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), Fault()])
def test_a_batch_leaves_each_file_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int, error: BaseException
) -> None:
    for at in (*range(1, 60), *range(60, 400, 37)):
        folder = tmp_path / str(at)
        folder.mkdir()
        paths = [folder / f"{number}" for number in range(many)]
        for path in paths:
            path.write_bytes(b"old")
        with monkeypatch.context() as patch:
            calls = breaking(patch, at, error)
            with contextlib.suppress(OpenletterError, OSError, Fault), files.batch():
                for path in paths:
                    files.write_atomic(path, b"new")
        found = {path.read_bytes() for path in paths}
        assert found <= {b"old", b"new"}
        assert len(calls) < at or not leftovers(folder) or isinstance(error, Fault)
        if len(calls) < at:
            assert found == {b"new"}
            return


def test_a_batch_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with contextlib.suppress(ZeroDivisionError), files.batch():
        files.write_atomic(path, b"new")
        assert path.read_bytes() == b"old"
        raise ZeroDivisionError
    assert [path.read_bytes(), *leftovers(tmp_path)] == [b"old"]
    with files.batch():
        files.write_atomic(path, b"new")
    assert path.read_bytes() == b"new"
