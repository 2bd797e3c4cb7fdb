"""A split plan: the smaller changes that a change over budget can be made of, in an order that works."""

from typing import NamedTuple

from reviewbot.model.change import ChangedFile

SCHEMA = "reviewbot-split/1"  # of a plan as JSON


class Hunk(NamedTuple):
    """One block of removed and added lines, without context lines.

    In lines of the file at merge-base (`old_*`) and at head (`new_*`), from 1. Where a side has no lines its start is
    the line before it, 0 at the beginning of the file, as in git's `@@` header with `-U0`.
    """

    old_start: int
    old_lines: int
    new_start: int
    new_lines: int


class FileTexts(NamedTuple):
    """What a plan needs of one changed file.

    old, new: the blob at merge-base and at head; None where that side does not exist, is no regular file, or is too
    large to look into. hunks: in order, () for a file that can only change as one. is_counted: whether the budget
    counts it; not what the policy ignores.
    """

    file: ChangedFile
    old: bytes | None = None
    new: bytes | None = None
    hunks: tuple[Hunk, ...] = ()
    is_counted: bool = True


class PartFile(NamedTuple):
    """What one part changes of one path.

    path, old_path: as in `ChangedFile`. whole: the file changes as one (added, deleted, binary, mode, link,
    submodule, or all of its hunks in this part); hunks is empty then. patch, entry: what the part does to the file,
    where somebody asked for it: of a file that is not whole a patch, for `git apply`; of a whole one mode and id at
    head, zeros where it is gone, for `git update-index --index-info`.
    """

    path: bytes
    old_path: bytes | None = None
    whole: bool = False
    hunks: tuple[Hunk, ...] = ()
    patch: bytes = b""
    entry: str = ""


class Part(NamedTuple):
    """One of the smaller changes.

    number: from 1, in an order in which every part comes after what it needs. why: what holds it together, for a
    person; of a part over budget also why it cannot be smaller. needs: the numbers of the parts that must come before,
    directly. counted_lines: as a budget counts them.
    """

    number: int
    title: str
    why: str
    counted_lines: int
    over_budget: bool = False
    needs: tuple[int, ...] = ()
    files: tuple[PartFile, ...] = ()


class Branch(NamedTuple):
    """The branch of one part. on: the part that its branch starts at, None for base.

    commit: full hex id, "" of a branch that somebody else is to make.
    """

    part: int
    name: str
    on: int | None
    commit: str


class Carried(NamedTuple):
    """Where the parts that are left were carried, once some have landed.

    onto: the commit that they begin at, full hex. landed: the numbers of the parts that it holds, found: those of
    them that nobody named, because all that they do was seen there. identical: onto with the parts that are left is
    head's very tree; else it is what git makes of merging onto and head from where the landed parts end.
    """

    onto: str
    landed: tuple[int, ...] = ()
    found: tuple[int, ...] = ()
    identical: bool = False


class SplitPlan(NamedTuple):
    """How a change divides. Together the parts are the change, every hunk in exactly one of them.

    base: the merge-base, head: full hex ids, None where there is none. budget: counted lines a part may have.
    identical: the parts, applied in order, were seen to give head's tree. no_split: why there is no good split, for
    every part is over the budget; "" when there is one. problems: what is wrong with a plan that a person
    edited, and does not keep it from being applied: a state between that does not parse or lacks a name. branches: of
    the parts, once they are made or are to be made; of parts that have landed, see `carried`, there is none.
    """

    base: str | None
    head: str | None
    budget: int
    parts: tuple[Part, ...]
    identical: bool = False
    no_split: str = ""
    problems: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()
    carried: Carried | None = None
