"""Apply the plan of real commits, and run the repository's own tests at base, at every prefix of the parts and at head.

    python -m tests.split.suite_at_every_prefix CLONE COMMIT... -- TEST COMMAND

CLONE is a clone that may be written to; the command runs at its top. Prints a table in Markdown. The prefix of N parts
is the merge of base with the branches of the first N, as they would land.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed)")


class Run(NamedTuple):
    """A run of the suite. name: "base", "1", "1-2", ..., "head"."""

    name: str
    said: str
    is_good: bool


class Clone(NamedTuple):
    path: Path
    command: Sequence[str]

    def git(self, *arguments: str) -> str:
        command = ["git", "-c", "user.name=nobody", "-c", "user.email=nobody", *arguments]
        return subprocess.run(command, cwd=self.path, capture_output=True, text=True, check=True).stdout.strip()

    def run(self, name: str, commit: str) -> Run:
        """The suite at a commit."""
        self.git("checkout", "--quiet", "--force", "--detach", commit)
        self.git("clean", "-fdqx", "--exclude=.venv")
        done = subprocess.run(self.command, cwd=self.path, capture_output=True, text=True, check=False)
        last = (done.stdout.strip().splitlines() or [""])[-1]
        counts = ", ".join(f"{number} {what}" for number, what in _COUNTS.findall(last))
        return Run(name, counts or last[:60], done.returncode == 0)

    def split(self, commit: str, budget: int) -> dict:
        """The applied plan of a commit."""
        base = f"{commit}^"
        for ref in self.git("for-each-ref", "--format=%(refname)", "refs/heads/p/", "refs/reviewbot/").split():
            self.git("update-ref", "-d", ref)
        command = [sys.executable, "-m", "reviewbot", "split", f"{base}..{commit}", "--repo", str(self.path)]
        options = ["--budget", str(budget), "--apply", "p", "--format", "json"]
        told = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
        return json.loads(told.stdout)

    def prefixes(self, plan: dict) -> Iterator[tuple[str, str]]:
        """(name, commit) of base with the first parts merged, one more each time."""
        at = plan["base"]
        for number, branch in enumerate(plan["branches"], 1):
            self.git("checkout", "--quiet", "--force", "--detach", at)
            self.git("merge", "--quiet", "--no-edit", branch["commit"])
            at = self.git("rev-parse", "HEAD")
            yield ("1" if number == 1 else f"1-{number}"), at


def runs_of(clone: Clone, plan: dict, head: str) -> Iterator[Run]:
    yield clone.run("base", plan["base"])
    for name, commit in clone.prefixes(plan):
        yield clone.run(name, commit)
    yield clone.run("head", head)


def main(arguments: Sequence[str]) -> int:
    end = arguments.index("--")
    clone = Clone(Path(arguments[0]), arguments[end + 1 :])
    print("| commit | parts | base | after each further part | head |\n| --- | ---: | --- | --- | --- |")
    for commit in arguments[1:end]:
        plan = clone.split(commit, 300)
        base, *between, head = runs_of(clone, plan, commit)
        told = "; ".join(f"{run.name}: {run.said}{'' if run.is_good else ' **fails**'}" for run in between)
        subject = clone.git("log", "-1", "--format=%s", commit)
        lines = sum(part["counted_lines"] for part in plan["parts"])
        row = (f"`{commit[:8]}` {subject} ({lines} lines)", str(len(plan["parts"])), base.said, told, head.said)
        print(f"| {' | '.join(row)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
