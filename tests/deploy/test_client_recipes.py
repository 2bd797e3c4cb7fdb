"""The recipes for hooks in a clone do what they say, installed as the README says."""

from __future__ import annotations

import pytest

from tests.deploy.clones import INSTALLERS, Clone
from tests.repositories import Repository

LONG = "".join(f"{number}\n" for number in range(11))
BROKEN = "total = 2\n"
RAN = "test session starts"


@pytest.fixture(params=INSTALLERS, ids=lambda install: install.__name__)
def clone(request, tmp_path):
    made = Clone(tmp_path)
    request.param(made)
    return made


def test_what_concerns_no_test_runs_none(clone):
    outcome = clone.commit("README", "1\n")
    assert outcome.returncode == 0, outcome.stdout
    assert RAN not in outcome.stdout


def test_only_the_tests_of_what_changed_run(clone):
    outcome = clone.commit("cart.py", "total = 1  # one\n")
    assert outcome.returncode == 0, outcome.stdout
    outcome = clone.commit("cart.py", BROKEN)
    assert outcome.returncode != 0
    assert "1 failed" in outcome.stdout
    assert "does not concern the commit" not in outcome.stdout


def test_what_commit_dash_a_would_hold_is_looked_at(clone):
    clone.repository.write("cart.py", BROKEN)
    outcome = clone.run("git", "commit", "-q", "-a", "-m", "x")
    assert outcome.returncode != 0
    assert "1 failed" in outcome.stdout


def test_a_commit_that_breaks_the_policy_is_refused(clone):
    outcome = clone.commit("long", LONG)
    assert outcome.returncode != 0
    assert "11 of 10 lines" in outcome.stdout


def test_a_commit_whose_companions_cannot_be_told_is_stopped(clone):
    """An error must not look like a change that concerns no test."""
    stand_in = clone.programs / "reviewbot"
    stand_in.write_text('#!/bin/sh\n[ "$1" = hook ] || exit 2\n')
    stand_in.chmod(0o755)
    outcome = clone.commit("README", "1\n")
    assert outcome.returncode != 0
    assert RAN not in outcome.stdout


def test_a_push_within_the_budget_goes_through(clone):
    assert clone.commit("README", "1\n").returncode == 0
    outcome = clone.push()
    assert outcome.returncode == 0, outcome.stdout
    clone.succeed("git", "rev-parse", "--verify", "refs/remotes/origin/topic")


def test_a_push_over_the_budget_is_refused(clone):
    for number in range(2):
        assert clone.commit(f"{number}", LONG[:14]).returncode == 0
    outcome = clone.push()
    assert outcome.returncode != 0
    assert "14 of 10 lines" in outcome.stdout
    assert clone.push("topic:other").returncode != 0
    assert clone.run("git", "ls-remote", "origin", "topic", "other").stdout == ""


def test_the_first_push_of_all_is_judged(clone, tmp_path):
    """The pre-commit framework gives no PRE_COMMIT_TO_REF then, only PRE_COMMIT_LOCAL_BRANCH, and no input."""
    Repository(tmp_path / "empty.git", bare=True)
    clone.repository.write("long", LONG)
    clone.succeed("git", "add", "long")
    clone.succeed("git", "commit", "-q", "--no-verify", "-m", "x")
    outcome = clone.run("git", "push", "-q", str(tmp_path / "empty.git"), "topic")
    assert outcome.returncode != 0
    assert "11 of 10 lines" in outcome.stdout
