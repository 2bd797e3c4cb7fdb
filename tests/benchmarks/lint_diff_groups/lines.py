"""Changed lines: budgets and paths, the default policy, content patterns, and two libraries, against git alone."""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.policy import default_policy_text
from tests.benchmarks.inputs.policies import BUDGETS, content_rule
from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.lint_diff_groups.methods import LINT_DIFF, NUMSTAT, lint_diff, numstat, peer
from tests.benchmarks.measuring.result import Bound, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure

SIZES = (300, 10_000, 100_000, 900_000)
SHAPES = ("many files", "few large files")
WITH_DEFAULT = f"{LINT_DIFF}, built-in default"
WITH_PATTERNS = f"{LINT_DIFF}, 20 content patterns"
BOUNDS = {LINT_DIFF: Bound(limit=1.5, aim=1.15), WITH_PATTERNS: Bound(limit=2.0)}
# Below this size start-up is most of it, which has a bound of its own.
BOUND_FROM_LINES = 100_000


def changes(session: Session) -> Iterator[Input]:
    """The given change, else every size in every shape."""
    if session.given:
        yield session.given
        return
    for size in SIZES:
        for shape in SHAPES:
            yield session.inputs.get(shape, session.size(size))


def tables(session: Session) -> Iterator[Table]:
    for change in changes(session):
        table = Table("lines", change.name, NUMSTAT)
        # A given repository may have no policy, or another; generated ones have ours at base.
        budgets = session.written("budgets.toml", BUDGETS) if session.given else ""
        patterns = session.written("patterns.toml", (BUDGETS if session.given else "version = 1\n") + content_rule())
        span = f"{change.base}...{change.head}"
        methods = [
            numstat(change),
            lint_diff(change, policy=budgets),
            lint_diff(change, WITH_DEFAULT, session.written("default.toml", default_policy_text().text.decode())),
            lint_diff(change, WITH_PATTERNS, patterns, "" if change.planted is None else "forbidden-content"),
            peer("unidiff", "unidiff_counts.py", span),
            peer("unidiff, metadata only", "unidiff_counts.py", "--metadata-only", span),
            peer("GitPython", "gitpython_counts.py", change.base, change.head),
        ]
        measure(table, methods, session.place(change.directory), session.repetitions, session.say)
        judge(table, change, full_size=session.full_size)
        yield table


def judge(table: Table, change: Input, *, full_size: bool) -> None:
    """Set the bounds where they apply, and say what the change is and whether every planted line was found."""
    reference = table.row(NUMSTAT)
    if reference is None or reference.counts is None:
        return
    table.remarks.append(f"git counts {reference.counts}")
    changed = (reference.counts.added_lines or 0) + (reference.counts.removed_lines or 0)
    for row in table.rows:
        if full_size and changed >= 0.9 * BOUND_FROM_LINES:
            row.bound = BOUNDS.get(row.method)
        if row.counts and row.counts.hits is not None:
            same = "ok" if row.counts.hits == change.planted else "differs"
            table.remarks.append(f"{row.method}: {row.counts.hits} lines found, {change.planted} planted: {same}")
