"""A GitHub that does not answer for a while, and then says of every pull request that it is closed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from reviewbot.github.app import PERMISSIONS
from tests.github_peer.description import Exchange
from tests.github_peer.installed import examples
from tests.github_peer.wire import NAME, Answer, listening

_PULL = re.compile(r"/pulls/(\d+)")


class Outage:
    """The world of a service (`tests.server.service`). asked: the numbers of pull requests, once it answers."""

    def __init__(self) -> None:
        self.is_over = False
        self.asked: list[int] = []
        self.url = ""
        self.peer = self  # as a world has it
        recorded = next(each.payload for each in examples() if each.event == "pull_request")
        self._pull = {**recorded["pull_request"], "state": "closed"}
        self._home = self._pull["base"]["repo"]
        self.repository: int = self._home["id"]

    def answer(self, exchange: Exchange) -> Answer:
        if not self.is_over:
            return Answer(502)
        path = exchange.target.partition("?")[0]
        if found := _PULL.search(path):
            self.asked.append(int(found[1]))
            return _json(200, {**self._pull, "number": int(found[1])})
        if path == "/installation/repositories":
            return _json(200, {"total_count": 1, "repositories": [self._home]})
        if path.endswith("/access_tokens"):
            return _json(201, {"token": "ghs_benchmark", "expires_at": "2999-01-01T00:00:00Z", "permissions": {}})
        return _json(200, {"id": 1, "permissions": PERMISSIONS})


def _json(status: int, value: object) -> Answer:
    return Answer(status, json.dumps(value).encode())


@contextmanager
def outage() -> Iterator[Outage]:
    world = Outage()
    with listening(world.answer) as port:
        world.url = f"http://{NAME}:{port}"
        yield world
