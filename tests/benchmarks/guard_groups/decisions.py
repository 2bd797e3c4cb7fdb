"""What one question of an agent costs, whole processes, in a working tree of a few files and in one of very many."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.hooks_groups.methods import PRE_COMMIT, pre_commit_version
from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.measuring.command import Method, installed
from tests.benchmarks.measuring.result import Bound, Table
from tests.benchmarks.measuring.session import Session
from tests.benchmarks.measuring.stopwatch import measure

BOUND = Bound(limit=0.75)
CHANGED_LINES = 300
FILES = 50_000
PATHS = round(FILES / 0.9)  # one path in ten is deleted
TURNS = 2
EDIT, FORBIDDEN, READS, COMMAND = "an edit", "an edit of a forbidden path", "a tool that only reads", "a command"
POLICY = 'version = 1\n[rules.forbidden-path]\nmatch = ["config/"]\n'
WHY = (
    "The budget of an edit: what the working tree holds must be known, so git looks at every file of it, as",
    "`git status` does, which alone takes longer than the bound. So paths are judged first, before git looks at any",
    "file, and what is forbidden is denied at once; the budget is measured after that, for what is not denied already.",
)


def small(session: Session) -> Iterator[Table]:
    yield _table("small", session, session.given or session.inputs.get("many files", session.size(CHANGED_LINES)))


def large(session: Session) -> Iterator[Table]:
    table = _table("large", session, session.given or session.inputs.get("many paths", session.size(PATHS)))
    table.remarks += WHY
    yield table


def _table(group: str, session: Session, change: Input) -> Table:
    tree = working_tree(session, change)
    table = Table(group, f"a working tree of {change.name}", PRE_COMMIT)
    methods = [
        asked(EDIT, session, tree, "Write", {"file_path": "new.py", "content": "1\n"}),
        asked(FORBIDDEN, session, tree, "Write", {"file_path": "config/new.py", "content": "1\n"}),
        asked(READS, session, tree, "Read", {"file_path": "new.py"}),
        asked(COMMAND, session, tree, "Bash", {"command": "make test"}),
        Method("git status", ("git", "status", "--porcelain")),
        pre_commit_version(),
        Method("python -c pass", (sys.executable, "-c", "pass")),
    ]
    measure(table, methods, session.place(tree), TURNS * session.repetitions, session.say)
    if not session.given:
        for row in table.rows:
            row.bound = BOUND if row.method in (EDIT, FORBIDDEN, READS, COMMAND) else None
    return table


def asked(name: str, session: Session, tree: Path, tool: str, given: dict[str, str]) -> Method:
    """The guard as Claude Code runs it, with a floor that forbids config/."""
    question = {"hook_event_name": "PreToolUse", "cwd": str(tree), "tool_name": tool, "tool_input": given}
    floor = session.written("floor.toml", POLICY)
    command = (*installed("reviewbot", "reviewbot"), "guard", "--agent", "claude", "--policy", floor)
    exits = (2,) if name == FORBIDDEN else (0,)
    return Method(name, command, exits=exits, input=json.dumps(question).encode())


def working_tree(session: Session, change: Input) -> Path:
    """Head of the change checked out, on a branch that starts at the remote's default branch."""
    tree = session.folder / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir()
    git = session.inputs.git
    git(tree, "init", "--quiet", "--template=", "--initial-branch=feature")
    objects = git(change.directory, "rev-parse", "--path-format=absolute", "--git-path", "objects").strip()
    (tree / ".git/objects/info").mkdir(exist_ok=True)
    (tree / ".git/objects/info/alternates").write_text(f"{objects}\n")
    for ref in ("refs/remotes/origin/main", "refs/heads/feature"):
        git(tree, "update-ref", ref, change.head)
    git(tree, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    git(tree, "reset", "--hard", "--quiet")
    return tree
