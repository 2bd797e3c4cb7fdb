"""Who pushes: a repository, and `git push` in an environment in which there is nothing of this machine or user."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.repositories import Repository, isolated_environment
from tests.servers.server import Hosted

REMOTE = "remote:"
NEVER_ASK = {"GIT_TERMINAL_PROMPT": "0"}  # a password that is not known is a failure, not a question


@dataclass(frozen=True)
class Pushed:
    """What came of a push: `remote_lines` is what the server said, without the trailing spaces that git adds."""

    exit: int
    remote_lines: list[str]
    stderr: str
    refs_after: dict[str, str]


def make_client(folder: Path) -> Repository:
    """A repository with one commit on `main`, and one more on `topic`."""
    client = Repository(folder)
    start = client.commit({"start.txt": "start\n"}, branch="main")
    client.commit({"more.txt": "more\n"}, start, branch="topic")
    return client


def push(
    client: Repository,
    hosted: Hosted,
    *arguments: str,
    user: str = "alice",
    options: Sequence[str] = (),
    **environment: str,
) -> Pushed:
    """`git push` to the hosted repository; the arguments are refspecs and git's own, such as "--atomic"."""
    chosen = [f"--push-option={option}" for option in options]
    flags = [argument for argument in arguments if argument.startswith("-")]
    refspecs = [argument for argument in arguments if not argument.startswith("-")]
    outcome = subprocess.run(
        ["git", "push", *chosen, *flags, hosted.url, *refspecs],
        cwd=client.path,
        env=isolated_environment() | NEVER_ASK | hosted.server.client_environment(user) | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    stderr = outcome.stderr.decode("utf-8", "backslashreplace")
    return Pushed(outcome.returncode, remote_lines(stderr), stderr, read_refs(hosted.path))


def remote_lines(stderr: str) -> list[str]:
    found = [line.removeprefix(REMOTE) for line in stderr.split("\n") if line.startswith(REMOTE)]
    return [line.removeprefix(" ").rstrip(" ") for line in found]


def read_refs(path: Path) -> dict[str, str]:
    """Every ref of a repository and its id."""
    shown = subprocess.run(
        ["git", f"--git-dir={path}", "for-each-ref", "--format=%(refname) %(objectname)"],
        env=isolated_environment(),
        capture_output=True,
        check=True,
        encoding="utf-8",
        errors="surrogateescape",
    )
    return dict(line.split(" ") for line in shown.stdout.splitlines())
