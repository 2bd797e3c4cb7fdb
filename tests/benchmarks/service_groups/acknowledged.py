"""Deliveries that are durable before they are acknowledged, beside an endpoint that keeps nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.benchmarks.measuring.claims import Claims
from tests.benchmarks.measuring.result import Bound, Row, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.service_groups.deliverer import deliver, percentile
from tests.benchmarks.service_groups.silent import Silent
from tests.server.service import running
from tests.server.web import SECRET

SCRIPT = Path(__file__).parent.parent / "peers" / "webhook_endpoints.py"
KINDS = {
    "hello": "FastAPI, hello world",
    "signed": "reads the body, checks the signature",
    "endpoint": "reviewbot's endpoint, durable",
    "serve": "reviewbot serve, while its worker works",
}
# At least 0.45 of the rate of the endpoint that keeps nothing, aim 0.8; as times these are the inverse.
BOUND = Bound(limit=1 / 0.45, aim=1 / 0.8)
DELIVERIES, LIGHT = 3000, 200
LIGHT_P99_MILLISECONDS = 100


@contextmanager
def endpoint(kind: str, session: Session) -> Iterator[int]:
    """The port of one of the endpoints."""
    if kind == "serve":
        folder = session.folder / "serve"
        folder.mkdir(exist_ok=True)
        with running(Silent(), folder) as service:
            yield service.web.port
        return
    folder = session.folder / f"endpoint-{kind}"
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.benchmarks.peers.webhook_endpoints", kind, SECRET, str(folder)]
    root = Path(__file__).parent.parent.parent.parent
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def tables(session: Session) -> Iterator[Table | Claims]:
    count = session.size(DELIVERIES)
    table = Table("acknowledged", f"one of {count:,} deliveries, 32 connections", KINDS["signed"])
    rows = {kind: Row(name) for kind, name in KINDS.items()}
    table.rows = [*rows.values()]
    for kind in ("endpoint", "serve"):
        rows[kind].bound = BOUND
    slowest: dict[str, float] = {}
    with ExitStack() as stack:
        ports = {kind: stack.enter_context(endpoint(kind, session)) for kind in KINDS}
        for turn in range(session.repetitions + 1):  # the first one warms up
            for kind, port in ports.items():
                session.say(f"deliveries, turn {turn} of {session.repetitions}, {KINDS[kind]}")
                seconds, each = deliver(port, count, turn * count)
                if turn:
                    rows[kind].samples.append(seconds / count)
                    slowest[kind] = max(slowest.get(kind, 0.0), percentile(each, 0.99))
        light = session.size(LIGHT)
        _, each = deliver(ports["serve"], light, 10**6, connections=1, pause_seconds=0.01)
    for kind, row in rows.items():
        rate = f"{1 / row.median:,.0f} a second, p99 of the worst turn {slowest[kind] * 1000:.0f} ms"
        table.remarks.append(f"{row.method}: {rate}")
    p50, p99 = (percentile(each, share) * 1000 for share in (0.5, 0.99))
    table.remarks.append(f"{KINDS['serve']}, one after the other: p50 {p50:.1f} ms")
    yield table
    claims = Claims("acknowledged: one after the other")
    claims.limit("99 of 100 are acknowledged within", p99, LIGHT_P99_MILLISECONDS, "ms")
    yield claims
