"""Deliveries that are durable before they are acknowledged, beside an endpoint that keeps nothing."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import median

from tests.benchmarks.measuring.claims import Claims
from tests.benchmarks.measuring.result import Bound, Row, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.service_groups.deliverer import Burst, Deliverer, percentile
from tests.benchmarks.service_groups.endpoints import SERVE, Endpoint, alone, cpu_seconds, endpoint

KINDS = {
    "hello": "FastAPI, hello world",
    "signed": "reads the body, checks the signature",
    "endpoint": "reviewbot's endpoint, durable",
    SERVE: "reviewbot serve, while its worker works",
}
# At least 0.45 of the rate of the endpoint that keeps nothing, aim 0.8; as times these are the inverse.
BOUND = Bound(limit=1 / 0.45, aim=1 / 0.8)
DELIVERIES, LIGHT = 3000, 200
LIGHT_P99_MILLISECONDS = 100
LOAD_SECONDS = 10.0  # GitHub waits no longer, and counts the delivery as failed
KILLED_AFTER_SECONDS = 0.4
SYNCS = 50


def tables(session: Session) -> Iterator[Table | Claims]:
    count = session.size(DELIVERIES)
    table = Table("acknowledged", f"one of {count:,} deliveries, 32 connections", KINDS["signed"])
    rows = {kind: Row(name) for kind, name in KINDS.items()}
    table.rows = [*rows.values()]
    for kind in ("endpoint", SERVE):
        rows[kind].bound = BOUND
    bursts: dict[str, list[Burst]] = {kind: [] for kind in KINDS}
    with ExitStack() as stack:
        endpoints = {kind: stack.enter_context(endpoint(kind, session.folder / f"endpoint-{kind}")) for kind in KINDS}
        _take_turns(session, endpoints, rows, bursts, count)
        light = Deliverer(endpoints[SERVE].port, session.size(LIGHT), 10**6, 1, 0.01).burst()
        session.say("kill -9 while deliveries come")
        killed = Deliverer(endpoints[SERVE].port, count, 2 * 10**6)
        time.sleep(KILLED_AFTER_SECONDS * min(1.0, session.scale))
        os.kill(endpoints[SERVE].pid, 9)
        broken = killed.burst()
    for kind, row in rows.items():
        table.remarks.append(f"{row.method}: {1 / row.median:,.0f} a second, p99 {_worst(bursts[kind], 0.99):.0f} ms")
    table.remarks.append(f"one write to this disk, synced: {_sync_milliseconds(session.folder):.1f} ms")
    yield table
    yield from _claims(session.folder / f"endpoint-{SERVE}", bursts[SERVE], light, broken)


def _take_turns(
    session: Session,
    endpoints: dict[str, Endpoint],
    rows: dict[str, Row],
    bursts: dict[str, list[Burst]],
    count: int,
) -> None:
    """Every endpoint once a turn, each turn another one first; the first turn warms up."""
    kinds = list(endpoints)
    for turn in range(session.repetitions + 1):
        first = turn % len(kinds)
        for kind in kinds[first:] + kinds[:first]:
            session.say(f"deliveries, turn {turn} of {session.repetitions}, {KINDS[kind]}")
            with alone(kind, endpoints) as measured:
                before = cpu_seconds(measured.pid)
                burst = Deliverer(measured.port, count, turn * count).burst()
                cpu = cpu_seconds(measured.pid) - before
            bursts[kind].append(burst)
            if turn:
                rows[kind].samples.append(burst.seconds / count)
                rows[kind].cpu_samples.append(cpu / count)


def _claims(folder: Path, bursts: Sequence[Burst], light: Burst, broken: Burst) -> Iterator[Claims]:
    times = Claims("acknowledged: how long one delivery takes `reviewbot serve`")
    times.limit("one after the other, p50", percentile(light.each, 0.5) * 1000, LIGHT_P99_MILLISECONDS, "ms")
    times.limit("one after the other, p99", percentile(light.each, 0.99) * 1000, LIGHT_P99_MILLISECONDS, "ms")
    times.limit("32 at once, the slowest", _worst(bursts, 1.0) / 1000, LOAD_SECONDS, "s")
    yield times
    kept = guids(folder)
    told = [each.acknowledged for each in (*bursts, light)]
    lost = Claims(f"acknowledged: what became of {sum(map(len, told)) + len(broken.acknowledged):,} deliveries")
    lost.limit("not acknowledged", sum(each.refused for each in (*bursts, light)), 0, "")
    lost.limit("acknowledged and lost", missing(told, kept), 0, "")
    until_killed = f"acknowledged until kill -9 ({len(broken.acknowledged):,}) and lost"
    lost.limit(until_killed, missing([broken.acknowledged], kept), 0, "")
    yield lost


def guids(folder: Path) -> frozenset[str]:
    """What is on the disk."""
    with closing(sqlite3.connect(folder / "data/reviewbot.sqlite")) as connection:
        return frozenset(guid for (guid,) in connection.execute("SELECT guid FROM deliveries"))


def missing(told: Iterable[Sequence[str]], kept: frozenset[str]) -> int:
    return len({guid for each in told for guid in each} - kept)


def _worst(bursts: Sequence[Burst], share: float) -> float:
    """Milliseconds, of the worst burst."""
    return max(percentile(each.each, share) for each in bursts) * 1000


def _sync_milliseconds(folder: Path) -> float:
    """Without it nobody knows what "durable" costs here: on a disk in memory it costs nothing."""
    taken = []
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return median(taken) * 1000
