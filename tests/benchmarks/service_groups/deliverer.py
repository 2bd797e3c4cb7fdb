"""Who delivers: recorded webhooks, signed, over connections that stay open, from a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.github.events import hints
from tests.github_peer.installed import examples
from tests.server.web import LOOPBACK, headers_of

EVENT = "pull_request"
CONNECTIONS = 32
GIVE_UP_SECONDS = 600


class Burst(NamedTuple):
    """What came of deliveries. each: the seconds of every one that was acknowledged, the shortest first. acknowledged:
    their guids. refused: how many were answered otherwise, or not at all.
    """

    seconds: float
    each: Sequence[float]
    acknowledged: Sequence[str]
    refused: int


def bodies_that_are_kept() -> list[bytes]:
    """Of recorded `pull_request` events, of 23 to 28 KB. Not those that change nothing for us (assigned, locked): they
    are acknowledged without being kept, and with them a rate would not be that of what is durable.
    """
    recorded = [each.raw_body for each in examples() if each.event == EVENT]
    return [body for body in recorded if b'"installation"' in body and hints(EVENT, body)]


def requests(count: int, first: int) -> list[tuple[str, bytes]]:
    """Guids, and what is sent."""
    bodies, made = bodies_that_are_kept(), []
    for number in range(first, first + count):
        body, guid = bodies[number % len(bodies)], f"benchmark-{number}"
        headers = headers_of(body, EVENT, guid) | {"host": "x", "content-length": str(len(body))}
        lines = ["POST /webhook HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        made.append((guid, "\r\n".join(lines).encode() + body))
    return made


async def _answer(reader: asyncio.StreamReader) -> int:
    """The status, once the whole answer is there."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


async def _deliver(port: int, waiting: list[tuple[str, bytes]], pause: float, taken: list[tuple[float, str]]) -> None:
    """As many as it can: a server that hangs up has ended."""
    writer = None
    try:
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        while waiting:
            guid, request = waiting.pop()
            began = time.perf_counter()
            writer.write(request)
            if await _answer(reader) in (200, 202):
                taken.append((time.perf_counter() - began, guid))
            await asyncio.sleep(pause)
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        if writer is not None:
            writer.close()


def _run(port: int, count: int, first: int, connections: int, pause: float, told) -> None:  # type: ignore[no-untyped-def]
    waiting, taken = requests(count, first), list[tuple[float, str]]()

    async def all_of_them() -> None:
        await asyncio.gather(*(_deliver(port, waiting, pause, taken) for _ in range(connections)))

    told.put("begins")
    began = time.perf_counter()
    asyncio.run(all_of_them())
    seconds = time.perf_counter() - began
    told.put(Burst(seconds, sorted(each for each, _ in taken), [guid for _, guid in taken], count - len(taken)))


class Deliverer:
    """Delivers while whoever made it does something else. Made when the first delivery is about to go out."""

    def __init__(
        self, port: int, count: int, first: int = 0, connections: int = CONNECTIONS, pause_seconds: float = 0.0
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._told = context.Queue()
        arguments = (port, count, first, connections, pause_seconds, self._told)
        self._process = context.Process(target=_run, args=arguments)
        self._process.start()
        self._told.get(timeout=GIVE_UP_SECONDS)

    def burst(self) -> Burst:
        """Once all were delivered."""
        found: Burst = self._told.get(timeout=GIVE_UP_SECONDS)
        self._process.join()
        return found


def percentile(values: Sequence[float], share: float) -> float:
    """Of values that are sorted."""
    return values[min(len(values) - 1, int(len(values) * share))]
