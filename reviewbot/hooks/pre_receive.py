"""pre-receive: on the server, once for all refs of a push. githooks(5)."""

from __future__ import annotations

import sys

from reviewbot.hooks import Call
from reviewbot.hooks.receiving import answer
from reviewbot.hooks.ref_updates import MAX_INPUT_BYTES, parse_received


def run(call: Call) -> int:
    """Exit status 0 takes the push, any other refuses all of it."""
    return answer(call, lambda _host: parse_received(sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)))
