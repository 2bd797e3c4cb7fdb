"""The reconciler: what no event told of is found all the same, and what GitHub could not deliver is delivered again.

GitHub does not deliver again by itself.
https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import time

import structlog

from reviewbot.errors import ReviewbotError
from reviewbot.github.app import App
from reviewbot.server.jobs import Jobs
from reviewbot.server.lane import sweep_of
from reviewbot.server.looking import Surroundings
from reviewbot.server.store import Deliveries

MOST_AT_ONCE = 200  # deliveries that are asked for again in one round
OLDEST = timedelta(days=3)  # GitHub keeps no older ones
OVERLAP = timedelta(hours=1)  # that is looked at again: what was asked for may have failed again
KEPT_SECONDS = 7 * 24 * 3600.0  # deliveries, lanes at rest and ended jobs, for whoever asks what happened


class Reconciler:
    """Works every so many seconds, in one process at a time. folder: where that is agreed upon."""

    def __init__(
        self,
        app: App,
        surroundings: Surroundings,
        deliveries: Deliveries,
        jobs: Jobs,
        seconds: float,
        folder: str,
        on_redelivered: Callable[[int], None],
    ) -> None:
        self._app, self._surroundings, self._deliveries, self._jobs = app, surroundings, deliveries, jobs
        self._seconds, self._on_redelivered = seconds, on_redelivered
        self._file = os.open(f"{folder}/reconciler", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._looked_back_to = datetime.now(UTC) - OLDEST
        self._ended = threading.Event()
        self._log = structlog.get_logger("reconciler")
        self._thread = threading.Thread(target=self._run, name="reconciler", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        os.close(self._file)

    def _run(self) -> None:
        while not self._ended.is_set():
            if self._is_ours():
                for work in (self.redeliver, self.sweep, self.forget):
                    self._try(work)
            self._ended.wait(self._seconds)

    def _is_ours(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # until this process ends
        except OSError:
            return False
        return True

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except ReviewbotError as error:
            self._log.warning("not reconciled", what=error.what)
        except Exception:  # the next round may do better, and there must be one
            self._log.exception("not reconciled")

    def sweep(self) -> None:
        """Have every repository looked through for pull requests that changed unseen."""
        for installation in self._app.installations():
            try:
                found = self._surroundings.client(installation).repositories()
            except ReviewbotError as error:  # suspended, say; the others are looked at all the same
                self._surroundings.forget_client(installation)
                self._log.warning("not reconciled", installation=installation, what=error.what)
                continue
            self._surroundings.lanes.want(sweep_of(installation, each.id) for each in found)

    def redeliver(self) -> None:
        """Ask for what GitHub could not deliver."""
        since, now = self._looked_back_to, datetime.now(UTC)
        failed = self._app.failed_deliveries(since.strftime("%Y-%m-%dT%H:%M:%SZ"))[:MOST_AT_ONCE]
        for delivery in failed:
            self._app.redeliver(delivery.id)
        self._on_redelivered(len(failed))
        self._looked_back_to = now - OVERLAP if len(failed) < MOST_AT_ONCE else since

    def forget(self) -> None:
        before = time() - KEPT_SECONDS
        self._deliveries.forget(before)
        self._surroundings.lanes.forget(before)
        self._jobs.forget(before)
