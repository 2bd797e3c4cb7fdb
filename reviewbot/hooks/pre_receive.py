"""pre-receive: on the server, once for all refs of a push. githooks(5)."""

from __future__ import annotations

from reviewbot.hooks import Call
from reviewbot.hooks.receiving import answer
from reviewbot.hooks.ref_updates import parse_received, read_told


def run(call: Call) -> int:
    """Exit status 0 takes the push, any other refuses all of it."""
    return answer(call, lambda _host: parse_received(read_told()))
