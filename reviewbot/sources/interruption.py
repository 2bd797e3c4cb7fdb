"""Ending early: Ctrl-C, a request to end, a terminal that goes away. What is open is closed and removed on the way out.

A signal raises in the middle of whatever runs. Where that would lose sight of a process or a folder that was just
made, or break off its removal, `uninterrupted` holds it back until the block is through.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

EXIT_SIGNAL = 128  # and the signal's number, as shells have it: https://tldp.org/LDP/abs/html/exitcodes.html
_ENDING = (signal.SIGINT, signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))

_ended: list[int] = []
_waiting: list[BaseException] = []
_holding: list[object] = []


def end_cleanly_on_signals() -> None:
    """From now on Ctrl-C raises KeyboardInterrupt, and the other signals SystemExit with a shell's exit status.

    Only the first one counts. A signal that whoever started us ignores (nohup) stays ignored.
    """
    _ended.clear()
    for number in _ENDING:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)


def _end(number: int, _frame: object) -> None:
    if _ended:
        return  # a second Ctrl-C must not break off the cleaning
    _ended.append(number)
    _waiting.append(KeyboardInterrupt() if number == signal.SIGINT else SystemExit(EXIT_SIGNAL + number))
    _raise_unless_held()


@contextmanager
def deadline(seconds: float, error: Exception, grace_seconds: float) -> Iterator[None]:
    """A block that raises `error` when it takes longer; when cleaning up then takes longer than the grace, all ends."""

    def late(_number: int, _frame: object) -> None:
        signal.signal(signal.SIGALRM, lambda *_: os._exit(EXIT_SIGNAL + signal.SIGALRM))
        signal.setitimer(signal.ITIMER_REAL, grace_seconds)
        _waiting.append(error)
        _raise_unless_held()

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _raise_unless_held() -> None:
    if _waiting and not _holding:
        raise _waiting.pop()


class uninterrupted:  # noqa: N801 - read as `with uninterrupted():`
    """A block that is gone through to its end; a signal that came meanwhile raises after it."""

    def __enter__(self) -> None:
        _holding.append(self)

    def __exit__(self, *_error: object) -> None:
        _holding.pop()
        _raise_unless_held()
