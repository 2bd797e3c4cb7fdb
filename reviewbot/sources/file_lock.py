"""Locks between processes and threads: they end with whoever holds them, however that ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.005, 0.2


@contextmanager
def file_lock(path: str, *, shared: bool = False, wait_seconds: float = 0.0) -> Iterator[bool]:
    """Whether the lock of this file was got; it is made where it is not there, and never removed.

    Several may share it, or one has it alone. flock(2) belongs to the open file, so threads keep each other out too.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield _lock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, monotonic() + wait_seconds)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, kind: int, deadline: float) -> bool:
    pause = _FIRST_PAUSE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= deadline:
                return False
            sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
        else:
            return True
