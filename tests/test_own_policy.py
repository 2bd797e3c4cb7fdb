"""The project holds itself to its own tool: all of its files, as one added change, under its own `.reviewbot.toml`.

The files are what git would add from the working tree, looked at from a repository beside it. So it does not matter
whether the project itself is a clone, a shallow clone, or no repository at all.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reviewbot.cli.main import main
from tests.repositories import Repository

PROJECT = Path(__file__).parents[1]
POLICY = PROJECT / ".reviewbot.toml"
NOT_ABOUT_A_WHOLE_TREE = {
    "max-diff-lines": "a budget is for one change, and this one is everything that was ever added",
    "policy-change": "the policy itself is among the files",
}


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """A bare repository with an empty commit on `nothing`, and the project's files on `main`."""
    repository = Repository(tmp_path_factory.mktemp("own") / "repository", bare=True)
    tree = add_working_tree(repository)
    nothing = repository.commit({}, branch="nothing")
    repository.commit({}, nothing, branch="main", tree=tree)
    return repository


def add_working_tree(repository):
    place = {"GIT_WORK_TREE": str(PROJECT), "GIT_DIR": str(repository.path)}
    repository.git("add", "--all", "--", str(PROJECT), **place)
    return repository.git("write-tree", **place).decode().strip()


def findings(repository, head="main"):
    """What the installed command finds, beyond what cannot be asked of a whole tree."""
    report = judged(repository, head)
    return [each for each in report["findings"] if each["rule"] not in NOT_ABOUT_A_WHOLE_TREE]


def judged(repository, head):
    command = [sys.executable, "-m", "reviewbot", "lint-diff", f"nothing..{head}", "--repo", str(repository.path)]
    outcome = subprocess.run(
        [*command, "--policy", str(POLICY), "--format", "json"], cwd=PROJECT, capture_output=True, check=False
    )
    assert outcome.returncode in (0, 1), outcome.stderr
    return json.loads(outcome.stdout)


def test_the_policy_is_valid(capsys):
    assert main(["policy", "check", str(POLICY)]) == 0


def test_all_files_are_looked_at(everything):
    paths = {file["path"] for file in judged(everything, "main")["files"]}
    assert {"reviewbot/engine.py", "tests/test_own_policy.py", "Makefile", ".ci/run", ".reviewbot.toml"} <= paths
    assert not [path for path in paths if "__pycache__" in path or path.startswith((".venv/", ".git/"))]


def test_the_project_keeps_its_own_policy(everything):
    assert findings(everything) == []


@pytest.mark.parametrize(
    ("path", "content", "rule"),
    [
        pytest.param("reviewbot/long.py", "x = 1\n" * 301, "max-file-lines", id="a long file"),
        pytest.param("deploy/server.pem", "-----BEGIN\n", "forbidden-path", id="a key"),
        pytest.param("reviewbot/model/new.py", "breakpoint()\n", "forbidden-content", id="a breakpoint"),
        pytest.param("README.md", "<<<<<<< HEAD\n", "conflict-marker", id="a conflict"),
        pytest.param("tests/data.bin", b"\0" * 500_001, "large-file", id="a large file"),
    ],
)
def test_a_breach_would_be_found(everything, path, content, rule):
    bad = everything.commit({path: content}, everything.id("refs/heads/nothing"), branch="bad")
    assert rule in {each["rule"] for each in findings(everything, bad)}


def test_every_rule_that_is_left_out_is_in_the_policy(everything):
    assert set(NOT_ABOUT_A_WHOLE_TREE) == {each["rule"] for each in judged(everything, "main")["findings"]}
