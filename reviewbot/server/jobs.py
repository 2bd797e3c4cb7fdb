"""The job engine, DBOS: looks that are queued, run one at a time for each lane, and survive kill -9.

All use of DBOS is here. What is to be looked at stands in the lanes (`reviewbot.server.store.lanes`); a workflow is one
look of one generation of a lane, under an id made of both, so that queueing it twice is queueing it once.
"""

from __future__ import annotations

import fcntl
import os
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import time
from typing import Any

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetEnqueueOptions, SetWorkflowID
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from reviewbot.errors import ReviewbotError
from reviewbot.server.outcome import Outcome
from reviewbot.server.store import Lanes, Look, Queued

QUEUE = "looks"
POLL_SECONDS = 0.1
VERSION = "1"  # of the workflow below: one that was begun by another version cannot be gone on with
MOST_SLOTS = 64  # processes that work on one database on this machine
MOST_RECOVERIES = 5  # of a look that takes its process down with it
MOST_ATTEMPTS = 36  # of a look that fails, over most of an hour
# The longest is also how long a push may wait for its check once GitHub answers again.
FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 2.0, 120.0
LEAST_PRIORITY = 1000
AT_ONCE = 500  # workflows that one query is about

Evaluate = Callable[[Look], Outcome]


class Jobs:
    """The engine of this process. url: of its own database. folder: where processes on this machine tell each other
    that they live. evaluate: looks at a lane, raising nothing that is not a fault of ours.
    """

    def __init__(self, url: str, folder: str, lanes: Lanes, evaluate: Evaluate, concurrency: int) -> None:
        self._lanes, self._evaluate, self._concurrency = lanes, evaluate, concurrency
        self._slots = _Slots(folder)
        _write_ahead(url)
        config: DBOSConfig = {
            "name": "reviewbot",
            "system_database_url": url,
            "application_version": VERSION,
            "executor_id": _executor(self._slots.own),
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "run_migrations": True,
        }
        DBOS(config=config)
        self._workflow = _register(self)

    def start(self) -> None:
        """Take up what this process had begun before, and work."""
        DBOS.launch()
        DBOS.register_queue(
            QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=POLL_SECONDS, on_conflict="always_update"
        )
        self.recover()

    def stop(self, seconds: int) -> None:
        """Let what runs come to its end, for so long; what does not is taken up at the next start."""
        DBOS.destroy(workflow_completion_timeout_sec=seconds)
        self._slots.close()

    def queue(self, looks: Sequence[Queued]) -> None:
        for look in looks:
            # A repository with much to do does not keep the others waiting.
            self._enqueue(look.key, look.generation, min(1 + look.beside, LEAST_PRIORITY), 0.0)

    def hurry(self, looks: Sequence[tuple[str, int]]) -> None:
        """Have those that rest after a failure run after their first rest. Whether GitHub has asked for a pause is seen
        when they run.
        """
        for key, generation in looks:
            DBOS.set_workflow_delay(_id(key, generation), delay_seconds=_backoff(1))

    def recover(self) -> None:
        """Take up what processes of this machine had begun that live no more, and find looks that got lost."""
        for slot in self._slots.dead():
            DBOS._recover_pending_workflows([_executor(slot)])  # no public function takes up another process's work
        under_way = self._lanes.under_way()
        for first in range(0, len(under_way), AT_ONCE):  # each by itself took a third of a process with 10,000 waiting
            looks = {_id(*look): look for look in under_way[first : first + AT_ONCE]}
            found = DBOS.list_workflows(workflow_ids=[*looks], load_input=False, load_output=False)
            statuses = {each.workflow_id: each.status for each in found}
            for workflow_id, (key, generation) in looks.items():
                status = statuses.get(workflow_id)
                if status is None:  # killed between the lane's transaction and the queue's
                    self._enqueue(key, generation, 1, 0.0)
                elif status in ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED", "CANCELLED"):
                    self._lanes.bury(key, generation, f"the look ended with {status}")

    def forget(self, before: float) -> None:
        """Remove what ended before this time (seconds since 1970)."""
        ended = datetime.fromtimestamp(before, UTC).isoformat()
        while found := DBOS.list_workflows(
            completed_before=ended, status=["SUCCESS", "CANCELLED"], limit=AT_ONCE, load_input=False, load_output=False
        ):
            DBOS.delete_workflows([each.workflow_id for each in found])

    def look(self, key: str) -> dict[str, Any]:
        """A step: look once. What comes back is JSON, and kept until the look is settled."""
        look = self._lanes.look(key)
        if look is None:
            return {"wanted": None, "outcome": Outcome("stopped")._asdict()}
        if look.paused_until > time():
            return {"wanted": look.wanted, "outcome": Outcome("limited", None, look.paused_until)._asdict()}
        return {"wanted": look.wanted, "outcome": self._evaluate(look)._asdict()}

    def settle(self, key: str, generation: int, wanted: int | None, outcome: Outcome) -> dict[str, Any] | None:
        """A step: what comes next for the lane, as (generation, delay in seconds), None for nothing."""
        if wanted is None:
            return None
        if outcome.ending in ("done", "stopped"):
            following = self._lanes.finish(key, wanted)
            return None if following is None else {"generation": following, "delay": 0.0}
        most = None if outcome.ending == "limited" else MOST_ATTEMPTS
        next_one = self._lanes.retry(key, generation, outcome.why, most_attempts=most)
        if next_one is None:
            return None
        following, attempts = next_one
        delay = max(0.1, outcome.until - time()) if outcome.until else _backoff(attempts)
        return {"generation": following, "delay": delay}

    def enqueue_next(self, key: str, following: dict[str, Any] | None) -> None:
        if following is not None:
            self._enqueue(key, int(following["generation"]), 1, float(following["delay"]))

    def _enqueue(self, key: str, generation: int, priority: int, delay_seconds: float) -> None:
        options = SetEnqueueOptions(priority=priority, delay_seconds=delay_seconds or None)
        with SetWorkflowID(_id(key, generation)), options:
            DBOS.enqueue_workflow(QUEUE, self._workflow, key, generation)


def _register(jobs: Jobs) -> Callable[[str, int], None]:
    """The workflow, by a name that does not change: it stands in the database."""

    @DBOS.workflow(name="look", max_recovery_attempts=MOST_RECOVERIES)
    def workflow(key: str, generation: int) -> None:
        found = DBOS.run_step({"name": "look"}, jobs.look, key)
        outcome = Outcome(**found["outcome"])
        following = DBOS.run_step({"name": "settle"}, jobs.settle, key, generation, found["wanted"], outcome)
        jobs.enqueue_next(key, following)

    return workflow


def _write_ahead(url: str) -> None:
    """Have SQLite append what is written; as DBOS leaves it, each transaction is synced several times."""
    engine = create_engine(url)
    try:
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    except OperationalError:  # another process writes the old way at this moment; the next start changes it
        pass
    finally:
        engine.dispose()


def _id(key: str, generation: int) -> str:
    return f"{key}@{generation}"


def _executor(slot: int) -> str:
    return f"slot-{slot}"


def _backoff(attempts: int) -> float:
    """Seconds until the next try; not the same for all that failed together."""
    longest = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2.0 ** max(0, attempts - 1))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, keeps no secret


class _Slots:
    """Which processes of this machine live: each holds a lock that the system takes away when it ends, however that is.

    Two live processes under one executor id would run each other's work, and work of an id that nobody takes up stays.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        os.makedirs(folder, mode=0o700, exist_ok=True)
        self.own, self._file = self._take_one()

    def dead(self) -> list[int]:
        """The slots that nobody holds. Whoever takes one meanwhile does the same work, and DBOS lets one of them."""
        found = []
        for slot in range(MOST_SLOTS):
            if slot != self.own and os.path.exists(self._name(slot)):
                file = self._lock(slot)
                if file is not None:
                    os.close(file)
                    found.append(slot)
        return found

    def close(self) -> None:
        os.close(self._file)

    def _take_one(self) -> tuple[int, int]:
        for slot in range(MOST_SLOTS):
            file = self._lock(slot)
            if file is not None:
                return slot, file
        raise ReviewbotError(
            f"{MOST_SLOTS} processes work on this database already", help="stop some of them: reviewbot worker"
        )

    def _lock(self, slot: int) -> int | None:
        file = os.open(self._name(slot), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return None
        return file

    def _name(self, slot: int) -> str:
        return f"{self._folder}/slot-{slot}"
