"""The benchmark of the hooks at a tiny size: every group runs and every push is judged. How fast, is not asked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.inputs.pushes import get_push
from tests.benchmarks.inputs.repository import Inputs

ROOT = Path(__file__).parent.parent.parent
TRIAL = ("--scale", "0.003", "--repetitions", "1")


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    """One folder for inputs and compiled modules."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def benchmark(kept):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "tests.benchmarks", "hooks", "--keep", str(kept), *arguments)
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    return run


def test_every_group_runs(benchmark, tmp_path):
    done = benchmark(*TRIAL, "--json", str(tmp_path / "samples.json"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not run" not in done.stdout
    assert re.search(r"pre-receive .*<= 0\.75  [#.|>]{24}  \S", done.stdout)
    assert re.search(r"pre-receive, each-commit .*<= 4\.5 s, slowest  [#.|>]{24}  met", done.stdout)
    tables = json.loads((tmp_path / "samples.json").read_text())["tables"]
    assert {"startup", "commits", "deadline", "clone"} <= {table.get("group") for table in tables}


def test_a_given_repository_is_pushed_and_left_as_it_is(benchmark, given):
    before = sorted(path.relative_to(given) for path in given.rglob("*"))
    done = benchmark("--repetitions", "1", "--only", "startup,commits,clone,memory", "--repo", str(given))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "push of HEAD~1...HEAD" in done.stdout
    assert sorted(path.relative_to(given) for path in given.rglob("*")) == before


def test_a_push_is_what_git_tells_a_hook_of(kept):
    push = get_push(Inputs(kept, 1, lambda _: None), 3)
    environment = {"PATH": "/usr/bin:/bin", **push.variables}

    def git(*arguments: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
        command = ("git", *arguments)
        return subprocess.run(command, cwd=push.directory, env=variables, capture_output=True, text=True, check=False)

    assert git("rev-list", "--count", push.head, "--not", "main", variables=environment).stdout == "3\n"
    outside = {name: value for name, value in environment.items() if name in ("PATH", "GIT_DIR")}
    assert git("cat-file", "-e", push.head, variables=outside).returncode != 0, "it must be in quarantine only"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A repository of two commits."""
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false")
    folder = tmp_path / "given"
    folder.mkdir()

    def git(*arguments: str) -> None:
        subprocess.run(("git", *identity, *arguments), cwd=folder, check=True, capture_output=True)

    git("init", "--quiet", "--initial-branch=main")
    for text in ("one\ntwo\n", "one\n2\nthree\n"):
        (folder / "numbers.txt").write_text(text)
        git("add", "numbers.txt")
        git("commit", "--quiet", "--message=numbers")
    return folder
