"""The sign of life: only on a terminal, only when it takes long, and nothing of it stays."""

from __future__ import annotations

import io
import os
import pty
import sys
import threading
from contextlib import suppress

import pytest

from reviewbot.cli import progress
from reviewbot.cli.progress import shown_progress
from reviewbot.errors import SourceError
from tests.cli.processes import SlowGit
from tests.repositories import Repository

ERASE = "\r\x1b[K"


class Terminal(io.StringIO):
    """Standard error as a terminal that tells when something was written."""

    def __init__(self):
        super().__init__()
        self.written = threading.Event()

    def isatty(self):
        return True

    def write(self, text):
        super().write(text)
        self.written.set()
        return len(text)


@pytest.fixture
def terminal_for(monkeypatch):
    """Make standard error a terminal, in the test itself: pytest puts its own there before each."""

    def make(silent_seconds):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setattr(progress, "SILENT_SECONDS", silent_seconds)
        return terminal

    return make


def test_says_nothing_where_there_is_no_terminal(capsys, monkeypatch):
    monkeypatch.setattr(progress, "SILENT_SECONDS", 0)
    threads = threading.active_count()
    with shown_progress() as shown:
        shown.advance(1)
        assert threading.active_count() == threads
    assert capsys.readouterr().err == ""


def test_says_nothing_when_it_is_quick(terminal_for):
    terminal = terminal_for(600)
    with shown_progress() as shown:
        shown.advance(1)
    assert terminal.getvalue() == ""


def test_shows_what_was_read_and_takes_it_back(terminal_for):
    terminal = terminal_for(0)
    with shown_progress() as shown:
        shown.advance(1_500_000)
        shown.advance(900_000)
        assert terminal.written.wait(timeout=60)
        terminal.written.clear()
        assert terminal.written.wait(timeout=60)
    *lines, last = terminal.getvalue().split("\r")
    assert "\r" + last == ERASE
    assert "measuring the change: 2.4 MB of patch read" in lines[-1]


def test_takes_it_back_when_measuring_fails(terminal_for):
    terminal = terminal_for(0)
    with suppress(SourceError), shown_progress():
        assert terminal.written.wait(timeout=60)
        raise SourceError("garbled")
    assert terminal.getvalue().endswith(ERASE)


@pytest.fixture
def slow(tmp_path):
    repository = Repository(tmp_path / "repository")
    main = repository.commit({"a.py": "1\n"}, branch="main")
    repository.commit({"a.py": "2\n"}, main, branch="feature")
    slow_git = SlowGit(tmp_path, repository.path)
    yield slow_git
    slow_git.end()


def read_until(terminal, text, seen=""):
    while text not in seen:
        seen += os.read(terminal, 4096).decode()
    return seen


def test_a_real_terminal_shows_it_while_git_measures(slow):
    """On standard error; standard output stays what it is."""
    here, there = pty.openpty()
    process = slow.start("lint-diff", "main..feature", stderr=there)
    os.close(there)
    seen = read_until(here, "measuring the change: 0.0 MB of patch read")
    slow.end()
    out, _err = process.communicate()
    seen = read_until(here, "error: ", seen)
    os.close(here)
    assert seen.rpartition(ERASE)[2].startswith("error: git diff-tree failed")
    assert (process.returncode, out) == (2, b"")
