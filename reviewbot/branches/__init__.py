"""A split plan to branches: commits made and proved apart, then brought into the repository in one step."""

from __future__ import annotations

from reviewbot.branches.commits import make_commits
from reviewbot.branches.repository import Target
from reviewbot.model.split_plan import SplitPlan
from reviewbot.proposal import Proposal
from reviewbot.sources.local import LocalChange


def apply(found: LocalChange, proposal: Proposal, prefix: str, *, dry_run: bool) -> SplitPlan:
    """Make the branches `PREFIX/1-...` and the backup ref, or with dry_run only find out what they would be.

    Neither the working tree nor the index nor any other ref is touched. The plan comes back with its branches. Raises
    UsageError, SourceError when that cannot be; then nothing was changed.
    """
    target = Target(found, prefix)
    made = make_commits(found, proposal.plan, proposal.trees, prefix, target.committer())
    refs = target.refs(made)
    if not dry_run:
        target.bring(refs)
    return proposal.plan._replace(branches=made.branches)
