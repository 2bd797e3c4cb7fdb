"""Peak memory of `reviewbot split` with the git processes that it starts, next to the simple splitters with theirs.

A plan holds both texts of every changed file, their lines and the words of its pieces: that grows with the change, by
2.7 KiB for a changed line here, where the files hold four others beside it. What is compared each with each is
bounded, whatever the size of the change, so there is no more to come.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.measuring.peaks import Peak, PeakTable
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.split_groups.lines import changes
from tests.benchmarks.split_groups.methods import methods_of

MORE_MIB = 64.0
KIB_PER_LINE = 3
RUNS = 2  # peaks hardly vary from run to run


def tables(session: Session) -> Iterator[PeakTable]:
    for size, change in changes(session):
        methods, place = methods_of(change), session.place(change.directory)
        peaks = [Peak(method.name) for method in methods]
        for turn in range(min(RUNS, session.repetitions)):
            for method, peak in zip(methods, peaks, strict=True):
                session.say(f"memory, {change.name}: {turn + 1}, {method.name}")
                if not peak.problem:
                    peak.add_run(method, place)
        yield PeakTable(change.name, peaks, most_mib(size) if size and session.full_size else None)


def most_mib(changed_lines: int) -> float:
    """Above the simple splitter: as other commands may take, and 3 KiB for each changed line."""
    return MORE_MIB + changed_lines * KIB_PER_LINE / 1024
