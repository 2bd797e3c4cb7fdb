"""On a server: pushes of 1, 100 and 1,000 commits, judged as a whole and each commit alone too."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.hooks_groups.methods import (
    BARE_BOTH,
    BARE_EACH,
    BARE_NET,
    EACH,
    NET,
    PRE_COMMIT,
    UPDATE,
    bare_both,
    bare_each,
    bare_net,
    place_of,
    pre_commit_version,
    push_for,
    received,
    updated,
)
from tests.benchmarks.measuring.result import Bound, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure
from tests.benchmarks.measuring.text_table import time_text

STARTUP = Bound(limit=0.75)
MANY = Bound(limit=1.2)
SIZES = (100, 1_000)
BOUND_FROM_COMMITS = 1_000
TURNS = 4  # of what is over at once: more turns cost little and steady the medians


def startup(session: Session) -> Iterator[Table]:
    """What every push pays: one commit."""
    push = push_for(session, 1)
    table = Table("startup", push.name, PRE_COMMIT)
    methods = [
        pre_commit_version(),
        received(session, push),
        received(session, push, each=True),
        updated(session, push),
        bare_net(push),
    ]
    measure(table, methods, place_of(session, push), TURNS * session.repetitions, session.say)
    if not session.given:
        for row in table.rows:
            row.bound = STARTUP if row.method in (NET, EACH, UPDATE) else None
    yield table


def commits(session: Session) -> Iterator[Table]:
    """The same against bare git, one table for each question: the net change, and every commit.

    Where each commit is judged alone, the net change is judged too, so the bare commands are those of both questions.
    """
    for size in SIZES[-1:] if session.given else SIZES:
        push = push_for(session, size)
        for each, bare in ((False, [bare_net(push)]), (True, [bare_each(push), bare_both(push)])):
            hook = received(session, push, each=each)
            table = Table("commits", push.name, bare[-1].name)
            measure(table, [*bare, hook], place_of(session, push), session.repetitions, session.say)
            _judge(table, bounded=session.full_size and not session.given and size >= BOUND_FROM_COMMITS)
            yield table


def _judge(table: Table, *, bounded: bool) -> None:
    """Set the bound where it applies, and say what the hook takes beside git's own work."""
    for name, bare in ((NET, BARE_NET), (EACH, BARE_EACH), (EACH, BARE_BOTH)):
        row, reference = table.row(name), table.row(bare)
        if row and reference:
            row.bound = MANY if bounded else None
            more = time_text(max(0.0, row.median - reference.median))
            table.remarks.append(f"{name}: {row.median / reference.median:.2f} of {bare}, {more} more")
