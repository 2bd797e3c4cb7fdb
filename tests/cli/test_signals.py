"""Ctrl-C and a polite kill while git measures: one message, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.repositories import Repository

COMMAND = Path(sys.executable).with_name("reviewbot")
SLOW_GIT = """\
#!/bin/sh
case "$*" in *diff-tree*) echo $$ > "{started}"; exec sleep 60;; esac
exec "{git}" "$@"
"""
PATIENCE_SECONDS = 30


@pytest.fixture
def measuring(tmp_path):
    """`lint-diff` in a group of its own, waiting for a git that does not answer."""
    repository = Repository(tmp_path / "repository")
    base = repository.commit({"a": "1\n"}, branch="main")
    repository.commit({"a": "2\n"}, base, branch="topic")
    tools, temporary, started = tmp_path / "tools", tmp_path / "temporary", tmp_path / "started"
    tools.mkdir()
    temporary.mkdir()
    git = next(f"{folder}/git" for folder in os.get_exec_path() if os.access(f"{folder}/git", os.X_OK))
    (tools / "git").write_text(SLOW_GIT.format(started=started, git=git))
    (tools / "git").chmod(0o755)
    with subprocess.Popen(
        [COMMAND, "lint-diff", "main..topic"],
        cwd=repository.path,
        env={**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (started.exists() and started.read_text().strip()):
            assert time.monotonic() < deadline
            time.sleep(0.01)
        yield process, int(started.read_text()), temporary
        process.kill()


@pytest.mark.parametrize(
    ("number", "status", "said"), [(signal.SIGINT, 130, b"interrupted"), (signal.SIGTERM, 143, b"")]
)
def test_nothing_is_left_behind(measuring, number, status, said):
    process, git, temporary = measuring
    assert list(temporary.iterdir())
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out) == (status, b"")
    assert said in err
    assert b"Traceback" not in err
    assert list(temporary.iterdir()) == []
    assert not Path(f"/proc/{git}").exists()
