"""Jobs and dispatcher at work on looks that a test invents."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

from reviewbot.server.dispatcher import Dispatcher
from reviewbot.server.jobs import Jobs
from reviewbot.server.lane import lane_of
from reviewbot.server.outcome import DONE
from reviewbot.server.store import Deliveries, Lanes, open_database


class Worker:
    """Jobs and dispatcher over a real database, with looks that a test invents."""

    def __init__(self, folder, evaluate, concurrency=4):
        self.database = open_database(f"sqlite:///{folder}/reviewbot.db")
        self.deliveries, self.lanes = Deliveries(self.database), Lanes(self.database)
        self.jobs = Jobs(f"sqlite:///{folder}/jobs.db", f"{folder}/locks", self.lanes, evaluate, concurrency)
        self.dispatcher = Dispatcher(self.lanes, self.jobs)

    def start(self):
        self.jobs.start()
        self.dispatcher.start()

    def stop(self):
        self.dispatcher.stop()
        self.jobs.stop(0)
        self.database.close()

    def want(self, *hints):
        self.lanes.want([lane_of(hint) for hint in hints])
        self.dispatcher.wake()

    def wait(self, seconds=20):
        deadline = time.monotonic() + seconds
        while self.deliveries.waiting() or self.lanes.count()["waiting"]:
            assert time.monotonic() < deadline, self.lanes.under_way()
            time.sleep(0.01)


@contextmanager
def working(folder, evaluate, **options):
    worker = Worker(folder, evaluate, **options)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


class Looks:
    """Looks that take a while, and remember how many ran at once."""

    def __init__(self, seconds=0.02, outcome=lambda _look: DONE):
        self.seconds, self.outcome = seconds, outcome
        self.lock = threading.Lock()
        self.running, self.most, self.had = {}, {}, []

    def __call__(self, look):
        key = look.lane.key
        with self.lock:
            self.running[key] = self.running.get(key, 0) + 1
            self.most[key] = max(self.most.get(key, 0), self.running[key])
            self.had.append((key, look.wanted))
        time.sleep(self.seconds)
        with self.lock:
            self.running[key] -= 1
        return self.outcome(look)
