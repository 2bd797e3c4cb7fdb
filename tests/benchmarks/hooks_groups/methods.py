"""The hooks as git runs them, the scripts that `hook install` writes, and bare git that asks the same."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.benchmarks.inputs.pushes import REF, Push, get_push, push_of
from tests.benchmarks.measuring.command import Method, Place, installed
from tests.benchmarks.measuring.session import Session

NET = "pre-receive"
EACH = "pre-receive, each-commit"
UPDATE = "update"
BARE_NET = "git merge-base, git diff-tree"
BARE_EACH = "git rev-list | git diff-tree --stdin"
BARE_BOTH = "both bare questions, in turn"
PRE_COMMIT = "pre-commit --version"
_DIFF_TREE = "git diff-tree -r -z --raw --numstat -M"
EVERY_COMMIT = "version = 1\neach-commit = 100_000\ndeadline-seconds = {seconds}\n"


def push_for(session: Session, commits: int) -> Push:
    """The push of so many commits, or the given change as one."""
    if session.given:
        folder = session.folder / f"server-{commits}"
        folder.mkdir(exist_ok=True)
        return push_of(session.given, session.inputs, folder)
    return get_push(session.inputs, session.size(commits, least=1))


def place_of(session: Session, push: Push) -> Place:
    """The git directory, with the environment that git gives its hooks."""
    place = session.place(push.directory)
    return Place(place.directory, {**place.environment, **push.variables})


def received(session: Session, push: Push, *, each: bool = False, seconds: float = 60.0) -> Method:
    """pre-receive, with a configuration only where it has to say something. seconds: until there must be an answer."""
    configuration = session.written(f"each-{seconds:g}.toml", EVERY_COMMIT.format(seconds=seconds))
    settings = ("--config", configuration) if each else ()
    script = hook_script(session, "pre-receive", *settings)
    return Method(EACH if each else NET, (script,), exits=(0, 1), input=push.lines)


def updated(session: Session, push: Push) -> Method:
    script = hook_script(session, "update")
    return Method(UPDATE, (script, REF, "0" * len(push.head), push.head), exits=(0, 1))


def bare_net(push: Push) -> Method:
    """What git alone needs for the net change."""
    return Method(BARE_NET, ("sh", "-c", f"{_DIFF_TREE} $(git merge-base main {push.head}) {push.head}"))


def bare_each(push: Push) -> Method:
    """What git alone needs for every commit."""
    return Method(BARE_EACH, ("sh", "-c", f"git rev-list {push.head} --not main | {_DIFF_TREE} --stdin"))


def bare_both(push: Push) -> Method:
    """The two one after another: with `each-commit` the hook answers both questions."""
    scripts = (method.command[-1] for method in (bare_net(push), bare_each(push)))
    return Method(BARE_BOTH, ("sh", "-c", "; ".join(scripts)))


def pre_commit_version() -> Method:
    return Method(PRE_COMMIT, (*installed("pre-commit", "pre_commit"), "--version"))


def hook_script(session: Session, type: str, *settings: str) -> str:
    """The path of the hook as it is installed."""
    command = (*installed("reviewbot", "reviewbot"), "hook", "install", type, "--print", *settings)
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    path = session.written("-".join([type, *(Path(each).name for each in settings)]), printed)
    Path(path).chmod(0o755)
    return path
