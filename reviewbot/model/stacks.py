"""Which branch each part of a split plan stands on: independent parts on base, the others on a part."""

import re
from collections.abc import Sequence
from itertools import pairwise

from reviewbot.model.split_plan import Part, SplitPlan

DEFAULT_PREFIX = "split"  # of branches for which nobody said another
LONGEST_SLUG = 40
_NO_WORD = re.compile(r"[^a-z0-9]+")


def stacked_on(parts: Sequence[Part]) -> tuple[int | None, ...]:
    """For each part the number of the part that its branch starts at; None for base.

    A branch has one beginning, so what it stands on holds all that it needs: where these are independent, they are put
    on one another, in the order of their numbers.
    """
    on: dict[int, int | None] = {}
    for part in parts:
        below = sorted({each for needed in part.needs for each in (needed, *_below(needed, on))})
        on.update((upper, lower) for lower, upper in pairwise(below))
        on[part.number] = below[-1] if below else None
    return tuple(on[part.number] for part in parts)


def beneath(number: int, on: Sequence[int | None]) -> tuple[int, ...]:
    """The parts that this part stands on, the lowest first. on: what `stacked_on` gave."""
    return tuple(reversed(list(_below(number, dict(enumerate(on, 1))))))


def _below(number: int, on: dict[int, int | None]) -> Sequence[int]:
    found = []
    below = on[number]
    while below is not None:
        found.append(below)
        below = on[below]
    return found


def planned_branches(plan: SplitPlan, prefix: str = DEFAULT_PREFIX) -> tuple[tuple[str, int | None], ...]:
    """The name of each branch, and the place, from 1, of the one that it starts at; as they are made, where they are.

    Where parts have landed, these are the branches of the others.
    """
    if plan.branches or plan.carried:
        places: dict[int | None, int] = {branch.part: place for place, branch in enumerate(plan.branches, 1)}
        return tuple((branch.name, places.get(branch.on)) for branch in plan.branches)
    named = [branch_name(prefix, part) for part in plan.parts]
    return tuple(zip(named, stacked_on(plan.parts), strict=True))


def branch_name(prefix: str, part: Part) -> str:
    """`PREFIX/2-what-the-title-says`: letters, digits and hyphens, whatever an author called things."""
    slug = _NO_WORD.sub("-", part.title.lower()).strip("-")[:LONGEST_SLUG].strip("-")
    return f"{prefix}/{part.number}-{slug or 'part'}"
