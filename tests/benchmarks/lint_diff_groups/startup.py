"""Start-up: the whole of `lint-diff` on a 300-line change against what other tools need to say their version.

Once the change is within its budget, and once it is over it and gets a plan.
"""

from __future__ import annotations

import sys

from tests.benchmarks.lint_diff_groups.methods import LINT_DIFF, lint_diff
from tests.benchmarks.measuring.command import Method, installed
from tests.benchmarks.measuring.result import Bound, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure

PRE_COMMIT = "pre-commit --version"
OVER_BUDGET = f"{LINT_DIFF}, over its budget"
BOUNDS = {
    LINT_DIFF: Bound(limit=0.75, aim=0.5),
    # A plan is worked out beside the judgement: what it needs is read, its parts are made, and git measures each.
    OVER_BUDGET: Bound(limit=1.5, aim=1.0),
}
CHANGED_LINES = 300
SOMEBODY = "a person"  # within the budget of 300 lines; who is not known is held to the 150 of agents too
# These processes are short and the machine is not quiet: more turns cost little and steady the medians.
TURNS = 4


def tables(session: Session) -> list[Table]:
    change = session.given or session.inputs.get("many files", CHANGED_LINES)
    table = Table("startup", f"whole processes, {change.name}", PRE_COMMIT)
    methods = [
        lint_diff(change, author=SOMEBODY),
        lint_diff(change, OVER_BUDGET),
        Method("reviewbot --version", (*installed("reviewbot", "reviewbot"), "--version")),
        Method(PRE_COMMIT, (*installed("pre-commit", "pre_commit"), "--version")),
        Method("gitlint --version", (*installed("gitlint"), "--version")),
        Method("python -c pass", (sys.executable, "-c", "pass")),
        Method("git --version", ("git", "--version")),
    ]
    measure(table, methods, session.place(change.directory), TURNS * session.repetitions, session.say)
    if not session.given:
        for row in table.rows:
            row.bound = BOUNDS.get(row.method)
    return [table]
