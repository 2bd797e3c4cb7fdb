"""The methods that are compared, and how their counts are read."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.measuring.command import Counts, Method, installed

PEERS = Path(__file__).parent.parent / "peers"
NUMSTAT = "git diff --numstat"
LINT_DIFF = "reviewbot lint-diff"


def numstat(change: Input) -> Method:
    """The yardstick: git alone, counting."""
    return Method(NUMSTAT, ("git", "diff", "--numstat", f"{change.base}...{change.head}"), (), read_numstat)


def lint_diff(change: Input, name: str = LINT_DIFF, policy: str = "", hits_of: str = "", author: str = "") -> Method:
    """reviewbot as a person starts it. hits_of: the rule whose findings are counted. author: who made the change."""
    command = (*installed("reviewbot", "reviewbot"), "lint-diff", "--base", change.base, "--head", change.head)
    command += ("--policy", policy) if policy else ()
    command += ("--author", author) if author else ()
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
