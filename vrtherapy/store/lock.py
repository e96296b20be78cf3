"""A lock on an open file that other processes keep to as well; it ends with the process that holds it."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from typing import Final

WAIT_S: Final = 5.0
AGAIN_S: Final = 0.02
FAR: Final = 1 << 30
"""Windows locks bytes, and whom it keeps out cannot read them: one that is never written."""


@contextlib.contextmanager
def locked(fd: int, within_s: float = WAIT_S) -> Iterator[None]:
    """Waits for the lock. Raises OSError (TimeoutError) where somebody else keeps it for `within_s`."""
    until = time.monotonic() + within_s
    while not _taken(fd):
        if time.monotonic() >= until:
            raise TimeoutError(None, f"another process has kept it locked for {within_s:.0f} s")
        time.sleep(AGAIN_S)
    try:
        yield
    finally:
        _let_go(fd)


if sys.platform == "win32":
    import msvcrt

    def _taken(fd: int) -> bool:
        os.lseek(fd, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _let_go(fd: int) -> None:
        os.lseek(fd, FAR, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)
