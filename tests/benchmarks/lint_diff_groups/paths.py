"""Paths: a change of 100,000 of them under 50 patterns, and how much of the time is matching."""

from __future__ import annotations

import subprocess
import sys

from tests.benchmarks.inputs.policies import NO_RULES, PATH_PATTERNS, path_rule
from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.lint_diff_groups.methods import NUMSTAT, lint_diff, numstat, path_peer
from tests.benchmarks.measuring.command import Method
from tests.benchmarks.measuring.result import Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure
from tests.benchmarks.measuring.text_table import time_text

PATHS = 100_000
BACKENDS = ("re2", "simple")
WITH = "reviewbot lint-diff, 50 path patterns"
WITHOUT = "reviewbot lint-diff, no path pattern"
IMPORT = "python -c 'import pathspec'"


def tables(session: Session) -> list[Table]:
    if session.given:
        return []
    change = session.inputs.get("many paths", session.size(PATHS))
    place = session.place(change.directory)
    table = Table("paths", change.name, NUMSTAT)
    policy = session.written("paths.toml", NO_RULES + path_rule())
    patterns = session.written("patterns.txt", "\n".join(PATH_PATTERNS))
    paths = written_paths(session, change)
    specs = [path_peer(f"pathspec GitIgnoreSpec, {backend}", backend, patterns, paths) for backend in BACKENDS]
    methods = [
        numstat(change),
        lint_diff(change, WITHOUT),
        lint_diff(change, WITH, policy, hits_of="forbidden-path"),
        *specs,
        Method(IMPORT, (sys.executable, "-c", "import pathspec")),
    ]
    measure(table, methods, place, session.repetitions, session.say)
    table.remarks += remarks(table, [spec.name for spec in specs])
    return [table]


def written_paths(session: Session, change: Input) -> str:
    """A file with every path of the change, NUL-ended, for those who only match."""
    place = session.place(change.directory)
    command = ("git", "diff", "--name-only", "-z", f"{change.base}...{change.head}")
    listed = subprocess.run(command, cwd=place.directory, env=place.environment, check=True, capture_output=True)
    path = session.folder / "paths.nul"
    path.write_bytes(listed.stdout)
    return str(path)


def remarks(table: Table, specs: list[str]) -> list[str]:
    """The matching alone: what the patterns add to lint-diff, what pathspec adds to its import; and the hits."""
    said = []
    for name, less in ((WITH, WITHOUT), *((spec, IMPORT) for spec in specs)):
        row, start = table.row(name), table.row(less)
        if row and start:
            hits = row.counts.hits if row.counts else None
            of_medians, of_minima = row.median - start.median, row.minimum - start.minimum
            said.append(
                f"matching alone, {name}: {time_text(max(0.0, of_medians))}, "
                f"of minima {time_text(max(0.0, of_minima))}; {hits} paths match"
            )
    return said
