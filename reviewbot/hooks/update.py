"""update: on the server, once for each ref of a push. githooks(5).

Push options do not reach it (https://git-scm.com/docs/githooks#update), so nothing can be waived here.
"""

from __future__ import annotations

from reviewbot.hooks import Call
from reviewbot.hooks.receiving import answer


def run(call: Call) -> int:
    """Exit status 0 takes the update of the ref, any other refuses it; a VREF says so in a line instead."""
    return answer(call, lambda host: (host.update(call.arguments),))
