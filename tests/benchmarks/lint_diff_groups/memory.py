"""Peak memory: reviewbot's own process together with the git processes it starts, against git's own."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.inputs.policies import NO_RULES, content_rule
from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.lint_diff_groups.lines import SHAPES, WITH_PATTERNS
from tests.benchmarks.lint_diff_groups.methods import lint_diff, numstat
from tests.benchmarks.measuring.peaks import Peak, PeakTable
from tests.benchmarks.measuring.session import Session

MORE_MIB = 64.0
LINES = (100_000, 900_000)
PATHS = 100_000
ADDED_LINES = 1_000_000
# Peaks hardly vary from run to run, so fewer runs than for times.
RUNS = 2


def changes(session: Session) -> Iterator[Input]:
    if session.given:
        yield session.given
        return
    for size in LINES:
        for shape in SHAPES:
            yield session.inputs.get(shape, session.size(size))
    yield session.inputs.get("added lines", session.size(ADDED_LINES))
    yield session.inputs.get("many paths", session.size(PATHS))


def tables(session: Session) -> Iterator[PeakTable]:
    patterns = session.written("content.toml", NO_RULES + content_rule())
    for change in changes(session):
        methods = [numstat(change), lint_diff(change), lint_diff(change, WITH_PATTERNS, patterns)]
        peaks = [Peak(method.name) for method in methods]
        place = session.place(change.directory)
        for turn in range(min(RUNS, session.repetitions)):
            for method, peak in zip(methods, peaks, strict=True):
                session.say(f"memory, {change.name}: {turn + 1}, {method.name}")
                if not peak.problem:
                    peak.add_run(method, place)
        yield PeakTable(change.name, peaks, MORE_MIB if session.full_size else None)
