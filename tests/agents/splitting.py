"""A task too large for one change, and a model that splits it because of what it is told, and only then.

It knows nothing of the policy. What it does next it reads in the answers to its calls: how many lines are left of the
budget, and that the next part is to be a change of its own.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence

from tests.agents.scripted_model import Call, Script, Step, following
from tests.agents.shop import Shop
from tests.demo import module

LINES_OF_A_FUNCTION = 6
FUNCTIONS = 150
WHOLE = module("discount", FUNCTIONS)  # 900 lines
LEFT = re.compile(r"(\d+) lines are left")
NEXT_PART = "git switch -c NEXT-PART BASE"
BRANCH = "discounts-{}"


def start_branch(shop: Shop) -> None:
    """What a person does who then tells the agent what to write."""
    shop.repository.git("switch", "--quiet", "--create", BRANCH.format(1), "main")


def splitting(shop: Shop) -> Script:
    return following(lambda: _work(shop))


def _work(shop: Shop) -> Generator[Step, str, None]:
    told = yield from _last(shop.write("shop/discounts.py", WHOLE))
    left = LEFT.search(told)
    parts = _parts(int(left[1])) if left else [("shop/discounts.py", WHOLE)]
    for number, (path, content) in enumerate(parts, 1):
        if left:
            told = yield from _last(shop.write(path, content))
        if NEXT_PART in told:
            yield from _last(shop.agent.run(f"git switch --create {BRANCH.format(number)} main"))
            yield from _last(shop.write(path, content))
        commit = f"git add shop && git commit --quiet --message 'Discounts, part {number} of {len(parts)}'"
        yield from _last(shop.agent.run(commit))
    yield f"Done, in {len(parts)} changes."


def _last(calls: Sequence[Call]) -> Generator[Step, str, str]:
    """Make these calls; what was told about the last one."""
    told = ""
    for call in calls:
        told = yield call
    return told


def _parts(lines: int) -> list[tuple[str, str]]:
    """The functions in files of at most so many lines."""
    pieces = WHOLE.splitlines(keepends=True)
    step = max(1, lines // LINES_OF_A_FUNCTION) * LINES_OF_A_FUNCTION
    starts = range(0, len(pieces), step)
    return [(f"shop/discounts_{at // step + 1}.py", "".join(pieces[at : at + step])) for at in starts]
