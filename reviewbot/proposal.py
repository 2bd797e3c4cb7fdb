"""A change that is open, and the policy's line budgets, to a split plan."""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.engine import applying, needs_of, sees
from reviewbot.model.change import ChangedFile
from reviewbot.model.facts import Facts
from reviewbot.model.policy import Instance, Policy
from reviewbot.model.split_plan import SplitPlan
from reviewbot.rules import load_rule
from reviewbot.rules.max_diff_lines import Options
from reviewbot.sources.local import LocalChange
from reviewbot.split import plan

BUDGET_RULE = "max-diff-lines"


def propose(found: LocalChange, policy: Policy, facts: Facts, budget: int | None = None) -> SplitPlan:
    """How the change divides.

    budget: counted lines a part may have; None for the tightest line budget that applies, and where there is none the
    rule's default. A file counts when any of the line budgets counts it, so a part is within all of them.
    """
    change = found.read(needs_of(policy))
    return propose_for(found, change.files, policy, facts, budget)


def propose_for(
    found: LocalChange, files: Sequence[ChangedFile], policy: Policy, facts: Facts, budget: int | None = None
) -> SplitPlan:
    """As `propose`, of files that were read already."""
    budgets = [instance for instance in applying(policy, facts) if instance.rule == BUDGET_RULE]
    if budget is None:
        budget = min((_options(instance).limit for instance in budgets), default=Options().limit)
    texts = found.read_texts(files, lambda file: not budgets or any(_counts(each, file) for each in budgets))
    ends = found.ends
    return plan(texts, found.read_history(files), budget, base=ends.merge_base or ends.tip, head=ends.head)


def _options(instance: Instance) -> Options:
    assert isinstance(instance.options, Options)  # noqa: S101 - the loader gives a rule its own options
    return instance.options


def _counts(instance: Instance, file: ChangedFile) -> bool:
    if _options(instance).ignore_generated and file.generated:
        return False
    rule = load_rule(BUDGET_RULE)
    return any(sees(name, instance, rule) for name in (file.path, file.old_path) if name is not None)
