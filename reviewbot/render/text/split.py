"""What formats of a split plan say alike: how many parts, what a part needs, how much of a file it holds."""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.model.split_plan import Carried, Part, PartFile, SplitPlan
from reviewbot.model.stacks import stacked_on
from reviewbot.render.text.title import counted

MOST_NUMBERS = 6


def summary(plan: SplitPlan) -> str:
    """One line: into how many parts the change divides, or why it does not. Not safe to show yet."""
    if plan.no_split:
        return f"split: {plan.no_split}"
    if not plan.parts:
        return "split: nothing changed"
    lines = sum(part.counted_lines for part in plan.parts)
    said = f"split: {counted(lines, 'line')} in {counted(len(plan.parts), 'part')} of at most {plan.budget:,}"
    over = sum(part.over_budget for part in plan.parts if not has_landed(plan, part))
    roots = stacked_on(plan.parts).count(None)
    independent = f", {roots} of them independent" if roots > 1 else ""
    landed = f", {len(plan.carried.landed)} landed" if plan.carried else ""
    return said + independent + (f", {over} over budget" if over else "") + landed


def needs_of(part: Part) -> str:
    """Why the part is one, and which parts must come before. Not safe to show yet."""
    needs = f"after {_listed(part.needs)}" if part.needs else ""
    return "; ".join(text for text in (part.why, needs) if text)


def has_landed(plan: SplitPlan, part: Part) -> bool:
    """Whether there is nothing to be done for the part any more."""
    return plan.carried is not None and part.number in plan.carried.landed


def landed_of(carried: Carried) -> str:
    """Which parts have landed, and which of them nobody named."""
    if not carried.landed:
        return f"no part has landed in {carried.onto[:12]}"
    named = tuple(number for number in carried.landed if number not in carried.found)
    said = [_listed(named)] if named else []
    seen = [f"{_listed(carried.found)} (all that it does is there)"] if len(carried.found) == 1 else []
    if len(carried.found) > 1:
        seen = [f"{_listed(carried.found)} (all that they do is there)"]
    return f"landed in {carried.onto[:12]}: {', '.join(said + seen)}"


def _listed(numbers: tuple[int, ...]) -> str:
    *rest, last = map(str, numbers)
    return f"parts {', '.join(rest)} and {last}" if rest else f"part {last}"


def numbers(needs: Sequence[int]) -> str:
    """The numbers of parts where there is little room, the first of many; "" for none."""
    return ", ".join([*map(str, needs[:MOST_NUMBERS]), *(["…"] if len(needs) > MOST_NUMBERS else [])])


def hunks_of(file: PartFile) -> str:
    """How much of the file's change the part holds, "" for all of it."""
    return "" if file.whole else counted(len(file.hunks), "hunk")
