"""The guard of a coding agent, one decision a process, against an empty Python and another framework's start-up."""

from __future__ import annotations

import argparse

from tests.benchmarks.guard_groups import decisions
from tests.benchmarks.measuring.benchmark import Groups, add_usual_arguments, run_groups

ABOUT = (
    "time of one decision of the guard: edits, a forbidden path, tools that only read, in small and large repositories"
)
GROUPS: Groups = {"small": decisions.small, "large": decisions.large}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_usual_arguments(parser, GROUPS)


def run(arguments: argparse.Namespace) -> int:
    return run_groups(arguments, GROUPS)
