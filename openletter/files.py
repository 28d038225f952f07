"""Writing that survives a crash: atomic files, appended lines, the project lock, the exchange of folders.

After each of these calls the disk holds what was there before or what was asked for, never a mixture. Tried
on Linux; the branches for macOS (`renamex_np`) and Windows (`msvcrt`, no fsync of folders) follow their
documentation and could not be tried.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import secrets
import shutil
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from openletter.errors import OpenletterError
from openletter.model import Place

TEMPORARY = ".openletter-tmp"
"""The end of the name of every file and folder that is only there while something is being written."""

_EXCHANGE = 2
"""RENAME_EXCHANGE of Linux's renameat2(2), RENAME_SWAP of macOS's renamex_np(2)."""

_AT_FDCWD = -100


@contextlib.contextmanager
def naming(path: Path, doing: str) -> Iterator[None]:
    """Turns an OSError into an error that names the path."""
    try:
        yield
    except OSError as error:
        raise OpenletterError(
            f"cannot {doing}: {error.strerror or error}",
            where=Place(str(path)),
            hint="look whether the disk is full and whether you may write there; what was there is kept",
            code="cannot-write",
        ) from error


def write_atomic(path: Path, data: bytes) -> None:
    """Makes `path` hold exactly `data`, or leaves it as it was and raises.

    The folder is made where it is missing. A file that exists keeps its permissions. Inside of `batch`, the
    file is only there when the batch ends.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}{TEMPORARY}")
    with naming(path, "write"):
        make_folder(path.parent)
        try:
            _write_new(temporary, data, path, sync=_batch.waiting is None)
            if _batch.waiting is not None:
                _batch.waiting.append((temporary, path))
                _batch.swept.add(path.parent)
                return
            _replace(temporary, path)
        except BaseException:  # also Ctrl-C leaves nothing behind
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def _write_new(path: Path, data: bytes, like: Path, sync: bool = True) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with contextlib.suppress(OSError):
            os.chmod(path, like.stat().st_mode & 0o777)
        _write_all(descriptor, data)
        if sync:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Batch(threading.local):
    def __init__(self) -> None:
        self.waiting: list[tuple[Path, Path]] | None = None
        self.swept: set[Path] = set()


_batch = _Batch()


@contextlib.contextmanager
def batch() -> Iterator[None]:
    """Atomic writes of this thread inside of it reach the disk together, at its end.

    Each file is then the old or the new one, as ever; a thousand files take the disk one effort and not a
    thousand. An error inside of it leaves all as they were.
    """
    if _batch.waiting is not None:
        yield
        return
    waiting = _batch.waiting = []
    _batch.swept = set()
    try:
        yield
        _batch.waiting = None
        _finish(waiting)
    finally:
        _batch.waiting = None
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _finish(waiting: list[tuple[Path, Path]]) -> None:
    """Brings the files that wait to their places. What could not be placed is left in `waiting`."""
    if not waiting:
        return
    with naming(waiting[0][1], "write"):
        sync_files([temporary for temporary, _ in waiting])
    folders = {path.parent for _, path in waiting}
    waiting.reverse()
    while waiting:
        temporary, path = waiting[-1]
        with naming(path, "write"):
            _replace(temporary, path)
        waiting.pop()
    for folder in folders:
        sync_folder(folder)


MANY = 32
"""From how many files on one call for their whole file system is cheaper than one for each."""


def sync_files(paths: Sequence[Path]) -> None:
    """Makes the contents of new files on one file system survive a power cut."""
    if len(paths) >= MANY and _sync_file_system(paths[0]):
        return
    for path in paths:
        descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sync_file_system(path: Path) -> bool:
    """Linux's syncfs(2); False where there is none. Raises OSError for what could not be written."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "syncfs"):
        return False
    descriptor = os.open(path, os.O_RDONLY)
    try:
        if library.syncfs(descriptor) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(path))
    finally:
        os.close(descriptor)
    return True


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _replace(new: Path, old: Path) -> None:
    """`os.replace`, tried again on Windows, where a virus scanner may hold the file for a moment."""
    for attempt in range(20 if sys.platform == "win32" else 0):
        try:
            os.replace(new, old)
        except PermissionError:
            time.sleep(0.01 * (attempt + 1))
        else:
            return
    os.replace(new, old)


def make_folder(path: Path) -> None:
    """Makes the folder and those above it, so that they survive a power cut too."""
    missing = []
    while not path.is_dir():
        missing.append(path)
        path = path.parent
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
        sync_folder(folder.parent)


def sync_folder(path: Path) -> None:
    """Makes the names in a folder survive a power cut, where the system has that."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def append(path: Path, data: bytes) -> None:
    """Adds whole lines to the end of a file with one write, and returns when they are on the disk.

    Raises, and leaves the file as it was, when not all could be written. `mend` comes first where a torn
    line may stand at the end.
    """
    if not data:
        return
    if not data.endswith(b"\n"):
        raise ValueError("only whole lines can be appended")
    with naming(path, "append"):
        make_folder(path.parent)
        new = not path.exists()
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        try:
            _append_all(descriptor, data)
        finally:
            os.close(descriptor)
        if new:
            sync_folder(path.parent)


def _append_all(descriptor: int, data: bytes) -> None:
    size = os.fstat(descriptor).st_size
    try:
        _write_all(descriptor, data)
        os.fsync(descriptor)
    except BaseException:  # also Ctrl-C leaves no half of a line
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, size)
        raise


def mend(path: Path, whole: Callable[[bytes], bool]) -> bytes:
    """Makes a file of lines end with a line's end, and returns the torn line that was set aside.

    A last line without its end is completed where `whole` takes it for one; anything else is moved to the
    end of `NAME.torn` beside the file. Returns b"" when there was nothing to set aside.
    """
    with naming(path, "mend"):
        if not path.exists():
            return b""
        data = path.read_bytes()
        start = data.rfind(b"\n") + 1
        last = data[start:]
        if not last:
            return b""
        if whole(last):
            append(path, b"\n")
            return b""
        append(path.with_name(path.name + ".torn"), last.replace(b"\0", b"") + b"\n")
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.ftruncate(descriptor, start)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return last


# The project lock


class _Held(threading.local):
    def __init__(self) -> None:
        self.depth: dict[tuple[int, str], int] = {}
        self.spelled: dict[str, tuple[int, str]] = {}


_held = _Held()


_NOT_OURS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextlib.contextmanager
def lock(project: Path, wait: float = 30.0, to_write: bool = True) -> Iterator[None]:
    """Holds the project against every other process and thread that wants to write in it.

    The lock is the operating system's and ends with the process, however that ends. A thread that holds it
    may take it again. Raises after `wait` seconds. Who only reads (`to_write` false) goes on without it
    where nothing can be written in the project.
    """
    path = project / ".openletter" / "lock"
    spelled = os.path.abspath(path)
    key = _held.spelled.get(spelled, (0, ""))
    if key[0] != os.getpid():
        key = os.getpid(), os.path.realpath(path)
    if _held.depth.get(key):
        _held.depth[key] += 1
        try:
            yield
        finally:
            _held.depth[key] -= 1
        return
    try:
        with naming(path, "lock the project"):
            make_folder(path.parent)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OpenletterError as error:
        cause = error.__cause__
        if to_write or not isinstance(cause, OSError) or cause.errno not in _NOT_OURS:
            raise
        yield
        return
    try:
        _acquire(descriptor, path, wait)
        _held.depth[key] = 1
        _held.spelled[spelled] = key
        try:
            yield
        finally:
            del _held.depth[key], _held.spelled[spelled]
            _unlock(descriptor)
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    pause = 0.001
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            raise OpenletterError(
                f"another openletter has been writing in this project for {wait:g} seconds; "
                "which one cannot be told",
                where=Place(str(path)),
                hint="wait until it has finished, or end it; the lock goes with its process, so that "
                "there is no file to delete",
                code="locked",
            )
        time.sleep(pause)
        pause = min(pause * 2, 0.05)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


# The exchange of folders


def exchange(new: Path, old: Path, unchanged: Collection[str] = ()) -> None:
    """Puts folder `new` in the place of folder `old`, as a whole, and deletes what was there.

    `unchanged` are the paths of files, relative to it, that are hard links to what is on the disk already.

    Where the system cannot exchange two folders at once, the steps are recorded beside `old`, and `sweep`
    completes them after a crash. `new` may lie on another file system: it is copied next to `old` first.
    """
    with naming(old, "exchange the folder"):
        make_folder(old.parent)
        complete(old)
        beside = _beside(old, "new")
        try:
            _move_beside(new, beside)
            _sync_tree(beside, unchanged)
            _exchange(beside, old)
        except Exception:
            if not _beside(old, "record").exists():
                shutil.rmtree(beside, ignore_errors=True)
            raise


def _exchange(beside: Path, old: Path) -> None:
    if not old.exists():
        os.rename(beside, old)
    elif _swap(beside, old):
        sync_folder(old.parent)
        shutil.rmtree(beside)
    else:
        write_atomic(_beside(old, "record"), b"")
        complete(old)
    sync_folder(old.parent)


def _beside(old: Path, what: str) -> Path:
    return old.with_name(f".{old.name}.{what}{TEMPORARY}")


def _move_beside(new: Path, beside: Path) -> None:
    try:
        os.rename(new, beside)
    except OSError:
        shutil.copytree(new, beside, symlinks=True)
        shutil.rmtree(new)


def _sync_tree(folder: Path, unchanged: Collection[str] = ()) -> None:
    new, folders = [], []
    for root, _, names in os.walk(folder):
        below = os.path.relpath(root, folder).replace(os.sep, "/")
        prefix = "" if below == "." else below + "/"
        folders.append(Path(root))
        new += [
            Path(root, name)
            for name in names
            if prefix + name not in unchanged and not os.path.islink(os.path.join(root, name))
        ]
    sync_files(new)
    for path in folders:
        sync_folder(path)


def _swap(one: Path, other: Path) -> bool:
    """Exchanges two folders in one step; False where the system or the file system cannot."""
    try:
        if sys.platform.startswith("linux"):
            call = ctypes.CDLL(None, use_errno=True).renameat2
            return bool(
                call(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_EXCHANGE))
                == 0
            )
        if sys.platform == "darwin":
            call = ctypes.CDLL(None, use_errno=True).renamex_np
            return bool(call(os.fsencode(one), os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0)
    except (OSError, AttributeError):
        pass
    return False


def complete(old: Path) -> None:
    """Completes an exchange that a crash cut short, and removes what is left of one that was not begun.

    Idempotent: it may itself be cut short anywhere.
    """
    beside, record, aside = _beside(old, "new"), _beside(old, "record"), _beside(old, "old")
    if record.exists() and beside.exists():
        if old.exists():
            if aside.exists():
                shutil.rmtree(aside)
            os.rename(old, aside)
        os.rename(beside, old)
        sync_folder(old.parent)
    for left in (beside, aside):
        if left.is_symlink():
            left.unlink()
        elif left.exists():
            shutil.rmtree(left)
    if record.exists():
        record.unlink()


def sweep(folder: Path) -> None:
    """Completes the exchanges and removes the temporary files that a crash left in a folder.

    Only for who holds the lock, or a file that somebody is writing would go. In a batch each folder is
    swept once, before the first file that waits in it.
    """
    if _batch.waiting is not None:
        if folder in _batch.swept:
            return
        _batch.swept.add(folder)
    if not folder.is_dir():
        return
    with naming(folder, "clean up"):
        for record in folder.glob(f".*.record{TEMPORARY}"):
            complete(folder / record.name[1 : -len(f".record{TEMPORARY}")])
        for left in folder.glob(f".*{TEMPORARY}"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()
