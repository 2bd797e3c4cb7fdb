"""From a webhook to the completed check run, at the emulator, while nothing else happens."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.benchmarks.measuring.claims import Claims
from tests.benchmarks.measuring.result import Row, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.service_groups.deliverer import percentile
from tests.github_peer.git_server import TokenServer
from tests.github_peer.installed import missing
from tests.github_peer.peer import running_peer
from tests.repositories import lines
from tests.server.service import Service, eventually, running
from tests.server.world import World

PULL_REQUESTS = 20
P50_SECONDS = 1.0
# No figure of the design: a person who waits for a check looks away after so long, and one in a hundred may be at a
# busy moment.
P99_SECONDS = 5.0


def tables(session: Session) -> Iterator[Table | Claims]:
    count = session.size(PULL_REQUESTS, 2)
    row = Row("webhook to completed check run")
    table = Table("completed", f"each of {count} pull requests, one after the other", row.method, [row])
    if lacking := missing() or ", ".join(TokenServer.missing()):
        row.problem = lacking
        yield table
        return
    folder = session.folder / "completed"
    folder.mkdir()
    with TokenServer() as server, running_peer(folder) as peer:
        world = World(peer, server)
        with running(world, folder) as service:
            time.sleep(3)  # what is done at the start
            for number in range(count):
                session.say(f"pull request {number + 1} of {count}")
                _measure(world, service, number, row)
    yield table
    yield judged(sorted(row.samples), count)


def _measure(world: World, service: Service, number: int, row: Row) -> None:
    """A sample, where its check is completed at all."""
    pull, head = world.pull({"src/a.py": lines(5 + number)}, branch=f"feature-{number}")
    began = time.perf_counter()
    service.pull_request(pull)
    try:
        eventually(lambda: world.conclusion(head))
    except AssertionError:
        return
    row.samples.append(time.perf_counter() - began)


def judged(times: list[float], count: int) -> Claims:
    """times: the shortest first."""
    claims = Claims("completed: from a webhook to its completed check run")
    claims.limit("pull requests without a completed check", count - len(times), 0, "")
    if times:
        claims.limit("p50", percentile(times, 0.5), P50_SECONDS, "s")
        claims.limit("p99", percentile(times, 0.99), P99_SECONDS, "s")
    return claims
