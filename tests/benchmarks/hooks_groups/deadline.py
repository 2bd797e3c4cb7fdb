"""Always an answer in time: the slowest of all runs, also where there is far too little time for the push."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.benchmarks.hooks_groups.methods import EACH, NET, place_of, push_for, received
from tests.benchmarks.measuring.result import Bound, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure

COMMITS = 1_000
SECONDS = 4.5
TOO_FEW_SECONDS = 0.5
TOO_LATE = f"{EACH}, deadline-seconds = {TOO_FEW_SECONDS}"


def tables(session: Session) -> Iterator[Table]:
    """A push that is judged in time, and one that is refused where it is not: exit status 2."""
    push = push_for(session, COMMITS)
    in_time = [received(session, push, each=each, seconds=SECONDS) for each in (False, True)]
    hurried = replace(received(session, push, each=True, seconds=TOO_FEW_SECONDS), name=TOO_LATE)
    methods = [method.allowing(2) for method in (*in_time, hurried)]
    table = Table("deadline", push.name, NET)
    measure(table, methods, place_of(session, push), session.repetitions, session.say)
    for row in table.rows:
        row.bound = Bound(limit=TOO_FEW_SECONDS if row.method == TOO_LATE else SECONDS, of_seconds=True)
    yield table
