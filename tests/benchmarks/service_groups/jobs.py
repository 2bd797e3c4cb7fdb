"""Looks that do nothing, through the job engine: what the engine itself takes, with one process and with two."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reviewbot.server.lane import lane_of
from reviewbot.server.outcome import DONE, Outcome
from reviewbot.server.store import Lanes, Look, open_database
from tests.benchmarks.measuring.claims import Claims
from tests.benchmarks.measuring.result import Row, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.service_groups.endpoints import cpu_seconds
from tests.server.builders import a_hint

LOOKS, CONCURRENCY = 1000, 32
MOST_TURNS = 3
GIVE_UP_SECONDS = 600


class Worked(NamedTuple):
    """had: how many looks there were. left: lanes that still wait or were given up."""

    seconds: float
    cpu_seconds: float
    had: int
    left: int


def _work(folder: Path, ready, ended, had) -> None:  # type: ignore[no-untyped-def]
    from reviewbot.server.dispatcher import Dispatcher
    from reviewbot.server.jobs import Jobs

    def look(_look: Look) -> Outcome:
        with had.get_lock():
            had.value += 1
        return DONE

    database = open_database(f"sqlite:///{folder}/reviewbot.sqlite", busy_seconds=60)
    lanes = Lanes(database)
    jobs = Jobs(f"sqlite:///{folder}/jobs.sqlite", f"{folder}/locks", lanes, look, CONCURRENCY)
    dispatcher = Dispatcher(lanes, jobs)
    jobs.start()
    dispatcher.start()
    ready.set()
    ended.wait(GIVE_UP_SECONDS)
    dispatcher.stop()
    jobs.stop(1)


def _worked(folder: Path, processes: int, count: int) -> Worked:
    folder.mkdir()
    context = multiprocessing.get_context("spawn")
    ended, had = context.Event(), context.Value("i", 0)
    started = []
    for _ in range(processes):
        ready = context.Event()
        process = context.Process(target=_work, args=(folder, ready, ended, had))
        process.start()
        assert ready.wait(60)
        started.append(process)
    pids = [process.pid or 0 for process in started]
    lanes = Lanes(open_database(f"sqlite:///{folder}/reviewbot.sqlite", busy_seconds=60))
    cpu, began = sum(map(cpu_seconds, pids)), time.perf_counter()
    lanes.want([lane_of(a_hint(number)) for number in range(1, count + 1)])
    while lanes.count()["waiting"] and time.perf_counter() - began < GIVE_UP_SECONDS:
        time.sleep(0.05)
    seconds, cpu = time.perf_counter() - began, sum(map(cpu_seconds, pids)) - cpu
    ended.set()
    for process in started:
        process.join()
    return Worked(seconds, cpu, had.value, sum(lanes.count().values()))


def tables(session: Session) -> Iterator[Table | Claims]:
    count = session.size(LOOKS)
    table = Table("jobs", f"one of {count:,} looks that do nothing", "1 worker")
    rows = {processes: Row(f"{processes} worker{'s' * (processes > 1)}") for processes in (1, 2)}
    table.rows = [*rows.values()]
    all_of_them = []
    for turn in range(min(session.repetitions, MOST_TURNS)):
        for processes, row in rows.items():
            session.say(f"{row.method}, turn {turn + 1}")
            worked = _worked(session.folder / f"jobs-{processes}-{turn}", processes, count)
            row.samples.append(worked.seconds / count)
            row.cpu_samples.append(worked.cpu_seconds / count)
            all_of_them.append(worked)
    table.remarks += [f"{row.method}: {1 / row.median:,.0f} looks a second" for row in rows.values()]
    yield table
    yield of_loss(count, all_of_them)


def of_loss(count: int, all_of_them: list[Worked]) -> Claims:
    claims = Claims(f"jobs: what became of {count:,} lanes, in the worst turn")
    claims.limit("still waiting, or given up", max(each.left for each in all_of_them), 0, "")
    claims.limit("looks too many or too few", max(abs(each.had - count) for each in all_of_them), 0, "")
    return claims
