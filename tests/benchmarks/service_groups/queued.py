"""Memory of `serve` at rest, and with many deliveries waiting while GitHub does not answer; none may be lost."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

from reviewbot.server.store import Lanes, open_database
from tests.benchmarks.measuring.claims import Claim, Claims
from tests.benchmarks.measuring.result import Row, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.service_groups.silent import Silent
from tests.server.service import running

DELIVERIES = 10_000
MEMORY = 2.0  # what waits is on the disk


def _mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def tables(session: Session) -> Iterator[Table | Claims]:
    count = session.size(DELIVERIES, 50)
    row = Row("one delivery, each answered before the next")
    table = Table("queued", f"{count:,} deliveries while GitHub does not answer", row.method, [row])
    folder = session.folder / "queued"
    folder.mkdir()
    with running(Silent(), folder) as service:
        time.sleep(2)
        at_rest = _mib(service.process.pid)
        body = {"action": "synchronize", "installation": {"id": 1}, "repository": {"id": 7}}
        for number in range(1, count + 1):
            if number % 1000 == 0:
                session.say(f"delivery {number:,} of {count:,}")
            began = time.perf_counter()
            answer = service.web.deliver(
                json.dumps({**body, "pull_request": {"number": number}}).encode(), "pull_request", f"queued-{number}"
            )
            row.samples.append(time.perf_counter() - began)
            assert answer.status == 202, answer
        queued = _mib(service.process.pid)
    lanes = Lanes(open_database(f"sqlite:///{folder}/data/reviewbot.sqlite"))
    while lanes.take_deliveries():
        pass
    found = lanes.count()
    kept = found["waiting"] + found["dead"]
    yield table
    claims = Claims(f"queued: memory and what is left after kill -9, {count:,} deliveries")
    claims.claims.append(Claim("memory at rest", f"{at_rest:.0f} MiB"))
    claims.limit("memory with all of them waiting, beside that at rest", queued / at_rest, MEMORY, "times")
    claims.limit("deliveries that are lost", count - kept, 0, "")
    yield claims
