"""A file that somebody handed in: whether it may be opened, and its bytes. Its name is not trusted either."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from openletter import po
from openletter.errors import SubmissionError, UsageError
from openletter.model import Place

_SPACES = "\u00a0\u202f\u3000"
"""Spaces of languages, which Python does not call printable."""


def shown(text: str) -> str:
    """A text from outside as it may be shown: what cannot be seen, or turns text around, by its number.

    >>> shown("a\\u202eb")
    'a[U+202E]b'
    """
    return "".join(c if c.isprintable() or c in _SPACES else f"[U+{ord(c):04X}]" for c in text)


def read(path: Path) -> bytes:
    """The bytes of a submitted file, at most one more than are taken.

    Raises SubmissionError for a name that looks like another (`file-name`), and for a link or anything else
    that is no ordinary file (`no-file`); UsageError for one that is not there.
    """
    name = shown(str(path))
    if not path.name.isprintable():
        raise SubmissionError(
            "the file's name holds characters that cannot be seen, or that make it look like another",
            hint="give the file a plain name, such as letter.fr.po, and hand it in again",
            where=Place(name),
            code="file-name",
        )
    try:
        if path.is_symlink():
            raise _no_file(name, "the file is a link to another place")
        descriptor = os.open(
            path, os.O_RDONLY | _flag("O_NOFOLLOW") | _flag("O_NONBLOCK") | _flag("O_BINARY")
        )
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _no_file(name, "this is no ordinary file")
            return _bytes(descriptor, po.SUBMISSION.file + 1)
        finally:
            os.close(descriptor)
    except OSError as error:
        if sys.platform == "win32" and path.is_dir():
            raise _no_file(name, "this is no ordinary file") from error
        raise UsageError(
            f"the file cannot be read: {error.strerror}",
            hint="look whether the name is right, and whether you may read the file",
            where=Place(name),
            code="cannot-read",
        ) from error


def _flag(name: str) -> int:
    return int(getattr(os, name, 0))


def _no_file(name: str, what: str) -> SubmissionError:
    return SubmissionError(what, hint="hand in the file itself", where=Place(name), code="no-file")


def _bytes(descriptor: int, most: int) -> bytes:
    parts = []
    while most > 0:
        part = os.read(descriptor, min(most, 1 << 20))
        if not part:
            break
        parts.append(part)
        most -= len(part)
    return b"".join(parts)
