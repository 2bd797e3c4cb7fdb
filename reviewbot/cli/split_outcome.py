"""What was done with a split plan, or can be done next, for a person."""

from __future__ import annotations

from shlex import quote

from reviewbot.model.split_plan import Carried, SplitPlan
from reviewbot.render.text.split import landed_of


def outcome(plan: SplitPlan, prefix: str | None, *, dry_run: bool, tree: str = "head's tree") -> str:
    """prefix: of the branches that were made or, in a dry run, would be; None when none are asked for.

    tree: what the parts together give. "" when there is nothing to say.
    """
    if prefix is None and plan.no_split:
        least = min(part.counted_lines for part in plan.parts)
        return f"next: --budget {least} or more, or a change in smaller pieces; as it is no branch would be made"
    if prefix is None:
        return "next: --apply PREFIX makes branches of the parts; with --dry-run it shows which" if plan.parts else ""
    if plan.carried:
        return _carried(plan, plan.carried, prefix, dry_run=dry_run, tree=tree)
    if not plan.branches:
        return f"{nothing_to_make(plan)}, so no branch was made"
    branches = f"{_counted(plan)} {prefix}/..."
    if dry_run:
        return f"dry run: --apply would make {branches}; nothing was changed"
    return (
        f"made {branches}; together they give {tree}, and refs/reviewbot/backup/{prefix} keeps head\n"
        f"next: git push origin {quote(f'refs/heads/{prefix}/*')}"
    )


def nothing_to_make(plan: SplitPlan) -> str:
    """Why there are no branches to make, "" when there are."""
    return "there is no good split" if plan.no_split else "" if plan.parts else "nothing changed"


def _counted(plan: SplitPlan) -> str:
    return f"{len(plan.branches):,} branch{'es' * (len(plan.branches) != 1)}"


def _carried(plan: SplitPlan, carried: Carried, prefix: str, *, dry_run: bool, tree: str) -> str:
    onto, landed = carried.onto[:12], landed_of(carried)
    if not plan.branches:
        return f"{landed}: nothing is left to do, and nothing was changed"
    branches = f"{_counted(plan)} {prefix}/... on {onto}"
    if carried.identical:
        proof = f"together they give {tree}"
    else:
        proof = f"carried, for {onto} holds more: together they give what git makes of it and head"
    if dry_run:
        return f"{landed}\ndry run: --apply would make {branches}; nothing was changed"
    names = " ".join(quote(branch.name) for branch in plan.branches)
    return f"{landed}\nmade {branches}; {proof}\nnext: git push --force-with-lease origin {names}"
