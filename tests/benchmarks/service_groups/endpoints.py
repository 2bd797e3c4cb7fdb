"""The endpoints that deliveries go to: each a process of its own, served by uvicorn in the same way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.service_groups.silent import Silent
from tests.server.service import running
from tests.server.web import SECRET

SERVE = "serve"
ROOT = Path(__file__).parent.parent.parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


class Endpoint(NamedTuple):
    """A process that listens."""

    pid: int
    port: int


def cpu_seconds(pid: int) -> float:
    """What all threads of a process have taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


@contextmanager
def endpoint(kind: str, folder: Path) -> Iterator[Endpoint]:
    """`reviewbot serve` as an administrator starts it, or one of `tests.benchmarks.peers.webhook_endpoints`."""
    folder.mkdir(exist_ok=True)
    if kind == SERVE:
        with running(Silent(), folder) as service:
            yield Endpoint(service.process.pid, service.web.port)
        return
    command = [sys.executable, "-m", "tests.benchmarks.peers.webhook_endpoints", kind, SECRET, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        try:
            yield Endpoint(process.pid, int(process.stdout.readline()))
        finally:
            process.terminate()


@contextmanager
def alone(kind: str, endpoints: Mapping[str, Endpoint]) -> Iterator[Endpoint]:
    """One of them, while the others are stopped: what `serve` has still to do would fall on the next one."""
    others = [each.pid for name, each in endpoints.items() if name != kind]
    try:
        for pid in others:
            os.kill(pid, signal.SIGSTOP)
        yield endpoints[kind]
    finally:
        for pid in others:
            os.kill(pid, signal.SIGCONT)
