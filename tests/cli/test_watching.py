"""`budget --watch` as a process of its own, in a terminal and outside of one: it is ended, and nothing stays."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import termios
from contextlib import suppress

import pytest

from tests.cli.processes import COMMAND
from tests.repositories import Repository, isolated_environment, lines

POLICY = "version = 1\n[rules.max-diff-lines]\nlimit = 10\n"
OPENED, CLOSED, CLEARED = b"\x1b[?1049h\x1b[?25l", b"\x1b[?25h\x1b[?1049l", b"\x1b[H\x1b[J"


@pytest.fixture
def repository(tmp_path):
    repository = Repository(tmp_path / "repository")
    repository.commit({".reviewbot.toml": POLICY}, branch="main")
    repository.check_out()
    return repository


@pytest.fixture
def watching(repository, tmp_path):
    """Start the watch, with a folder for temporary files of its own."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    processes = []

    def start(*arguments, **streams):
        environment = isolated_environment(tmp_path) | {"TMPDIR": str(temporary), "TERM": "xterm"}
        process = subprocess.Popen(
            [*COMMAND, "budget", "--watch", *arguments],
            cwd=repository.path,
            env={**environment, "LC_ALL": "C.UTF-8"},
            stderr=subprocess.PIPE,
            **streams,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        if process.returncode is None:
            process.kill()
            process.communicate()
    assert os.listdir(temporary) == []


def end(process, number=signal.SIGINT):
    """(status, what it said on standard error)."""
    process.send_signal(number)
    _out, err = process.communicate()
    return process.returncode, err


def test_a_line_for_each_change_where_there_is_no_terminal(repository, watching):
    process = watching(stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"0/10 lines\n"
    repository.write("b", lines(3))
    assert process.stdout.readline() == b"3/10 lines\n"
    repository.git("add", "b")
    repository.write("c", lines(1))
    assert process.stdout.readline() == b"4/10 lines\n"  # and nothing for `git add`
    assert end(process) == (130, b"")


def test_a_document_in_each_line(repository, watching):
    process = watching("--format", "json", stdout=subprocess.PIPE)
    for used in (0, 3):
        assert json.loads(process.stdout.readline())["budgets"][0]["used"] == used
        repository.write("b", lines(3))
    assert end(process) == (130, b"")


def test_an_error_on_the_way_is_shown_and_passes(repository, watching):
    process = watching("--base", "main", stdout=subprocess.PIPE)
    process.stdout.readline()
    main = repository.git_dir / "refs/heads/main"
    main.rename(repository.path / "away")
    assert process.stdout.readline().startswith(b"error: unknown revision 'main'")
    (repository.path / "away").rename(main)
    assert process.stdout.readline() == b"0/10 lines\n"
    assert end(process) == (130, b"")


class Screen:
    """A terminal of so many columns, and what was printed to it."""

    def __init__(self):
        self.ours, self.theirs = pty.openpty()
        self.printed = b""
        self.resize(100)

    def resize(self, columns):
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def read_until(self, what):
        while what not in self.printed:
            self.printed += os.read(self.ours, 1 << 16)
        before, _, self.printed = self.printed.partition(what)
        return before

    def rest(self):
        os.close(self.theirs)
        with suppress(OSError):  # Linux: nobody holds the other side any more
            while block := os.read(self.ours, 1 << 16):
                self.printed += block
        os.close(self.ours)
        return self.printed


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "terminated"]
)
def test_a_terminal_is_drawn_over_and_is_as_before_in_the_end(repository, watching, number, status):
    screen = Screen()
    process = watching(stdout=screen.theirs)
    assert screen.read_until(CLEARED) == OPENED
    assert "░" * 30 in screen.read_until(b"10 left").decode()
    repository.write("b", lines(3))
    screen.read_until(CLEARED)
    screen.read_until(b"7 left")
    screen.resize(40)
    screen.read_until(CLEARED)
    assert b"max-diff-lines: " in screen.read_until(b"7 left")  # its bar stands below now
    assert end(process, number) == (status, b"")
    assert screen.rest().endswith(CLOSED)
