"""From the inbox to the jobs: a thread that is woken by what comes, and looks by itself for what it was not told of."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic

import structlog

from reviewbot.errors import ReviewbotError
from reviewbot.server.jobs import Jobs
from reviewbot.server.store import Lanes

POLL_SECONDS = 0.5  # another process may have put something into the inbox
REST = 4  # times as long as it has worked: while very many come, the interpreter and the disk are left to the inbox
RECOVER_SECONDS = 5.0


class Dispatcher:
    """Hands deliveries on to lanes and lanes to jobs. on_error: told of what went wrong, and was left for later."""

    def __init__(self, lanes: Lanes, jobs: Jobs) -> None:
        self._lanes, self._jobs = lanes, jobs
        self._woken, self._ended = threading.Event(), threading.Event()
        self._log = structlog.get_logger("dispatcher")
        self._threads = [
            threading.Thread(target=self._repeat, args=(self._hand_on, self._woken, POLL_SECONDS), name="dispatcher"),
            threading.Thread(target=self._repeat, args=(jobs.recover, self._ended, RECOVER_SECONDS), name="recovery"),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.daemon = True
            thread.start()

    def wake(self) -> None:
        """Something is waiting."""
        self._woken.set()

    def stop(self) -> None:
        self._ended.set()
        self._woken.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, work: Callable[[], object], woken: threading.Event, seconds: float) -> None:
        while not self._ended.is_set():
            woken.wait(seconds)
            if woken is not self._ended:
                woken.clear()
            began = monotonic()
            try:
                work()
            except ReviewbotError as error:  # a database that is locked or full: all of it stands where it stood
                self._log.warning("not handed on", what=error.what)
            except Exception:  # no fault may end the thread that everything waits for
                self._log.exception("not handed on")
            self._ended.wait(REST * (monotonic() - began))

    def _hand_on(self) -> None:
        while self._lanes.take_deliveries():
            self._queue()
        self._queue()

    def _queue(self) -> None:
        while looks := self._lanes.to_queue():
            self._jobs.queue(looks)
        self._jobs.hurry(self._lanes.to_hurry())
