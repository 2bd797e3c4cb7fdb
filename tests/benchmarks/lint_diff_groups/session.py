"""What every group works with: the inputs, the places, the policies on disk, and the methods that compare."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.inputs.repository import Input, Inputs, environment
from tests.benchmarks.measuring.command import Counts, Method, Place, installed

PEERS = Path(__file__).parent.parent / "peers"
NUMSTAT = "git diff --numstat"
LINT_DIFF = "reviewbot lint-diff"


@dataclass
class Session:
    """One run of the benchmark. given: the change of `--repo`, which then takes the place of generated ones. folder:
    for what a run writes and nobody keeps."""

    inputs: Inputs
    folder: Path
    repetitions: int
    scale: float
    given: Input | None = None

    def say(self, what: str) -> None:
        """Progress."""
        self.inputs.say(what)

    def size(self, full: int) -> int:
        """A size of the design, scaled down for a trial."""
        return max(20, round(full * self.scale))

    @property
    def full_size(self) -> bool:
        """Whether the bounds, which are stated for full sizes, apply."""
        return self.scale >= 1

    def place(self, directory: Path) -> Place:
        return Place(directory, environment(self.inputs.folder))

    def written(self, name: str, text: str) -> str:
        """The path of a policy or a list in the benchmark's own folder."""
        path = self.folder / name
        path.write_text(text)
        return str(path)


def numstat(change: Input) -> Method:
    """The yardstick: git alone, counting."""
    return Method(NUMSTAT, ("git", "diff", "--numstat", f"{change.base}...{change.head}"), (), read_numstat)


def lint_diff(change: Input, name: str = LINT_DIFF, policy: str = "", hits_of: str = "") -> Method:
    """reviewbot as a person starts it. hits_of: the rule whose findings are counted."""
    command = (*installed("reviewbot", "reviewbot"), "lint-diff", "--base", change.base, "--head", change.head)
    command += ("--policy", policy) if policy else ()
    return Method(
        name, command, (*command, "--format", "json"), lambda report: read_report(report, hits_of), exits=(0, 1)
    )


def peer(name: str, script: str, *arguments: str) -> Method:
    """Another library, in a script of its own, so that its start-up counts as ours does."""
    return Method(name, (sys.executable, str(PEERS / script), *arguments), (), read_words)


def path_peer(name: str, backend: str, patterns: str, paths: str) -> Method:
    """pathspec alone: it counts paths and hits, and no lines."""
    script = (sys.executable, str(PEERS / "pathspec_matches.py"), backend, patterns, paths)
    return Method(name, script, (), read_path_words)


def read_numstat(printed: bytes) -> Counts:
    rows = [line.split(b"\t", 2) for line in printed.splitlines()]
    added, removed = (sum(int(row[side]) for row in rows if row[side] != b"-") for side in (0, 1))
    return Counts(len(rows), added, removed)


def read_words(printed: bytes) -> Counts:
    files, added, removed = (int(word) for word in printed.split())
    return Counts(files, added, removed)


def read_path_words(printed: bytes) -> Counts:
    files, hits = (int(word) for word in printed.split())
    return Counts(files, hits=hits)


def read_report(printed: bytes, hits_of: str) -> Counts:
    """The totals of a JSON report, and how many findings a rule has when one is named."""
    report = json.loads(printed)
    totals = report["totals"]
    hits = sum(finding["rule"] == hits_of for finding in report["findings"]) if hits_of else None
    return Counts(totals["files"], totals["added_lines"], totals["removed_lines"], hits)
