"""Changes that are hard on a planner: very many files, one huge file, thousands of hunks in one file."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.measuring.result import Bound, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure
from tests.benchmarks.split_groups.methods import BY_FILE, SPLIT, methods_of

LINES = 50_000
SHAPES = {
    "many files": LINES,
    "few large files": LINES,
    "added lines": LINES,
    "one added file": LINES,
    "many paths": LINES // 2,
}
BOUND = Bound(limit=10.0, of_seconds=True)


def tables(session: Session) -> Iterator[Table]:
    for shape, size in () if session.given else SHAPES.items():
        change = session.inputs.get(shape, session.size(size))
        table = Table("shapes", change.name, BY_FILE)
        measure(table, methods_of(change), session.place(change.directory), session.repetitions, session.say)
        row = table.row(SPLIT)
        if row is not None and session.full_size:
            row.bound = BOUND
        yield table
