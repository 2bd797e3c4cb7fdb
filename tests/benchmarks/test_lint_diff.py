"""The benchmark at a tiny size: it runs whole, and what it prints can be read. How fast anything is, is not asked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TRIAL = ("--scale", "0.0001", "--repetitions", "1")
ROW = re.compile(r"  (\S.*?)  +[\d.]+ (?:ms|s)  +[\d.]+ (?:ms|s)  +([\d.]+)  +([\d.]+)  .*")


Benchmark = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def benchmark(tmp_path_factory) -> Benchmark:
    """The benchmark, with one folder for inputs and compiled modules."""
    kept = tmp_path_factory.mktemp("kept")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "tests.benchmarks", "lint-diff", "--keep", str(kept), *arguments)
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def rows(printed: str) -> dict[str, tuple[float, float]]:
    """Method to the ratio of medians and of minima, of every table line that has them."""
    matches = filter(None, map(ROW.fullmatch, printed.splitlines()))
    return {match[1]: (float(match[2]), float(match[3])) for match in matches}


def test_startup_prints_a_bound_and_how_it_stands(benchmark):
    done = benchmark(*TRIAL, "--only", "startup")
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(done.stdout)["pre-commit --version"] == (1.0, 1.0)
    assert re.search(r"reviewbot lint-diff .*<= 0\.75, aim 0\.5  [#.|>]{24}  \S", done.stdout)


def test_times_are_ratios_to_git_and_every_count_agrees(benchmark, tmp_path):
    done = benchmark(*TRIAL, "--only", "content,paths", "--json", str(tmp_path / "samples.json"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert rows(done.stdout)["git diff --numstat"] == (1.0, 1.0)
    assert {"reviewbot lint-diff", "pathspec GitIgnoreSpec, re2"} <= rows(done.stdout).keys()
    assert "differs" not in done.stdout
    tables = json.loads((tmp_path / "samples.json").read_text())["tables"]
    assert [len(row["samples"]) for table in tables for row in table["rows"]] == [1] * 12


def test_a_given_repository_takes_the_place_of_the_inputs(benchmark, given):
    done = benchmark("--repetitions", "1", "--only", "lines,memory,paths,content", "--repo", str(given))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "git counts 1 files +2 -1" in done.stdout
    assert re.search(r"memory: .*\n.*\n.*\n  git diff --numstat +[\d.]+ MiB", done.stdout)
    assert {"unidiff", "GitPython", "reviewbot lint-diff"} <= rows(done.stdout).keys()
    assert "differs" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("--only", "speed"), "no group speed", id="a group that is not there"),
        pytest.param(("--repetitions", "0"), "must be positive", id="no repetitions"),
    ],
)
def test_wrong_usage_is_one_line(benchmark, arguments, said):
    done = benchmark(*arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_an_unknown_revision_is_said_to_be_one(benchmark, given):
    done = benchmark("--repo", str(given), "--base", "no-such-name")
    assert done.returncode == 2
    assert "Needed a single revision" in done.stderr


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A repository of two commits; the second changes one of two lines and adds another."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")

    def git(*arguments: str) -> None:
        subprocess.run(("git", *identity, *arguments), cwd=tmp_path, check=True, capture_output=True)

    git("init", "--quiet", "--initial-branch=main")
    for text in ("one\ntwo\n", "one\n2\nthree\n"):
        (tmp_path / "numbers.txt").write_text(text)
        git("add", "numbers.txt")
        git("commit", "--quiet", "--message=numbers")
    return tmp_path
