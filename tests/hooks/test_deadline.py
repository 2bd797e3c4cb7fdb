"""A hook that is too slow, or killed, never accepts a push; and it leaves nothing behind."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reviewbot.errors import LimitError
from reviewbot.sources import interruption, sandbox
from reviewbot.sources.interruption import deadline
from tests.benchmarks.measuring.peaks import WATCHER
from tests.cli.processes import COMMAND, SlowGit
from tests.hooks.asking import SMALL, ZERO
from tests.repositories import Repository, isolated_environment, lines

HOOK = ("hook", "run", "pre-receive")
UNIT = 10.0  # seconds that no test waits for


@pytest.fixture
def slow_git(tmp_path, repository):
    slow = SlowGit(tmp_path, repository.path)
    yield slow
    slow.end()


@pytest.fixture
def change(repository):
    """A line that tells the hook of a small change."""
    new = repository.commit(SMALL, repository.id("refs/heads/main"))
    return f"{ZERO} {new} refs/heads/topic\n".encode()


# A block with a deadline


def test_who_is_in_time_notices_nothing():
    with deadline(UNIT, LimitError("late"), UNIT):
        pass
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_who_is_late_is_told():
    with pytest.raises(LimitError, match="late"), deadline(0.01, LimitError("late"), UNIT):
        time.sleep(UNIT)
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_what_must_not_be_broken_off_is_gone_through_first():
    done = []

    def work():
        with interruption.uninterrupted():
            time.sleep(0.05)
            done.append(True)
        time.sleep(UNIT)

    with pytest.raises(LimitError), deadline(0.01, LimitError("late"), UNIT):
        work()
    assert done == [True]


# The hook


def test_a_push_that_takes_too_long_is_refused_with_the_reason(slow_git, repository, change, tmp_path):
    (repository.path / "reviewbot-hooks.toml").write_text("version = 1\ndeadline-seconds = 1\n")
    process = slow_git.start(*HOOK, stdin=subprocess.PIPE, feed=change)
    out, err = process.communicate(timeout=UNIT)
    assert (process.returncode, out) == (2, b"")
    assert b"reviewbot: refused, for it could not be judged: there was no verdict within 1 seconds" in err
    assert b"push less at once" in err
    assert slow_git.git_has_ended()
    assert slow_git.sandboxes() == []


def test_a_push_too_large_to_judge_in_time_is_refused_in_little_memory(repository, tmp_path):
    """30 MB in a million lines, of which every one would be found."""
    content = b"".join(b"config line number %d of many\n" % number for number in range(1_000_000))
    new = repository.commit({"config/large": content, "large": content[1:]}, repository.id("refs/heads/main"))
    (repository.path / "reviewbot-hooks.toml").write_text("version = 1\ndeadline-seconds = 0.5\n")
    (tmp_path / "temporary").mkdir()
    (tmp_path / "told").write_text(f"{ZERO} {new} refs/heads/topic\n")
    hook = f"exec {COMMAND[0]} {' '.join(HOOK)} < '{tmp_path}/told' 2> '{tmp_path}/said'"
    watched = subprocess.run(
        [sys.executable, "-I", "-S", WATCHER, "sh", "-c", hook],
        cwd=repository.path,
        env=isolated_environment() | {"TMPDIR": str(tmp_path / "temporary")},
        capture_output=True,
        check=True,
    )
    peaks = json.loads(watched.stdout)
    assert (peaks["status"], "no verdict within 0.5 seconds" in (tmp_path / "said").read_text()) == (2, True)
    assert peaks["own"] < 64 << 10  # KiB
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_hook_that_is_told_to_end_refuses(slow_git, change, number):
    process = slow_git.start(*HOOK, stdin=subprocess.PIPE, feed=change)
    process.send_signal(number)
    process.communicate(timeout=UNIT)
    assert process.returncode != 0
    assert slow_git.git_has_ended()
    assert slow_git.sandboxes() == []


def test_a_hook_that_is_killed_at_any_point_never_accepts(tmp_path, repository):
    """Real pushes, of which the hook is killed a little later each time; what is accepted was judged to its end."""
    client = Repository(tmp_path / "client")
    main = repository.id("refs/heads/main")
    client.git("fetch", "--quiet", str(repository.path), "main")
    large = client.commit({"large.py": lines(30)}, main, branch="large")
    assert large
    hook = repository.path / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    outcomes = []
    chance = random.Random(7)
    for step in range(24):
        seconds = step * 0.006 + chance.random() * 0.006
        hook.write_text(f"#!/bin/sh\nexec timeout -s KILL {seconds:.4f} {COMMAND[0]} hook run pre-receive\n")
        hook.chmod(0o755)
        outcome = subprocess.run(
            ["git", "push", str(repository.path), "large"],
            cwd=client.path,
            env=isolated_environment() | {"TMPDIR": str(tmp_path)},
            capture_output=True,
            check=False,
        )
        outcomes.append(b"30 of 10 lines" in outcome.stderr)
        assert outcome.returncode == 1, (seconds, outcome)
        assert not (repository.git_dir / "refs/heads/large").exists()
        assert not [path for path in (repository.git_dir / "objects").iterdir() if "incoming" in path.name]
    assert not outcomes[0]  # killed before there was anything to say


# What a killed hook leaves is removed by a later one


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def leave(folder: Path, name: str, *, hours: float) -> Path:
    left = folder / name
    (left / "objects").mkdir(parents=True)
    (left / "objects" / "x").write_text("x")
    then = time.time() - hours * 3600
    os.utime(left, (then, then))
    return left


def test_what_was_left_long_ago_is_removed(temporary):
    old = leave(temporary, "reviewbot-0123", hours=2)
    sandbox.remove_abandoned_sandboxes()
    assert not old.exists()


def test_what_may_be_in_use_or_is_not_ours_stays(temporary, tmp_path):
    leave(temporary, "reviewbot-0123", hours=0.5)
    leave(temporary, "somebody-0123", hours=2)
    leave(tmp_path, "elsewhere", hours=2)
    (temporary / "reviewbot-link").symlink_to(tmp_path / "elsewhere")
    sandbox.remove_abandoned_sandboxes()
    assert {path.name for path in temporary.iterdir()} == {"reviewbot-0123", "somebody-0123", "reviewbot-link"}
    assert (tmp_path / "elsewhere" / "objects" / "x").exists()
