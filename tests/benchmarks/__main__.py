"""Run one benchmark by name: a module here with `ABOUT`, `add_arguments(parser)` and `run(arguments)`."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent


def benchmark_names() -> list[str]:
    """The file list is the benchmark list; hyphens on the command line are underscores in the file name."""
    stems = (file.stem for file in HERE.glob("*.py"))
    return sorted(stem.replace("_", "-") for stem in stems if not stem.startswith(("_", "test_")))


def load(name: str) -> ModuleType:
    return importlib.import_module(f"tests.benchmarks.{name.replace('-', '_')}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description="Measure, side by side.")
    commands = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    for name in benchmark_names():
        benchmark = load(name)
        benchmark.add_arguments(commands.add_parser(name, help=benchmark.ABOUT, description=benchmark.ABOUT))
    arguments = parser.parse_args()
    try:
        status: int = load(arguments.name).run(arguments)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
