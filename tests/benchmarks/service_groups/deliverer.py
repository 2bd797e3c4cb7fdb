"""Who delivers: recorded webhooks, signed, over connections that stay open, from a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Sequence

from tests.github_peer.installed import examples
from tests.server.web import LOOPBACK, headers_of

EVENT = "pull_request"
CONNECTIONS = 32


def requests(count: int, first: int) -> list[bytes]:
    """Requests of distinct guids with the bodies of recorded `pull_request` events, of 22 to 28 KB."""
    bodies = [each.raw_body for each in examples() if each.event == EVENT and b'"installation"' in each.raw_body]
    made = []
    for number in range(first, first + count):
        body = bodies[number % len(bodies)]
        headers = headers_of(body, EVENT, f"benchmark-{number}") | {"host": "x", "content-length": str(len(body))}
        lines = ["POST /webhook HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        made.append("\r\n".join(lines).encode() + body)
    return made


async def _deliver(port: int, waiting: list[bytes], pause: float, taken: list[float]) -> None:
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    try:
        while waiting:
            request = waiting.pop()
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            status, length = int(head.split(b" ", 2)[1]), 0
            for line in head.split(b"\r\n"):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            await reader.readexactly(length)
            assert status in (200, 202), head
            taken.append(time.perf_counter() - began)
            await asyncio.sleep(pause)
    finally:
        writer.close()


def _run(port: int, count: int, first: int, connections: int, pause: float, told) -> None:  # type: ignore[no-untyped-def]
    waiting, taken = requests(count, first), list[float]()

    async def all_of_them() -> None:
        await asyncio.gather(*(_deliver(port, waiting, pause, taken) for _ in range(connections)))

    began = time.perf_counter()
    asyncio.run(all_of_them())
    told.put((time.perf_counter() - began, sorted(taken)))


def deliver(
    port: int, count: int, first: int = 0, connections: int = CONNECTIONS, pause_seconds: float = 0.0
) -> tuple[float, Sequence[float]]:
    """(seconds for all, seconds of each, the shortest first)."""
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    process = context.Process(target=_run, args=(port, count, first, connections, pause_seconds, told))
    process.start()
    found: tuple[float, Sequence[float]] = told.get(timeout=600)
    process.join()
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """Of values that are sorted."""
    return values[min(len(values) - 1, int(len(values) * share))]
