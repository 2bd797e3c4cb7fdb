"""The job engine: every look that is wanted is had, one at a time for each lane, also after kill -9."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import threading
import time
from contextlib import closing

import pytest
import sqlalchemy

from reviewbot.server import jobs as jobs_module
from reviewbot.server.lane import lane_of
from reviewbot.server.outcome import DONE
from reviewbot.server.store import Deliveries, Lanes, open_database
from tests.server.builders import a_delivery, a_hint
from tests.server.working import Looks, Worker, working

CONTEXT = multiprocessing.get_context("fork")


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
