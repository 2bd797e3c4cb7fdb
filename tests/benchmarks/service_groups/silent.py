"""A world for `tests.server.service` in which GitHub is not there."""

from __future__ import annotations


class Silent:
    repository = 7

    class peer:  # noqa: N801 - as a world has it
        url = "http://localhost:9"
