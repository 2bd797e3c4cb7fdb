"""Branches made in the sandbox to a git server: all of them or none, and never in the place of something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewbot.sources.git import GitError
from reviewbot.sources.network import Address
from reviewbot.sources.sandbox import Sandbox

_PUSH = ("push", "--quiet", "--atomic", "--no-verify", "--no-follow-tags", "--recurse-submodules=no")


def push_branches(sandbox: Sandbox, address: Address, token: Callable[[], str], branches: Mapping[str, str]) -> None:
    """Let the server have these branches (name without "refs/heads/", and full id). One that it has already stays.

    Raises what `Address.explained` tells; a branch that is there and is something else is a SourceError.
    """
    given = token()
    refs = [f"{commit}:refs/heads/{name}" for name, commit in branches.items()]
    try:
        sandbox.git.run(*_PUSH, "--end-of-options", address.url, *refs, extra=address.environment(given))
    except GitError as error:
        raise address.explained(error, given) from None
