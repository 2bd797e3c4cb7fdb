"""A split plan as commands of GitHub's stacked pull requests, once its branches are made.

https://github.github.com/gh-stack/reference/cli/: `gh stack init` adopts branches that exist, from the bottom up.
"""

from __future__ import annotations

from collections.abc import Sequence
from shlex import join, quote

from reviewbot.model.split_plan import SplitPlan
from reviewbot.model.stacks import DEFAULT_PREFIX, planned_branches
from reviewbot.render import Style
from reviewbot.render.text.escape import shown


def render(plan: SplitPlan, style: Style) -> str:
    if not plan.parts:
        return "# nothing changed, so there is nothing to stack\n"
    if plan.no_split and not plan.branches:
        return f"# {shown(plan.no_split)}; so there is nothing to stack\n"
    if plan.carried and not plan.branches:
        return "# every part has landed, so there is nothing to stack\n"
    are_made = bool(plan.branches and plan.branches[0].commit)
    if not are_made and (plan.base is None or plan.head is None):
        return "# what is split is not committed: make its branches with --apply PREFIX --format gh-stack\n"
    making = ("reviewbot", "split", f"{plan.base}..{plan.head}", *style.options, "--apply", DEFAULT_PREFIX)
    lines = [] if are_made else [join(making)]
    names, on = zip(*planned_branches(plan), strict=True)
    for stack in stacks(on):
        base = on[stack[0] - 1]
        start = f"--base {quote(names[base - 1])} " if base is not None else ""
        lines += [f"gh stack init {start}{' '.join(quote(names[number - 1]) for number in stack)}", "gh stack submit"]
    return "\n".join(lines) + "\n"


def stacks(on: Sequence[int | None]) -> list[list[int]]:
    """The parts in stacks, each branch on the one before it; a second branch on the same one begins a stack."""
    found: list[list[int]] = []
    for number, below in enumerate(on, 1):
        stack = next((each for each in found if below is not None and each[-1] == below), None)
        if stack is None:
            found.append([number])
        else:
            stack.append(number)
    return found
