"""`reviewbot lint-diff` against bare git, unidiff, GitPython, pathspec and other tools' start-up."""

from __future__ import annotations

import argparse

from tests.benchmarks.lint_diff_groups import content, lines, memory, paths, startup
from tests.benchmarks.measuring.benchmark import Groups, add_usual_arguments, run_groups

ABOUT = "time and memory of lint-diff: start-up, changed lines, paths, content patterns"
GROUPS: Groups = {
    "startup": startup.tables,
    "lines": lines.tables,
    "paths": paths.tables,
    "content": content.tables,
    "memory": memory.tables,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_usual_arguments(parser, GROUPS)


def run(arguments: argparse.Namespace) -> int:
    return run_groups(arguments, GROUPS)
