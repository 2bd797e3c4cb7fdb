"""Running git, with a script in its place where git itself would behave too well."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from select import POLLIN, poll
from time import monotonic, sleep

import pytest

from reviewbot.errors import LimitError, SourceError
from reviewbot.sources.git import Git, GitError, Limits, environment, printable

HANG = "while :; do read -r line < /dev/null || sleep 60; done"


@pytest.fixture
def scratch(tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def git_of(tmp_path, scratch, monkeypatch):
    """A `Git` whose git is this shell script."""

    def made(script, **others):
        command = tmp_path / "bin" / "git"
        command.parent.mkdir(exist_ok=True)
        command.write_text(f"#!/bin/sh\n{script}\n")
        command.chmod(0o755)
        monkeypatch.setenv("PATH", f"{command.parent}:{os.environ['PATH']}")
        return Git("/the/git/dir", cwd=str(tmp_path), scratch=str(scratch), **others)

    return made


def has_ended(pid_file: Path) -> bool:
    """Whether this process has ended, or does so now: a killed child takes a moment."""
    try:
        process = os.pidfd_open(int(pid_file.read_text()))
    except ProcessLookupError:
        return True
    try:
        ready = poll()
        ready.register(process, POLLIN)
        return bool(ready.poll(20_000))
    finally:
        os.close(process)


def test_tells_when_all_is_printed(git_of):
    with git_of("echo done").start("log") as answer:
        deadline = monotonic() + 20
        while not answer.is_printed() and monotonic() < deadline:
            sleep(0.001)
        assert answer.is_printed()
        assert b"".join(answer) == b"done\n"


def test_is_not_printed_while_git_runs(git_of):
    with git_of(f"echo begun; {HANG}").start("log") as answer:
        assert next(iter(answer)) == b"begun\n"
        assert not answer.is_printed()


def test_says_what_git_says(git_of):
    git = git_of('echo "$@"; cat')
    printed = git.run("log", "-1", options=("-c", "a=b"), input=b"in\0put")
    assert printed == b"--git-dir=/the/git/dir -c a=b log -1\nin\0put"


def test_runs_the_real_one(scratch, tmp_path):
    assert Git(str(tmp_path), cwd=str(tmp_path), scratch=str(scratch)).run("version").startswith(b"git version 2.")


def test_input_that_nobody_reads_and_words_on_standard_error_block_nothing(git_of):
    git = git_of("head -c 300000 /dev/zero >&2; echo done")
    assert git.run("log", input=b"x" * 300_000) == b"done\n"


def test_nothing_of_the_caller_s_environment_arrives(git_of, monkeypatch):
    for name in ("GIT_DIR", "GIT_CONFIG_COUNT", "GIT_EXTERNAL_DIFF", "HOME", "LD_PRELOAD_X", "LANG"):
        monkeypatch.setenv(name, "evil")
    printed = git_of("env").run("log", extra={"GIT_INDEX_FILE": "x"}).decode().splitlines()
    arrived = dict(line.split("=", 1) for line in printed)
    assert arrived.items() >= environment({"GIT_INDEX_FILE": "x"}).items()
    assert "evil" not in arrived.values()
    assert arrived.keys() - environment().keys() <= {"GIT_INDEX_FILE", "PWD", "OLDPWD", "SHLVL", "_"}


def test_a_failure_is_told_in_git_s_words_escaped(git_of):
    git = git_of(r"printf 'hint: x\nfatal: no \033[31m\302\233 \377\n' >&2; exit 128")
    with pytest.raises(GitError) as caught:
        git.run("log")
    assert caught.value.what == r"git log failed with status 128: fatal: no \x1b[31m\x9b " + "\ufffd"
    assert caught.value.status == 128
    assert caught.value.stderr.startswith("hint: x\nfatal: no \x1b")


@pytest.mark.parametrize(("script", "status"), [("exit 3", 3), ("kill -9 $$", -signal.SIGKILL)])
def test_a_failure_without_words(git_of, script, status):
    with pytest.raises(GitError, match=f"status {status}: it did not say why"):
        git_of(script).run("log")


def test_a_status_may_be_in_order(git_of):
    assert git_of("echo x; exit 1").run("config", ok=(0, 1)) == b"x\n"


def test_a_failure_at_the_end_is_seen_after_the_last_block(git_of):
    with git_of("echo x; exit 1").start("log") as answer:
        blocks = iter(answer)
        assert next(blocks) == b"x\n"
        with pytest.raises(GitError):
            next(blocks)


def test_git_that_hangs_is_killed_with_all_that_it_started(git_of, tmp_path):
    git = git_of(f"sleep 60 & echo $! > child; echo $$ > leader; {HANG}", limits=Limits(timeout_seconds=0.5))
    with pytest.raises(LimitError, match=r"git log took longer than 0\.5 seconds"):
        git.run("log")
    assert has_ended(tmp_path / "leader")
    assert has_ended(tmp_path / "child")


def test_git_that_closes_its_output_and_stays_is_killed(git_of, tmp_path):
    git = git_of(f"echo $$ > leader; exec >&-; {HANG}", limits=Limits(timeout_seconds=0.5))
    with pytest.raises(LimitError, match="took longer than"):
        git.run("log")
    assert has_ended(tmp_path / "leader")


def test_git_that_prints_without_end_is_killed(git_of, tmp_path):
    git = git_of("echo $$ > leader; exec yes", limits=Limits(output_bytes=1 << 20))
    with pytest.raises(LimitError, match="git log printed more than 1,048,576 bytes"):
        git.run("log", limit_bytes=1 << 20)
    with pytest.raises(LimitError, match="printed more than 1,048,576 bytes"), git.start("log") as answer:
        assert all(answer)
    assert has_ended(tmp_path / "leader")


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ValueError, SystemExit])
def test_whoever_stops_reading_ends_git(git_of, tmp_path, interruption):
    git = git_of("echo $$ > leader; exec yes")
    with pytest.raises(interruption), git.start("log") as answer:  # noqa: PT012 - it is the end of reading
        next(iter(answer))
        raise interruption
    assert has_ended(tmp_path / "leader")


def test_git_gets_no_more_memory_than_it_may_have(git_of):
    wait_for_the_limit = 'while [ "$(ulimit -d)" = unlimited ]; do :; done; ulimit -d'
    git = git_of(wait_for_the_limit, limits=Limits(timeout_seconds=60, memory_bytes=512 << 20))
    assert git.run("log").split() == [b"524288"]  # KiB


def test_whoever_waits_is_told_what_was_read(git_of):
    told = []
    assert git_of("head -c 300000 /dev/zero", on_read=told.append).run("log") == bytes(300_000)
    assert sum(told) == 300_000


def test_a_machine_without_git_is_told_so(tmp_path, scratch, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="git could not be started") as caught:
        Git("/x", cwd=str(tmp_path), scratch=str(scratch)).run("version")
    assert "PATH" in caught.value.help


@pytest.mark.parametrize(
    ("text", "shown"), [("a é 本", "a é 本"), ("\x1b[m\n\t\0", r"\x1b[m\n\t\x00"), ("\u202e\udcff", r"\u202e\udcff")]
)
def test_text_of_others_is_shown_escaped(text, shown):
    assert printable(text) == shown


MEBIBYTES = "head -c 4194304 /dev/zero | tr '\\0' {letter}"  # four times what a pipe holds


def test_another_git_goes_on_while_this_one_is_read(git_of, tmp_path):
    done = tmp_path / "done"
    other_script = f"{MEBIBYTES.format(letter='b')}; touch {done}"
    git = git_of(f'case "$2" in other) {other_script};; *) while [ ! -e {done} ]; do sleep 0.01; done; echo a;; esac')
    with git.start("this") as this, git.start("other") as other:
        this.keep_going(other)
        assert b"".join(this) == b"a\n"
        assert b"".join(other) == b"b" * (4 << 20)


def test_a_git_that_prints_little_at_a_time_goes_on_too(git_of, tmp_path):
    done = tmp_path / "done"
    drops = f"i=0; while [ $i -lt 400 ]; do echo b; sleep 0.001; i=$((i+1)); done; {MEBIBYTES.format(letter='b')}"
    git = git_of(
        f'case "$2" in other) {drops}; touch {done};; *) while [ ! -e {done} ]; do sleep 0.01; done; echo a;; esac'
    )
    with git.start("this") as this, git.start("other") as other:
        this.keep_going(other)
        assert b"".join(this) == b"a\n"
        assert len(b"".join(other)) == 800 + (4 << 20)


def test_no_more_is_taken_in_than_is_allowed(git_of, monkeypatch):
    monkeypatch.setattr("reviewbot.sources.git.AHEAD_BYTES", 1 << 18)
    git = git_of(f'case "$2" in other) {MEBIBYTES.format(letter="b")};; *) sleep 0.3; echo a;; esac')
    with git.start("this") as this, git.start("other") as other:
        this.keep_going(other)
        assert b"".join(this) == b"a\n"
        assert sum(map(len, other._ahead)) <= 1 << 18
        assert b"".join(other) == b"b" * (4 << 20)


def test_a_git_that_failed_meanwhile_says_so_when_it_is_read(git_of):
    git = git_of('case "$2" in other) echo "fatal: gone" >&2; exit 3;; *) sleep 0.1; echo a;; esac')
    with git.start("this") as this, git.start("other") as other:
        this.keep_going(other)
        assert b"".join(this) == b"a\n"
        with pytest.raises(GitError, match="fatal: gone"):
            b"".join(other)
