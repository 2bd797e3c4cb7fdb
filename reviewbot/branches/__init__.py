"""A split plan to branches: commits made and proved apart, then brought into the repository in one step."""

from __future__ import annotations

from reviewbot.branches.authors import Author
from reviewbot.branches.carrying import Carrier, Carry, ConflictError
from reviewbot.branches.commits import Commits, Made, make_commits
from reviewbot.branches.earlier import Earlier
from reviewbot.branches.landing import Landing, check_whole, conflict, landed_parts, onto_of
from reviewbot.branches.repository import Target
from reviewbot.model.split_plan import Carried, SplitPlan
from reviewbot.proposal import Proposal
from reviewbot.sources.local import LocalChange

__all__ = ["Landing", "apply", "carry", "drafted"]


def apply(found: LocalChange, proposal: Proposal, prefix: str, *, dry_run: bool) -> SplitPlan:
    """Make the branches `PREFIX/1-...` and the backup ref, or with dry_run only find out what they would be.

    Neither the working tree nor the index nor any other ref is touched. The plan comes back with its branches. Raises
    UsageError, SourceError when that cannot be; then nothing was changed.
    """
    target = Target(found, prefix)
    made = make_commits(found, proposal.plan, proposal.trees, prefix, target.committer())
    changes = target.changes(made)
    if not dry_run:
        target.bring(changes)
    return proposal.plan._replace(branches=made.branches)


def drafted(found: LocalChange, proposal: Proposal, prefix: str) -> SplitPlan:
    """The plan with the branches that `apply` would make, without ids: for whoever makes them by other means.

    Nothing of the repository is looked at but the change. Raises SourceError as `apply` does.
    """
    nobody = Author("reviewbot", "reviewbot@localhost", "@0 +0000")
    made = make_commits(found, proposal.plan, proposal.trees, prefix, nobody)
    return proposal.plan._replace(branches=tuple(branch._replace(commit="") for branch in made.branches))


def carry(found: LocalChange, proposal: Proposal, prefix: str, landing: Landing, *, dry_run: bool) -> SplitPlan:
    """As `apply`, once some parts have landed: the branches of the others, made anew where the landed ones are.

    A branch that is there is moved only where it is what reviewbot made of its part; those of landed parts stay as
    they are. The plan comes back with the branches of the parts that are left, and `carried`.
    """
    target = Target(found, prefix)
    onto, name = onto_of(found, landing)
    commits = Commits(found, proposal.plan, proposal.trees, prefix)
    committer = target.committer()
    original = commits.original(committer)
    landed = landed_parts(found, commits, onto, landing.named or ())
    carrier = Carrier(commits, Carry(onto, landed), [branch.on for branch in original.branches])
    try:
        if landing.named is None:
            check_whole(carrier, name)
        branches = carrier.branches(committer) if landed or onto != commits.base else original.branches
        identical = carrier.whole() == commits.head_tree
    except ConflictError as error:
        raise conflict(error, commits, carrier, (onto, name), landed) from None
    gone = [commits.name(part) for part in proposal.plan.parts if part.number in landed]
    is_made = Earlier(commits, original.branches, committer).is_made
    changes = target.changes(Made(branches, original.head), gone, is_made) if branches else []
    if not dry_run:
        target.bring(changes, beside=onto)
    seen = tuple(number for number in landed if number not in (landing.named or ()))
    return proposal.plan._replace(branches=branches, carried=Carried(onto, landed, seen, identical))
