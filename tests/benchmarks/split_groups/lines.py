"""Time against changed lines: a program of several languages at four sizes, and how the time grows with them."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.measuring.claims import Claim, Claims
from tests.benchmarks.measuring.result import Bound, Row, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure
from tests.benchmarks.measuring.text_table import time_text
from tests.benchmarks.split_groups.methods import BY_FILE, SPLIT, methods_of

SIZES = (500, 5_000, 16_000, 50_000)
SHAPE = "programs"
BOUNDS = {5_000: Bound(limit=1.0, of_seconds=True), 50_000: Bound(limit=10.0, of_seconds=True)}
# Time a line at the largest size to time a line at 5,000, where start-up already takes less than the lines do.
MOST_GROWTH = 1.5
GROWS_FROM = 5_000


def changes(session: Session) -> Iterator[tuple[int, Input]]:
    """The given change, else every size. With each the size of the design, 0 for a given one."""
    if session.given:
        yield 0, session.given
        return
    for size in SIZES:
        yield size, session.inputs.get(SHAPE, session.size(size))


def tables(session: Session) -> Iterator[Table | Claims]:
    rows: dict[int, Row] = {}
    for size, change in changes(session):
        table = Table("lines", change.name, BY_FILE)
        measure(table, methods_of(change), session.place(change.directory), session.repetitions, session.say)
        row = table.row(SPLIT)
        if row is not None:
            rows[size] = row
            row.bound = BOUNDS.get(size) if session.full_size else None
        yield table
    if GROWS_FROM in rows and SIZES[-1] in rows:
        yield growth(rows, full_size=session.full_size)


def growth(rows: dict[int, Row], *, full_size: bool) -> Claims:
    """Judged by the worse of medians and minima, so that noise cannot meet the bound."""
    claims = Claims(f"growth: time of {SPLIT} for 1,000 changed lines")
    first = rows[GROWS_FROM]
    for size, row in rows.items():
        share = 1_000 / size
        found = f"{time_text(row.median * share)} (minimum {time_text(row.minimum * share)})"
        claim = Claim(f"{size:,} changed lines", found)
        if size > GROWS_FROM:
            pairs = ((row.median, first.median), (row.minimum, first.minimum))
            ratio = max(mine / size / (theirs / GROWS_FROM) for mine, theirs in pairs)
            claim.found += f", {ratio:.2f} of {GROWS_FROM:,} lines"
            claim.bound = f"<= {MOST_GROWTH:g}"
            claim.holds = ratio <= MOST_GROWTH if full_size else None
        claims.claims.append(claim)
    return claims
