"""Who made a change: of these nobody waives a rule for it, and no approval of theirs counts.

A commit names its author and committer by address, and anybody can write any address. Who moved the branch, GitHub
knows for sure. So both count: whom a commit names, and who pushed. A commit whose address belongs to no account is
nobody in particular's; that is fine where it is known who pushed it. Where it is not, it could be anybody's, and then
everybody may have made it. Where GitHub tells nobody who pushed, as of a private fork, and every commit names somebody,
what they name has to do.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from reviewbot.github.errors import Refused, Unavailable
from reviewbot.github.reader import Reader
from reviewbot.github.values import Commit, PullRequest, Push


class Makers(NamedTuple):
    """logins: in lower case. unknown: why there may be others whom GitHub does not name, "" when there are none.

    pushed_at: when the head became what it is, ISO, "" where GitHub does not say.
    """

    logins: frozenset[str]
    unknown: str = ""
    pushed_at: str = ""

    def may_include(self, login: str) -> bool:
        """Whether somebody made some of the change, or may have."""
        return bool(self.unknown) or login.lower() in self.logins


def read_makers(client: Reader, pull: PullRequest) -> Makers:
    """The author of the pull request, whom its commits name, and who moved its branch.

    Raises Unavailable where the pull request has another head by now.
    """
    author = frozenset({pull.author.lower()} - {""})
    try:
        commits = client.commits(pull.repository.id, pull.number)
    except Refused as error:
        return Makers(author, f"nobody can say who made all of the change: {error.what}")
    shas = {commit.sha for commit in commits}
    if commits and pull.head_sha not in shas:
        raise Unavailable("the pull request has another head by now", help="it is looked at again")
    named = author | {login.lower() for each in commits for login in (each.author, each.committer) if login}
    pushes = client.pushes(pull.head_repository, pull.head_ref) if pull.head_repository else ()
    if not pushes or pushes[0].after != pull.head_sha:
        return Makers(named, _unnamed(commits))
    pushers = pushers_of(pushes, shas)
    if pushers is None:
        return Makers(named, _unnamed(commits), pushes[0].at)
    return Makers(named | pushers, "", pushes[0].at)


def pushers_of(pushes: Sequence[Push], commits: Collection[str]) -> frozenset[str] | None:
    """Who put the commits of a change on its branch, in lower case; None where that is not known of all of them.

    pushes: all of the branch, newest first. commits: shas.
    """
    found: set[str] = set()
    is_rewritten = False  # since then; what was there before need not be part of what is there now
    for push in pushes:
        is_end = push.kind == "branch_deletion"
        stood_at = push.before if is_end else push.after
        if stood_at not in commits and not is_rewritten:
            return frozenset(found)  # it and all before it was there already where the change is meant for
        if is_end:
            continue  # of a branch that was put back later
        if push.actor is None:
            return None
        found.add(push.actor.lower())
        is_rewritten |= push.kind == "force_push"
    return frozenset(found) if pushes[-1].kind == "branch_creation" else None


def _unnamed(commits: Sequence[Commit]) -> str:
    """Which commit could be anybody's, "" for none."""
    unnamed = [each.sha for each in commits if each.author is None or each.committer is None]
    if not unnamed:
        return ""
    return (
        f"nobody can say who made commit `{unnamed[0][:12]}`, for its address belongs to no account, and GitHub does "
        "not tell who pushed it; add the address to an account there, or commit under one that is"
    )
