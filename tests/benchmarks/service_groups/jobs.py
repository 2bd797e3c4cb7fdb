"""Looks that do nothing, through the job engine: what the engine itself takes, with one process and with two."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path

from reviewbot.server.lane import lane_of
from reviewbot.server.outcome import DONE
from reviewbot.server.store import Lanes, open_database
from tests.benchmarks.measuring.result import Row, Table
from tests.benchmarks.measuring.session import Session
from tests.server.builders import a_hint

LOOKS, CONCURRENCY = 1000, 32


def _work(folder: Path, ready, ended) -> None:  # type: ignore[no-untyped-def]
    from reviewbot.server.dispatcher import Dispatcher
    from reviewbot.server.jobs import Jobs

    database = open_database(f"sqlite:///{folder}/reviewbot.sqlite", busy_seconds=60)
    lanes = Lanes(database)
    jobs = Jobs(f"sqlite:///{folder}/jobs.sqlite", f"{folder}/locks", lanes, lambda _look: DONE, CONCURRENCY)
    dispatcher = Dispatcher(lanes, jobs)
    jobs.start()
    dispatcher.start()
    ready.set()
    ended.wait(600)
    dispatcher.stop()
    jobs.stop(1)


def _seconds(folder: Path, processes: int, count: int) -> float:
    folder.mkdir()
    context = multiprocessing.get_context("spawn")
    ended = context.Event()
    started = []
    for _ in range(processes):
        ready = context.Event()
        process = context.Process(target=_work, args=(folder, ready, ended))
        process.start()
        assert ready.wait(60)
        started.append(process)
    lanes = Lanes(open_database(f"sqlite:///{folder}/reviewbot.sqlite", busy_seconds=60))
    began = time.perf_counter()
    lanes.want([lane_of(a_hint(number)) for number in range(1, count + 1)])
    while lanes.count()["waiting"]:
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    ended.set()
    for process in started:
        process.join()
    return seconds


def tables(session: Session) -> Iterator[Table]:
    count = session.size(LOOKS)
    table = Table("jobs", f"one of {count:,} looks that do nothing", "1 worker")
    for processes in (1, 2):
        row = Row(f"{processes} worker{'s' * (processes > 1)}")
        for turn in range(min(session.repetitions, 3)):
            session.say(f"{row.method}, turn {turn + 1}")
            row.samples.append(_seconds(session.folder / f"jobs-{processes}-{turn}", processes, count) / count)
        table.rows.append(row)
        table.remarks.append(f"{row.method}: {1 / row.median:,.0f} looks a second")
    yield table
