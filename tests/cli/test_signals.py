"""Signals, while git measures: the command ends, and nothing is left behind."""

from __future__ import annotations

import signal

import pytest

from tests.cli.processes import SlowGit
from tests.repositories import Repository


@pytest.fixture
def slow(tmp_path):
    """A repository whose branch `feature` changes one file, and a git that waits when it is to measure that."""
    repository = Repository(tmp_path / "repository")
    main = repository.commit({"a.py": "1\n"}, branch="main")
    repository.commit({"a.py": "2\n"}, main, branch="feature")
    slow_git = SlowGit(tmp_path, repository.path)
    yield slow_git
    slow_git.end()


@pytest.mark.parametrize(
    ("number", "status", "said"),
    [
        (signal.SIGINT, 130, b"interrupted: nothing was decided and nothing is left behind\n"),
        (signal.SIGTERM, 143, b""),
        (signal.SIGHUP, 129, b""),
    ],
    ids=["Ctrl-C", "terminated", "the terminal went away"],
)
@pytest.mark.parametrize("selector", ["main..feature", "--worktree"])
def test_nothing_is_left_behind(slow, number, status, said, selector):
    process = slow.start("lint-diff", selector)
    assert slow.sandboxes() != []
    process.send_signal(number)
    out, err = process.communicate()
    assert (process.returncode, out, err) == (status, b"", said)
    assert slow.sandboxes() == []
    assert slow.git_has_ended()


def test_a_second_ctrl_c_does_not_break_off_the_cleaning(slow):
    process = slow.start("lint-diff", "main..feature")
    for _ in range(5):
        process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert slow.sandboxes() == []


def test_a_signal_that_is_ignored_from_the_start_stays_ignored(slow):
    """As nohup has it."""
    process = slow.start("lint-diff", "main..feature", ignored=signal.SIGHUP)
    process.send_signal(signal.SIGHUP)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode == 143
