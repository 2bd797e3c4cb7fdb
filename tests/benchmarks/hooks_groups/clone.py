"""On a laptop: pre-commit and pre-push on a change of 300 lines, beside the start-up of a hook framework."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.hooks_groups.methods import PRE_COMMIT, hook_script, pre_commit_version
from tests.benchmarks.inputs.pushes import REF
from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.measuring.command import Method
from tests.benchmarks.measuring.result import Bound, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure

BOUND = Bound(limit=0.75)
CHANGED_LINES = 300
TURNS = 4
HOOKS = ("pre-commit", "pre-push")


def tables(session: Session) -> Iterator[Table]:
    change = session.given or session.inputs.get("many files", session.size(CHANGED_LINES))
    clone = cloned(session, change)
    table = Table("clone", f"staged and pushed, {change.name}", PRE_COMMIT)
    lines = f"{REF} {change.head} {REF} {'0' * len(change.head)}\n".encode()
    pushed = Method("pre-push", (hook_script(session, "pre-push"), "origin", str(change.directory)), exits=(0, 1))
    methods = [
        pre_commit_version(),
        Method("pre-commit", (hook_script(session, "pre-commit"),), exits=(0, 1)),
        replace(pushed, input=lines),
    ]
    measure(table, methods, session.place(clone), TURNS * session.repetitions, session.say)
    if not session.given:
        for row in table.rows:
            row.bound = BOUND if row.method in HOOKS else None
    yield table


def cloned(session: Session, change: Input) -> Path:
    """A clone whose remote is at base; HEAD too, with all of the change staged."""
    clone = session.folder / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    clone.mkdir()
    git = session.inputs.git
    git(clone, "init", "--quiet", "--template=", "--initial-branch=feature")
    objects = git(change.directory, "rev-parse", "--path-format=absolute", "--git-path", "objects").strip()
    (clone / ".git/objects/info").mkdir(exist_ok=True)
    (clone / ".git/objects/info/alternates").write_text(f"{objects}\n")
    for ref in ("refs/remotes/origin/main", "refs/heads/feature"):
        git(clone, "update-ref", ref, change.base)
    git(clone, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    git(clone, "read-tree", change.head)
    return clone
