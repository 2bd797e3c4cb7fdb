"""Which parts have landed: those that a person names, and those of which all that they do is seen to be there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from shlex import quote
from typing import NamedTuple

from reviewbot.branches.carrying import Carrier, Carry, ConflictError
from reviewbot.branches.commits import Commits
from reviewbot.errors import UsageError
from reviewbot.model.split_plan import Part
from reviewbot.render.text.escape import shown, shown_path
from reviewbot.render.text.title import counted
from reviewbot.sources.git import GitError
from reviewbot.sources.local import LocalChange
from reviewbot.sources.repository import Names

MOST_PATHS = 3  # that an error lists


class Landing(NamedTuple):
    """What a person says of it.

    onto: the revision to carry onto, None for the tip of base. named: numbers of parts that landed, edited or not; None
    when nobody said, so that a part of which only some is there is an error.
    """

    onto: str | None = None
    named: tuple[int, ...] | None = None


def onto_of(found: LocalChange, landing: Landing) -> tuple[str, str]:
    """(commit, name) to carry onto. Raises UsageError when there is none, or the change does not start below it."""
    ends = found.ends
    if ends.head is None or ends.merge_base is None:
        raise UsageError("only the parts of commits can have landed", help="give BASE..HEAD")
    if landing.onto is None:
        commit = ends.base or ends.merge_base
        return commit, shown(ends.base_name or commit[:12])
    (commit,) = Names(found.repository, found.sandbox).commits(landing.onto)
    name = shown(landing.onto)
    try:
        found.sandbox.git.run("merge-base", "--is-ancestor", ends.merge_base, commit)
    except GitError:
        raise UsageError(
            f"{name} does not hold {ends.merge_base[:12]}, where the change starts, so no part can have landed there",
            help="carry the parts onto the branch that they landed on: --onto REV",
        ) from None
    return commit, name


def landed_parts(found: LocalChange, commits: Commits, onto: str, named: Sequence[int]) -> tuple[int, ...]:
    """The named parts and those that are seen to be in the commit `onto`, sorted.

    Seen is a part when its difference, merged into the commit, changes nothing there. Parts that touch each other's
    lines are told only together, so the first of all that are possible are tried before each alone. Raises UsageError
    for a number that is no part's, or a part without what it needs.
    """
    parts = commits.plan.parts
    landed = set(named)
    unknown = sorted(landed - {part.number for part in parts})
    if unknown:
        raise UsageError(f"there is no part {unknown[0]}: the plan has {counted(len(parts), 'part')}")
    possible = _possible(parts, landed, _touched(found, onto))
    tries = [possible[:count] for count in range(len(possible), 1, -1)] + [[part] for part in possible]
    for some in tries:
        new = [part for part in some if part.number not in landed]
        if not new or any(set(part.needs) - landed - {each.number for each in some} for part in new):
            continue
        carry = Carry(onto, tuple(sorted(landed)))
        if Carrier(commits, carry, [None] * len(parts)).holds(new):
            landed |= {part.number for part in new}
    _check_needs(parts, landed, named)
    return tuple(sorted(landed))


def check_whole(carrier: Carrier, name: str) -> None:
    """Raise UsageError for a part that is there only partly: it may have landed with edits, and nobody said so."""
    for number, (before, after) in carrier.left_of().items():
        if after < before:
            raise UsageError(
                f"part {number} is in {name} only partly: {after:,} of its {counted(before, 'line')} are missing there",
                help=f"if it landed so, name it: --landed {number}; if the rest is still to come: --landed none",
            )


def _touched(found: LocalChange, onto: str) -> set[bytes]:
    """The paths at which the commit differs from where the change starts."""
    listing = found.sandbox.git.run(
        "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--end-of-options", found.ends.old, onto, "--"
    )
    return set(listing.split(b"\0"))


def _possible(parts: Sequence[Part], landed: Collection[int], touched: Collection[bytes]) -> list[Part]:
    """The parts of which all files were touched, with the parts that they need, in order."""
    able: list[Part] = []
    numbers = set(landed)
    for part in parts:
        names = {name for file in part.files for name in (file.path, file.old_path) if name}
        if part.number not in landed and names.issubset(touched) and numbers.issuperset(part.needs):
            able.append(part)
            numbers.add(part.number)
    return able


def _check_needs(parts: Sequence[Part], landed: Collection[int], named: Sequence[int]) -> None:
    for number in named:
        lacking = [each for each in parts[number - 1].needs if each not in landed]
        if lacking:
            both = sorted({*named, *lacking})
            raise UsageError(
                f"part {number} needs part {lacking[0]}, which is not seen to have landed",
                help=f"if it landed edited, name it too: --landed {','.join(map(str, both))}",
            )


def conflict(
    error: ConflictError, commits: Commits, carrier: Carrier, onto: tuple[str, str], landed: Sequence[int]
) -> UsageError:
    """The error of a part that git cannot carry by itself: where, and what a person can do."""
    commit, name = onto
    paths = ", ".join(shown_path(path) for path in error.paths[:MOST_PATHS])
    more = f" and {len(error.paths) - MOST_PATHS} more" if len(error.paths) > MOST_PATHS else ""
    stack = carrier.stack_to(error.number)
    names = {part.number: quote(shown(commits.name(part))) for part in commits.plan.parts}
    numbers = ",".join(map(str, sorted({*landed, *stack})))
    upper = names[error.number]
    return UsageError(
        f"part {error.number} cannot be carried onto {name}: conflicts in {paths}{more}",
        help=f"if it has landed with edits, say --landed {numbers}; else carry it by hand, git rebase --update-refs "
        f"--onto {commit[:12]} {names[stack[0]]}~1 {upper}, and then the others: --landed {numbers} --onto {upper}",
    )
