"""Content: 20 patterns on a million added lines in many files and in one, against the same run without rules."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.inputs.policies import NO_RULES, content_rule
from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.lint_diff_groups.lines import WITH_PATTERNS, judge
from tests.benchmarks.lint_diff_groups.methods import LINT_DIFF, NUMSTAT, lint_diff, numstat
from tests.benchmarks.measuring.result import Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure
from tests.benchmarks.measuring.text_table import time_text

ADDED_LINES = 1_000_000
SHAPES = ("added lines", "one added file")


def tables(session: Session) -> Iterator[Table]:
    for shape in () if session.given else SHAPES:
        yield table_of(session, session.inputs.get(shape, session.size(ADDED_LINES)))


def table_of(session: Session, change: Input) -> Table:
    table = Table("content", change.name, NUMSTAT)
    patterns = session.written("content.toml", NO_RULES + content_rule())
    methods = [
        numstat(change),
        lint_diff(change),
        lint_diff(change, WITH_PATTERNS, patterns, hits_of="forbidden-content"),
    ]
    measure(table, methods, session.place(change.directory), session.repetitions, session.say)
    judge(table, change, full_size=session.full_size)
    without, within = table.row(LINT_DIFF), table.row(WITH_PATTERNS)
    if without and within:
        more = within.median - without.median
        ratio = within.median / without.median
        table.remarks.append(f"the patterns: {time_text(max(0.0, more))} more, {ratio:.2f} of the run without them")
    return table
