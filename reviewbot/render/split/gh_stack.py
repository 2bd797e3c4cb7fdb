"""A split plan as commands of GitHub's stacked pull requests, once its branches are made.

https://github.github.com/gh-stack/reference/cli/: `gh stack init` adopts branches that exist, from the bottom up.
"""

from __future__ import annotations

from collections.abc import Mapping

from reviewbot.model.split_plan import SplitPlan
from reviewbot.model.stacks import branch_name, stacked_on
from reviewbot.render import Style

PREFIX = "split"


def render(plan: SplitPlan, _style: Style) -> str:
    if plan.branches or plan.carried:
        names = {branch.part: branch.name for branch in plan.branches}
        on = {branch.part: branch.on for branch in plan.branches}
        lines = [] if plan.branches else ["# every part has landed"]
    else:
        names = {part.number: branch_name(PREFIX, part) for part in plan.parts}
        on = dict(zip(names, stacked_on(plan.parts), strict=True))
        made = f"{plan.base}..{plan.head} " if plan.base and plan.head else ""
        lines = [f"reviewbot split {made}--apply {PREFIX}"]
    for stack in stacks(on):
        base = on[stack[0]]
        start = f"--base {names[base]} " if base is not None else ""
        lines += [f"gh stack init {start}{' '.join(names[number] for number in stack)}", "gh stack submit"]
    return "\n".join(lines) + "\n"


def stacks(on: Mapping[int, int | None]) -> list[list[int]]:
    """The parts in stacks, each branch on the one before it; a second branch on the same one begins a stack.

    on: for each part, in order, the part that its branch starts at.
    """
    found: list[list[int]] = []
    for number, below in on.items():
        stack = next((each for each in found if below is not None and each[-1] == below), None)
        if stack is None:
            found.append([number])
        else:
            stack.append(number)
    return found
