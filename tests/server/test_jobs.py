"""The job engine: every look that is wanted is had, one at a time for each lane, also after kill -9."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from contextlib import closing, contextmanager

import pytest
import sqlalchemy

from reviewbot.server import jobs as jobs_module
from reviewbot.server.dispatcher import Dispatcher
from reviewbot.server.jobs import Jobs
from reviewbot.server.lane import lane_of
from reviewbot.server.outcome import DONE, Outcome
from reviewbot.server.store import Deliveries, Lanes, open_database
from tests.server.builders import a_delivery, a_hint

CONTEXT = multiprocessing.get_context("fork")


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
        while self.lanes.count()["waiting"]:
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


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(jobs_module, "FIRST_DELAY_SECONDS", 0.01)
    monkeypatch.setattr(jobs_module, "POLL_SECONDS", 0.02)


def test_a_delivery_leads_to_one_look(tmp_path):
    looks = Looks()
    with working(tmp_path, looks) as worker:
        worker.deliveries.add([a_delivery()])
        worker.dispatcher.wake()
        time.sleep(0.1)
        worker.wait()
    assert looks.had == [("pull-7-1", 1)]


def test_the_engine_appends_to_its_sqlite_file(tmp_path):
    with working(tmp_path, Looks()), closing(sqlite3.connect(tmp_path / "jobs.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_engine_whose_file_is_written_to_at_its_start_works_all_the_same(tmp_path):
    looks = Looks()
    with closing(sqlite3.connect(tmp_path / "jobs.db", isolation_level=None)) as other:
        other.execute("CREATE TABLE of_another_version (x)")
        other.execute("BEGIN IMMEDIATE")
        jobs_module._write_ahead(f"sqlite:///{tmp_path}/jobs.db")
        other.execute("ROLLBACK")
    with working(tmp_path, looks) as worker:
        worker.want(a_hint())
        worker.wait()
    assert len(looks.had) == 1


def test_of_many_hints_the_last_one_is_seen_and_never_two_looks_at_once(tmp_path):
    looks = Looks()
    with working(tmp_path, looks) as worker:
        for number in range(30):
            worker.want(a_hint(number % 3 + 1))
            time.sleep(0.01)
        worker.wait()
    assert set(looks.most.values()) == {1}
    last = dict(looks.had)
    assert last == dict.fromkeys(("pull-7-1", "pull-7-2", "pull-7-3"), 10)
    assert len(looks.had) < 30


def test_a_look_that_fails_is_had_again(tmp_path):
    looks = Looks(outcome=lambda look: DONE if look.attempts == 3 else Outcome("again", "no answer"))
    with working(tmp_path, looks) as worker:
        worker.want(a_hint())
        worker.wait()
        assert worker.lanes.dead() == []
    assert len(looks.had) == 4


def test_a_look_that_always_fails_is_given_up_and_can_be_woken(tmp_path, monkeypatch):
    monkeypatch.setattr(jobs_module, "MOST_ATTEMPTS", 3)
    looks = Looks(outcome=lambda _look: Outcome("again", "no answer"))
    with working(tmp_path, looks) as worker:
        worker.want(a_hint())
        worker.wait()
        assert [why for _, why in worker.lanes.dead()] == ["no answer"]
        assert len(looks.had) == 3
        looks.outcome = lambda _look: DONE
        worker.want(a_hint())
        worker.wait()
        assert worker.lanes.dead() == []


def test_nothing_of_an_installation_is_looked_at_before_its_pause_ends(tmp_path):
    times = []

    def limited(look):
        times.append(time.time())
        if len(times) > 1:
            return DONE
        until = time.time() + 1.0
        worker.lanes.pause(look.lane.installation, until)
        return Outcome("limited", None, until)

    with working(tmp_path, limited) as worker:
        worker.want(a_hint(1))
        worker.wait()
    assert times[1] - times[0] >= 1.0


def test_what_comes_while_a_look_rests_hurries_it(tmp_path, monkeypatch):
    answers = []
    looks = Looks(outcome=lambda _look: DONE if answers else Outcome("again", "no answer"))
    monkeypatch.setattr(jobs_module, "_backoff", lambda attempts: 0.2 if attempts == 1 else 600.0)
    with working(tmp_path, looks) as worker:
        worker.want(a_hint())
        while len(looks.had) < 2:
            time.sleep(0.01)
        time.sleep(0.2)  # now it rests for long
        answers.append(True)
        worker.want(a_hint())
        worker.wait()
    assert len(looks.had) == 3


def test_hints_do_not_hurry_a_look_below_its_first_rest(tmp_path, monkeypatch):
    looks = Looks(seconds=0, outcome=lambda _look: Outcome("again", "no answer"))
    monkeypatch.setattr(jobs_module, "_backoff", lambda _attempts: 1.0)
    with working(tmp_path, looks) as worker:
        began = time.monotonic()
        while time.monotonic() - began < 4:
            worker.want(a_hint())
            time.sleep(0.02)
        assert 2 <= len(looks.had) <= 5
        assert worker.lanes.dead() == []


def test_nothing_that_comes_hurries_a_look_before_githubs_pause_ends(tmp_path, monkeypatch):
    times = []

    def limited_at_the_second_time(look):
        times.append(time.time())
        if len(times) == 1:
            return Outcome("again", "no answer")
        if len(times) > 2:
            return DONE
        until = time.time() + 3.0
        worker.lanes.pause(look.lane.installation, until)
        return Outcome("limited", None, until)

    with working(tmp_path, limited_at_the_second_time) as worker:
        worker.want(a_hint(1))
        while len(times) < 2:
            time.sleep(0.01)
        while time.time() < times[1] + 2.5:
            worker.want(a_hint(1))
            time.sleep(0.05)
        worker.wait()
    assert times[2] - times[1] >= 3.0


def test_one_that_stopped_rests_until_something_comes(tmp_path):
    looks = Looks(outcome=lambda _look: Outcome("stopped", "suspended"))
    with working(tmp_path, looks) as worker:
        worker.want(a_hint())
        worker.wait()
        assert len(looks.had) == 1
        worker.want(a_hint())
        worker.wait()
    assert len(looks.had) == 2


def _work_until_killed(folder, ready):
    def look(_look):
        ready.set()
        time.sleep(60)
        return DONE

    worker = Worker(folder, look)
    worker.start()
    worker.want(a_hint(1), a_hint(2))
    time.sleep(60)


def test_after_kill_9_every_look_is_had(tmp_path):
    ready = CONTEXT.Event()
    process = CONTEXT.Process(target=_work_until_killed, args=(tmp_path, ready))
    process.start()
    assert ready.wait(20)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    looks = Looks()
    with working(tmp_path, looks) as worker:
        worker.wait()
    assert {key for key, _ in looks.had} == {"pull-7-1", "pull-7-2"}


def test_what_another_process_had_begun_is_taken_up_when_that_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("reviewbot.server.dispatcher.RECOVER_SECONDS", 0.2)
    looks = Looks()
    ready = CONTEXT.Event()
    process = CONTEXT.Process(target=_work_until_killed, args=(tmp_path, ready))
    process.start()
    assert ready.wait(20)
    with working(tmp_path, looks) as worker:  # on another slot, since the first one is held
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        worker.wait()
    assert {key for key, _ in looks.had} == {"pull-7-1", "pull-7-2"}


def test_a_look_that_got_lost_between_two_databases_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("reviewbot.server.dispatcher.RECOVER_SECONDS", 0.2)
    database = open_database(f"sqlite:///{tmp_path}/reviewbot.db")
    lanes = Lanes(database)
    lanes.want([lane_of(a_hint())])
    assert len(lanes.to_queue()) == 1  # and killed here
    database.close()
    looks = Looks()
    with working(tmp_path, looks) as worker:
        worker.wait()
    assert len(looks.had) == 1


def test_with_very_many_waiting_what_got_lost_is_looked_for_in_few_queries(tmp_path):
    asked, may_end = [], threading.Event()

    def wait(_look):
        may_end.wait(20)
        return DONE

    def remember(_connection, _cursor, statement, *_others):
        asked.append(statement)

    with working(tmp_path, wait) as worker:
        worker.lanes.want([lane_of(a_hint(number)) for number in range(1, 201)])
        worker.jobs.queue(worker.lanes.to_queue())
        sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", remember)
        worker.jobs.recover()
        sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", remember)
        may_end.set()
    assert len(asked) < 100  # the engine itself asks for what is next meanwhile


def test_two_processes_do_not_look_at_the_same_at_once(tmp_path):
    """Both work on one database; each look is counted in a file, since memory is not shared."""
    counted = tmp_path / "counted"

    def look(each):
        with counted.open("a") as file:
            file.write(f"+{each.lane.key}\n")
        time.sleep(0.03)
        with counted.open("a") as file:
            file.write(f"-{each.lane.key}\n")
        return DONE

    def work(ended):
        with working(tmp_path, look) as worker:
            assert ended.wait(60)
            worker.wait()

    ended = CONTEXT.Event()
    processes = [CONTEXT.Process(target=work, args=(ended,)) for _ in range(2)]
    for process in processes:
        process.start()
    database = open_database(f"sqlite:///{tmp_path}/reviewbot.db")
    deliveries = Deliveries(database)
    for number in range(60):
        deliveries.add([a_delivery(str(number), a_hint(number % 6 + 1))])
        time.sleep(0.01)
    time.sleep(1)
    ended.set()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    running = set()
    for line in counted.read_text().split():
        assert (line[1:] in running) == (line[0] == "-"), line
        running ^= {line[1:]}
    assert not running
    assert Lanes(database).count() == {"waiting": 0, "dead": 0}
    database.close()
