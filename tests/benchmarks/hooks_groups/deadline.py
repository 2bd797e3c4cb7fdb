"""Always an answer in time: the slowest of all runs, also for a push that is far too large for it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.hooks_groups.methods import place_of, push_for, received
from tests.benchmarks.measuring.result import Bound, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure

SECONDS = 4.5
SIZES = (1_000, 20_000)


def tables(session: Session) -> Iterator[Table]:
    """A push that is judged in time, and one that is refused for that it was not: exit status 2."""
    for size in SIZES[:1] if session.given else SIZES:
        push = push_for(session, size)
        methods = [received(session, push, each=each, seconds=SECONDS) for each in (False, True)]
        methods = [method.allowing(2) for method in methods]
        table = Table("deadline", push.name, methods[0].name)
        measure(table, methods, place_of(session, push), session.repetitions, session.say)
        for row in table.rows:
            row.bound = Bound(limit=SECONDS, of_seconds=True)
        yield table
