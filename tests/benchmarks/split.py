"""`reviewbot split` against one part per file and folders packed to the budget."""

from __future__ import annotations

import argparse

from tests.benchmarks.measuring.benchmark import Groups, add_usual_arguments, run_groups
from tests.benchmarks.split_groups import lines, memory, same, shapes

ABOUT = "time, growth and memory of split plans, and whether every run prints the same"
GROUPS: Groups = {
    "lines": lines.tables,
    "shapes": shapes.tables,
    "memory": memory.tables,
    "same": same.tables,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_usual_arguments(parser, GROUPS)


def run(arguments: argparse.Namespace) -> int:
    return run_groups(arguments, GROUPS)
