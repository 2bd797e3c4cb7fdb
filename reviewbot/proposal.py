"""A change that is open, and the policy's line budgets, to a split plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.engine import applying, needs_of, sees
from reviewbot.errors import ReviewbotError, UsageError
from reviewbot.model.change import ChangedFile
from reviewbot.model.facts import Facts
from reviewbot.model.policy import Instance, Policy
from reviewbot.model.report import Report
from reviewbot.model.split_plan import FileTexts, SplitPlan
from reviewbot.rules import load_rule
from reviewbot.sources.ends import Ends
from reviewbot.sources.local import LocalChange

# What makes a plan is loaded only where one is made: a change may be too large for it, and memory is bounded there.
TYPE_CHECKING = False  # for annotations only
if TYPE_CHECKING:
    from reviewbot.rules.max_diff_lines import Options
    from reviewbot.sources.part_trees import PartTrees

BUDGET_RULE = "max-diff-lines"
MOST_LINES, MOST_FILES = 5000, 400  # of a change of which the plan is worked out beside its report


def with_plan(found: LocalChange, report: Report, policy: Policy, facts: Facts) -> Report:
    """The report, of a change over a line budget with the plan that splits it; a very large one is not kept waiting."""
    over = any(budget.rule == BUDGET_RULE and budget.used > budget.limit for budget in report.budgets)
    if not over or report.totals.counted_lines > MOST_LINES or len(report.files) > MOST_FILES:
        return report
    try:
        return report._replace(split_plan=propose_for(found, report.files, policy, facts).plan)
    except ReviewbotError:
        return report  # a tree that nobody could check out, say: it is judged, and that is what counts


class Proposal(NamedTuple):
    """A plan, and the trees of its parts, with the changed files (contents and hunks) that it is made of."""

    plan: SplitPlan
    trees: PartTrees

    @property
    def texts(self) -> Sequence[FileTexts]:
        return self.trees.texts


def propose(found: LocalChange, policy: Policy, facts: Facts, budget: int | None = None) -> Proposal:
    """How the change divides.

    budget: counted lines a part may have; None for the tightest line budget that applies, and where there is none the
    rule's default. A file counts when any of the line budgets counts it, so a part is within all of them.
    """
    change = found.read(needs_of(policy))
    return propose_for(found, change.files, policy, facts, budget)


def propose_edited(found: LocalChange, policy: Policy, facts: Facts, text: str, budget: int | None = None) -> Proposal:
    """The plan of a file, which a person may have edited. Raises UsageError when it is not of this change."""
    from reviewbot.split.plan_file import parse_plan

    edited = parse_plan(text)
    ends = found.ends
    for name, said, present in (("head", edited.head, ends.head), ("base", edited.base, _start(ends))):
        if said != present:
            raise UsageError(
                f"the plan is for another {name}: {_named(said)}, and this is {_named(present)}",
                help="make a plan of this change, or name the ends of the one that it is for",
            )
    files = found.read(needs_of(policy)).files
    found.start_split(files)
    from reviewbot.split.editing import replanned  # git reads meanwhile

    trees = _trees(found, _budgets(policy, facts))
    made = replanned(edited if budget is None else edited._replace(budget=budget), trees.texts)
    return proved(made, trees)


def propose_for(
    found: LocalChange, files: Sequence[ChangedFile], policy: Policy, facts: Facts, budget: int | None = None
) -> Proposal:
    """As `propose`, of files that were read already."""
    found.start_split(files)
    from reviewbot.rules.max_diff_lines import Options  # git reads meanwhile
    from reviewbot.split.planning import plan

    budgets = _budgets(policy, facts)
    if budget is None:
        budget = min((_options(instance).limit for instance in budgets), default=Options().limit)
    trees = _trees(found, budgets)
    made = plan(trees.texts, found.read_history(), budget, base=_start(found.ends), head=found.ends.head)
    return proved(made, trees)


def proved(made: SplitPlan, trees: PartTrees) -> Proposal:
    """The plan with what was seen of it: whether its parts give head's tree, and what git counts of each part alone."""
    from reviewbot.split.wording import no_split_reason, recounted

    each_counted, identical = trees.prove(made.parts)
    parts = tuple(recounted(part, counted, made.budget) for part, counted in zip(made.parts, each_counted, strict=True))
    no_split = no_split_reason(parts, made.budget)
    return Proposal(made._replace(parts=parts, identical=identical, no_split=no_split), trees)


def _named(commit: str | None) -> str:
    return "what is not committed" if commit is None else ascii(commit[:12])


def _start(ends: Ends) -> str | None:
    """The commit that the change is measured from."""
    return ends.merge_base or ends.tip


def _budgets(policy: Policy, facts: Facts) -> list[Instance]:
    return [instance for instance in applying(policy, facts) if instance.rule == BUDGET_RULE]


def _trees(found: LocalChange, budgets: Sequence[Instance]) -> PartTrees:
    return found.part_trees(found.read_texts(lambda file: not budgets or any(_counts(each, file) for each in budgets)))


def _options(instance: Instance) -> Options:
    from reviewbot.rules.max_diff_lines import Options

    assert isinstance(instance.options, Options)  # noqa: S101 - the loader gives a rule its own options
    return instance.options


def _counts(instance: Instance, file: ChangedFile) -> bool:
    if _options(instance).ignore_generated and file.generated:
        return False
    rule = load_rule(BUDGET_RULE)
    return any(sees(name, instance, rule) for name in (file.path, file.old_path) if name is not None)
