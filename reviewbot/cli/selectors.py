"""Which change is meant: the arguments that `lint-diff` and its kin share."""

from __future__ import annotations

import argparse

from reviewbot.errors import UsageError
from reviewbot.sources.ends import Selection

_RANGE = ".."


_WHAT_A_PUSH_WOULD_ASK = "from where HEAD left the remote's default branch to HEAD, which is what a push would ask"


def add_selectors(parser: argparse.ArgumentParser, nothing_given: str = _WHAT_A_PUSH_WOULD_ASK) -> None:
    """RANGE, --repo, --base, --head, --staged, --worktree, --patch. nothing_given: what is judged without them."""
    group = parser.add_argument_group("what to judge", f"Nothing given: {nothing_given}.")
    group.add_argument("range", nargs="?", metavar="BASE..HEAD", help="from the merge-base of both to HEAD")
    group.add_argument("--base", metavar="REV", help="the branch or revision that the change is meant for")
    group.add_argument("--head", metavar="REV", help="the tip of the change (HEAD)")
    exclusive = group.add_mutually_exclusive_group()
    exclusive.add_argument("--staged", action="store_true", help="from HEAD to the index: what a commit would hold")
    exclusive.add_argument(
        "--worktree", action="store_true", help="from HEAD to the working tree, untracked files included"
    )
    exclusive.add_argument("--patch", metavar="FILE", help="a patch, - for standard input")
    group.add_argument("--repo", metavar="DIR", default=".", help="the repository, or a folder in it (this folder)")


def selection_of(arguments: argparse.Namespace) -> Selection:
    """What the arguments select in a repository. Raises UsageError when they do not go together."""
    base, head = arguments.base, arguments.head
    if arguments.range is not None:
        if base or head:
            raise UsageError("BASE..HEAD and --base or --head say the same thing", help="give one of them")
        base, head = _ends_of(arguments.range)
    snapshot = "staged" if arguments.staged else "worktree" if arguments.worktree else None
    if (snapshot or arguments.patch) and (base or head):
        given = f"--{snapshot}" if snapshot else "--patch"
        raise UsageError(f"{given} is a change of its own and takes no base or head", help="leave one of them out")
    return Selection(base=base, head=head, snapshot=snapshot)


def _ends_of(text: str) -> tuple[str, str]:
    if _RANGE not in text:
        raise UsageError(f"{text!a} is not a range", help="write BASE..HEAD, or BASE.. for what came after BASE")
    separator = "..." if "..." in text else _RANGE
    base, _, head = text.partition(separator)
    return base or "HEAD", head or "HEAD"
