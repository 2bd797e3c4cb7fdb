"""The hooks as git runs them against bare git and another framework's start-up."""

from __future__ import annotations

import argparse

from tests.benchmarks.hooks_groups import clone, deadline, memory, received
from tests.benchmarks.measuring.benchmark import Groups, add_usual_arguments, run_groups

ABOUT = "time and memory of the hooks: pre-receive and update on pushes, pre-commit and pre-push"
GROUPS: Groups = {
    "startup": received.startup,
    "commits": received.commits,
    "deadline": deadline.tables,
    "clone": clone.tables,
    "memory": memory.tables,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_usual_arguments(parser, GROUPS)


def run(arguments: argparse.Namespace) -> int:
    return run_groups(arguments, GROUPS)
