"""A change has more commits than one review should hold.

What it does
    Counts the commits that head has and base has not, merges included, and finds when they pass `limit`. The files
    that they touch make no difference, so ``match`` and ``ignore`` have no effect here.

Why
    Our choice: a long row of commits is mostly several changes in one, or the diary of one that should be tidied.

Example
    With ``limit = 5``, a branch that is 6 commits ahead of base is found: 6 of 5 commits.

Instead
    Squash what corrects an earlier commit of the same branch, and propose independent commits one at a time.

Options
    ``limit``: commits, required.
"""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from reviewbot.model.change import Needs
from reviewbot.model.options import Kind, Option
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Found, NotJudged, Rule, Scope, Spent, Statement


class Options(NamedTuple):
    limit: Annotated[int, Option(Kind.INTEGER, "Commits that a change may have.")]


def needs(_options: Options) -> Needs:
    return Needs(commit_count=True)


def check(scope: Scope, options: Options) -> Iterator[Statement]:
    used = scope.change.commits
    if used is None:
        yield NotJudged("how many commits the change has is not known")
        return
    yield Spent(limit=options.limit, used=used, unit="commits")
    if used > options.limit:
        yield Found(
            message=f"{used} of {options.limit} commits",
            help="squash the commits that correct earlier ones, or propose them one at a time",
        )


def told(_instance: Instance, options: Options) -> str:
    return f"Make at most {options.limit:,} commits."


RULE = Rule(name="max-commits", options=Options, check=check, needs=needs, budget=True, told=told)
