"""A split plan as commands of GitHub's stacked pull requests, once its branches are made.

https://github.github.com/gh-stack/reference/cli/: `gh stack init` adopts branches that exist, from the bottom up.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.model.split_plan import SplitPlan
from reviewbot.model.stacks import branch_name, stacked_on
from reviewbot.render import Style

PREFIX = "split"


def render(plan: SplitPlan, _style: Style) -> str:
    if plan.branches:
        names = [branch.name for branch in plan.branches]
        on = [branch.on for branch in plan.branches]
        lines = []
    else:
        names = [branch_name(PREFIX, part) for part in plan.parts]
        on = list(stacked_on(plan.parts))
        made = f"{plan.base}..{plan.head} " if plan.base and plan.head else ""
        lines = [f"reviewbot split {made}--apply {PREFIX}"]
    for stack in stacks(on):
        base = on[stack[0] - 1]
        start = f"--base {names[base - 1]} " if base is not None else ""
        lines += [f"gh stack init {start}{' '.join(names[number - 1] for number in stack)}", "gh stack submit"]
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
