"""The heap of the C library: what is freed stays with the process, instead of going back to the system.

brotli asks for a piece of more than 32 MiB for each font, and Typst for many smaller ones. glibc gets such a
piece from the system and gives it back, each time, and the system clears every page anew: for many letters, a
sixth of all the time.
"""

from __future__ import annotations

import contextlib
import functools
import os

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3
"""The parameters of mallopt(3), as <malloc.h> numbers them."""
_MIB = 1 << 20


@functools.cache
def keep_what_is_freed() -> None:
    """For this process, where its C library is glibc; nothing where it is another. Once is enough."""
    with contextlib.suppress(ValueError, AttributeError, OSError, ImportError):
        if (os.confstr("CS_GNU_LIBC_VERSION") or "").startswith("glibc"):
            import ctypes

            library = ctypes.CDLL(None)
            for parameter, value in ((_TRIM_THRESHOLD, 256), (_MMAP_THRESHOLD, 64), (_TOP_PAD, 1)):
                library.mallopt(parameter, value * _MIB)
