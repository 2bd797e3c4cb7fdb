"""`reviewbot split` and two simple splitters, each a whole process that prints JSON, and how their parts are read."""

from __future__ import annotations

import json
import sys

from tests.benchmarks.inputs.repository import Input
from tests.benchmarks.lint_diff_groups.methods import PEERS
from tests.benchmarks.measuring.command import Counts, Method, installed

SPLIT = "reviewbot split"
BY_FILE = "one part per file"
BY_FOLDER = "folders packed to the budget"
BUDGET = 300


def methods_of(change: Input) -> list[Method]:
    span = f"{change.base}...{change.head}"
    return [
        Method(BY_FILE, (sys.executable, str(PEERS / "split_by_file.py"), span), (), read_parts),
        Method(BY_FOLDER, (sys.executable, str(PEERS / "split_by_folder.py"), str(BUDGET), span), (), read_parts),
        Method(SPLIT, command_of(change), (), read_parts, exits=(0, 1)),
    ]


def command_of(change: Input) -> tuple[str, ...]:
    ends = ("--base", change.base, "--head", change.head)
    return (*installed("reviewbot", "reviewbot"), "split", *ends, "--budget", str(BUDGET), "--format", "json")


def read_parts(printed: bytes) -> Counts:
    """How many files the parts hold together, each counted once."""
    parts = json.loads(printed)["parts"]
    return Counts(len({file["path"] for part in parts for file in part["files"]}))
