"""What every benchmark does around its groups: arguments, a heading, tables as they come, and what they come to."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.inputs.repository import Input, Inputs
from tests.benchmarks.measuring.claims import Claims
from tests.benchmarks.measuring.peaks import PeakTable
from tests.benchmarks.measuring.result import Table
from tests.benchmarks.measuring.session import Session

SEED = 1
FEWEST_REPETITIONS = 5
AnyTable = Table | PeakTable | Claims
Groups = Mapping[str, Callable[[Session], Iterable[AnyTable]]]


def add_usual_arguments(parser: argparse.ArgumentParser, groups: Groups) -> None:
    parser.add_argument("--repetitions", type=int, default=FEWEST_REPETITIONS, metavar="N", help="timed runs of each")
    parser.add_argument("--only", default=",".join(groups), metavar="GROUPS", help=f"any of {', '.join(groups)}")
    parser.add_argument("--repo", type=Path, metavar="DIR", help="measure a change of this repository instead")
    parser.add_argument("--base", default="HEAD~1", metavar="REV", help="of that change (default HEAD~1)")
    parser.add_argument("--head", default="HEAD", metavar="REV", help="of that change (default HEAD)")
    parser.add_argument("--scale", type=float, default=1.0, help="make all inputs so many times as large")
    parser.add_argument("--seed", type=int, default=SEED, help="of the generated inputs")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the inputs there and find them again")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample there")
    parser.add_argument("--check", action="store_true", help="exit 1 when a bound is not met")


def run_groups(arguments: argparse.Namespace, groups: Groups) -> int:
    """Print a table as soon as it is measured. 0; 1 with --check if a bound is not met; 2 if something did not run."""
    names = [name.strip() for name in arguments.only.split(",")]
    if unknown := [name for name in names if name not in groups]:
        return complain(f"no group {', '.join(unknown)}; there are {', '.join(groups)}")
    if arguments.repetitions < 1 or not arguments.scale > 0:
        return complain("--repetitions and --scale must be positive")
    with tempfile.TemporaryDirectory(prefix="reviewbot-benchmark-") as temporary:
        kept = arguments.keep.resolve() if arguments.keep else Path(temporary)
        kept.mkdir(parents=True, exist_ok=True)
        session = Session(
            inputs=Inputs(kept, arguments.seed, say),
            folder=Path(temporary),
            repetitions=arguments.repetitions,
            scale=arguments.scale,
        )
        try:
            session.given = given_change(arguments) if arguments.repo else None
        except subprocess.CalledProcessError as error:
            return complain(error.stderr.strip())
        print(heading(arguments), flush=True)
        tables: list[AnyTable] = []
        for name in names:
            for table in groups[name](session):
                say("")
                print(table.text(), flush=True)
                tables.append(table)
    if arguments.json:
        arguments.json.write_text(json.dumps(document(arguments, tables), indent=1) + "\n")
    return conclude(tables, check=arguments.check)


def conclude(tables: list[AnyTable], *, check: bool) -> int:
    problems = [problem for table in tables for problem in table.problems]
    over = [method for table in tables for method in table.over]
    print(f"bounds not met: {len(over)}" + "".join(f"\n  {method}" for method in over))
    if problems:
        print(f"not run: {len(problems)}")
        return 2
    return 1 if over and check else 0


def given_change(arguments: argparse.Namespace) -> Input:
    """The change that --repo, --base and --head name, as full ids."""
    ids = []
    for revision in (arguments.base, arguments.head):
        command = ("git", "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        done = subprocess.run(command, cwd=arguments.repo, check=True, capture_output=True, text=True)
        ids.append(done.stdout.strip())
    return Input(f"{arguments.base}...{arguments.head}", arguments.repo.resolve(), ids[0], ids[1], 0)


def heading(arguments: argparse.Namespace) -> str:
    """What one must know to compare this run with another."""
    git = subprocess.run(("git", "--version"), check=True, capture_output=True, text=True).stdout.strip()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    lines = [
        f"{git}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} processors, load {load}; {arguments.repetitions} repetitions in turns, seed {arguments.seed}"
    ]
    if arguments.scale != 1:
        lines.append(f"inputs {arguments.scale:g} times as large: bounds on lines and memory are not judged")
    if arguments.repetitions < FEWEST_REPETITIONS:
        lines.append(f"fewer than {FEWEST_REPETITIONS} repetitions: a trial, not a measurement")
    return "\n".join(lines) + "\n"


def document(arguments: argparse.Namespace, tables: list[AnyTable]) -> dict[str, object]:
    """Every sample, for another program. Times in seconds, memory in MiB."""
    return {
        "schema": "reviewbot-benchmark/1",
        "heading": heading(arguments).splitlines(),
        "tables": [asdict(table) for table in tables],
    }


def say(what: str) -> None:
    """Progress, on standard error; on a terminal each line takes the place of the one before."""
    if sys.stderr.isatty():
        print(f"\r\033[K{what}", end="", file=sys.stderr, flush=True)
    elif what:
        print(what, file=sys.stderr, flush=True)


def complain(what: str) -> int:
    print(f"error: {what}", file=sys.stderr)
    return 2
