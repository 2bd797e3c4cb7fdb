"""The benchmark of split plans at a tiny size: it runs whole, and can be read. How fast, is not asked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.measuring.result import Row
from tests.benchmarks.split_groups.lines import growth

ROOT = Path(__file__).parent.parent.parent
TRIAL = ("--scale", "0.001", "--repetitions", "1")


def run(*arguments: str, kept: Path) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "tests.benchmarks", "split", "--keep", str(kept), *arguments)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_splitter_takes_every_change_apart(tmp_path):
    done = run(*TRIAL, "--only", "lines,shapes", "--json", str(tmp_path / "samples.json"), kept=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not run" not in done.stdout
    assert "differs" not in done.stdout, "all of them must speak of the same files"
    tables = json.loads((tmp_path / "samples.json").read_text())["tables"]
    splitters = ["one part per file", "folders packed to the budget", "reviewbot split"]
    assert [row["method"] for table in tables if "rows" in table for row in table["rows"]] == splitters * 9


def test_two_runs_are_compared_and_memory_is_measured(tmp_path):
    done = run(*TRIAL, "--only", "same,memory", kept=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(re.findall(r"programs, \d+ +[\d,]+ bytes, sha256 \w+  equal  met", done.stdout)) == 4
    assert len(re.findall(r"  reviewbot split +[\d.]+ MiB", done.stdout)) == 4


@pytest.mark.parametrize(
    ("seconds", "holds"), [pytest.param(13.9, True, id="linear"), pytest.param(15.1, False, id="more than linear")]
)
def test_growth_is_judged_by_the_time_a_line(seconds, holds):
    rows = {5_000: Row("any", [1.0, 1.2]), 50_000: Row("any", [seconds, 1.2 * seconds])}
    (_, last) = growth(rows, full_size=True).claims
    assert last.holds is holds
    assert growth(rows, full_size=False).claims[-1].holds is None
