"""Many deliveries, each about another pull request, while GitHub does not answer: memory, and that none is lost."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import NamedTuple

from tests.benchmarks.measuring.claims import Claim, Claims
from tests.benchmarks.measuring.peak_memory import memory
from tests.benchmarks.measuring.result import Row, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.service_groups.acknowledged import LOAD_SECONDS, guids, missing
from tests.benchmarks.service_groups.deliverer import percentile
from tests.benchmarks.service_groups.outage import Outage, outage
from tests.github_peer.peer import INSTALLATION
from tests.server.service import Service, running

DELIVERIES = 10_000
MORE_MIB = 64.0  # than at rest: what waits is on the disk, and memory must not grow with it
SETTLED_SECONDS = 3.0
GIVE_UP_SECONDS = 1800.0
_LANES = re.compile(r'^reviewbot_lanes\{state="(waiting|dead)"\} (\d+)', re.MULTILINE)


class Held(NamedTuple):
    """Memory in MiB: while nothing is there to do, after the last delivery, and the most until then."""

    at_rest: float
    waiting: float
    peak: float


def tables(session: Session) -> Iterator[Table | Claims]:
    count = session.size(DELIVERIES, 50)
    row = Row("one delivery, each answered before the next")
    table = Table("queued", f"{count:,} deliveries while GitHub does not answer", row.method, [row])
    folder = session.folder / "queued"
    folder.mkdir()
    with outage() as github, running(github, folder) as service:
        time.sleep(SETTLED_SECONDS)
        at_rest = memory(service.process.pid)[0] / 1024
        told = _deliver(session, service, count, row)
        held = Held(at_rest, *(each / 1024 for each in memory(service.process.pid)))
        service.kill()
        lost = missing([told], guids(folder))
        service.start()
        session.say("GitHub answers again")
        seconds, dead = _worked_off(session, service, github, count)
    table.remarks.append(f"GitHub answers again: {count:,} looks in {seconds:.0f} s, {count / seconds:.0f} a second")
    yield table
    yield of_time_and_memory(sorted(row.samples), held)
    yield of_loss(count, count - len(told), lost, count - len(set(github.asked)), dead)


def _deliver(session: Session, service: Service, count: int, row: Row) -> list[str]:
    """The guids that were acknowledged."""
    told = []
    body = {
        "action": "synchronize",
        "installation": {"id": INSTALLATION},
        "repository": {"id": service.world.repository},
    }
    for number in range(1, count + 1):
        if number % 1000 == 0:
            session.say(f"delivery {number:,} of {count:,}")
        content, guid = json.dumps({**body, "pull_request": {"number": number}}).encode(), f"queued-{number}"
        began = time.perf_counter()
        answer = service.web.deliver(content, "pull_request", guid)
        row.samples.append(time.perf_counter() - began)
        if answer.status == 202:
            told.append(guid)
    return told


def _worked_off(session: Session, service: Service, github: Outage, count: int) -> tuple[float, int]:
    """Seconds until nothing waits any more, and how many lanes were given up."""
    github.is_over = True
    began = time.perf_counter()
    while time.perf_counter() - began < GIVE_UP_SECONDS:
        lanes = {state: int(number) for state, number in _LANES.findall(service.web.ask("GET", "/metrics").text)}
        if not lanes["waiting"] and len(set(github.asked)) >= count:
            break
        session.say(f"{lanes['waiting']:,} of {count:,} wait")
        time.sleep(2.0 if count > 1000 else 0.1)
    return time.perf_counter() - began, lanes["dead"]


def of_time_and_memory(times: list[float], held: Held) -> Claims:
    claims = Claims("queued: memory of `reviewbot serve`, and its answers meanwhile")
    claims.claims.append(Claim("memory at rest", f"{held.at_rest:.0f} MiB"))
    claims.claims.append(Claim("memory with all of them waiting", f"{held.waiting:.0f} MiB"))
    claims.limit("the most until then, beside that at rest", held.peak - held.at_rest, MORE_MIB, "MiB more")
    # No light load, for which the design has its bound: what waits is looked at again and again meanwhile.
    claims.claims.append(Claim("99 of 100 are acknowledged within", f"{percentile(times, 0.99) * 1000:.0f} ms"))
    claims.limit("the slowest is acknowledged within", times[-1], LOAD_SECONDS, "s")
    return claims


def of_loss(count: int, refused: int, lost: int, unseen: int, dead: int) -> Claims:
    """unseen: pull requests that nobody asked about once GitHub answered."""
    claims = Claims(f"queued: what became of {count:,} deliveries, through kill -9 and once GitHub answers")
    claims.limit("not acknowledged", refused, 0, "")
    claims.limit("acknowledged and not on the disk after kill -9", lost, 0, "")
    claims.limit("pull requests that were never looked at", unseen, 0, "")
    claims.limit("given up", dead, 0, "")
    return claims
