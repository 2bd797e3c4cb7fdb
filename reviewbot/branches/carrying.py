"""The parts that are left, carried onto a commit that holds those that have landed, perhaps edited and among others.

From the tree where the landed parts end, as the plan has them, the commit goes one way (edits in review, what others
did) and each part that is left, with what it stands on, goes the other; git merges the two in the sandbox. So what was
edited stays edited, and no part is asked to apply where it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reviewbot.branches.authors import Author
from reviewbot.branches.commits import Commits, Standing
from reviewbot.errors import SourceError
from reviewbot.model.split_plan import Branch, Part

_CONFLICTS = 1  # git merge-tree's status
_SOMEBODY = Author("reviewbot", "reviewbot", "0 +0000")  # of commits that exist for a merge only


class Carry(NamedTuple):
    """onto: a commit (full id) that descends from the change's start. landed: numbers of parts, in order.

    Whatever a landed part needs has landed too.
    """

    onto: str
    landed: tuple[int, ...] = ()

    def note(self) -> str:
        """What the message of a carried commit says of it."""
        after = f" after {', '.join(map(str, self.landed))}" if self.landed else ""
        return f", carried onto {self.onto}{after}"


class ConflictError(SourceError):
    """git cannot merge by itself. number: of the part. paths: what conflicts."""

    def __init__(self, number: int, paths: Sequence[bytes]) -> None:
        super().__init__(f"part {number} cannot be carried")
        self.number, self.paths = number, paths


class Step(NamedTuple):
    """A part that is left. planned, carried: its tree, on what it stands on, before and after it is carried."""

    part: Part
    on: int | None
    planned: str
    carried: str


class Carrier:
    """on: for each part of the plan what its branch starts at, before anything had landed."""

    def __init__(self, commits: Commits, carry: Carry, on: Sequence[int | None]) -> None:
        self._commits, self._carry = commits, carry
        parts = commits.plan.parts
        self._landed = [part for part in parts if part.number in carry.landed]
        self._left = [part for part in parts if part.number not in carry.landed]
        self._on = {part.number: self._below(part.number, on) for part in self._left}
        self.onto_tree = commits.tree_id(carry.onto)
        self._landed_tree = commits.trees.tree_of(self._landed, write=True)
        self._ancestor = self._commit(self._landed_tree)
        self._ours = self._commit(self.onto_tree, self._ancestor)
        self._known: dict[str, str] = {}  # what git made of a tree

    def holds(self, parts: Iterable[Part]) -> bool:
        """Whether all that these do beside the landed ones is in the commit already."""
        try:
            return self._merged(self._with(parts), 0) == self.onto_tree
        except ConflictError:
            return False

    def _with(self, parts: Iterable[Part]) -> str:
        return self._commits.trees.tree_of([*self._landed, *parts], write=True)

    def whole(self) -> str:
        """The tree that git makes of the commit and head. Raises ConflictError."""
        return self._merged(self._commits.head_tree, self._left[-1].number if self._left else 0)

    def branches(self, committer: Author) -> tuple[Branch, ...]:
        """The branches of the parts that are left. Raises ConflictError, SourceError when they do not make `whole`."""
        for on in (self._on, self._one_stack()):
            standing = [Standing(step.part, step.on, step.carried) for step in self._steps(on)]
            made = self._commits.branches(standing, self._carry.onto, committer, self._carry.note())
            if not made or self._commits.merges_to(self.whole(), made, committer):
                return made
        raise SourceError("the parts that are left do not give what git makes of head, so no branch was made")

    def left_of(self) -> dict[int, tuple[int, int]]:
        """For each part that is left its counted lines, before and after it is carried. Raises ConflictError."""
        steps = {step.part.number: step for step in self._steps(self._on)}
        pairs = []
        for step in steps.values():
            below = steps.get(step.on or 0)
            pairs.append((below.planned if below else self._landed_tree, step.planned))
            pairs.append((below.carried if below else self.onto_tree, step.carried))
        counted = self._commits.trees.counted_lines(pairs)
        return dict(zip(steps, zip(counted[::2], counted[1::2], strict=True), strict=True))

    def stack_to(self, number: int) -> list[int]:
        """The parts that are left and that this part stands on, and itself at the end."""
        below = self._on[number]
        return [*([] if below is None else self.stack_to(below)), number]

    def _below(self, number: int, on: Sequence[int | None]) -> int | None:
        below = on[number - 1]
        while below in self._carry.landed:
            below = on[below - 1]
        return below

    def _one_stack(self) -> dict[int, int | None]:
        numbers = [part.number for part in self._left]
        return dict(zip(numbers, (None, *numbers), strict=False))

    def _steps(self, on: Mapping[int, int | None]) -> list[Step]:
        """What is left, lowest first. on: what each stands on."""
        parts = [*self._landed, *self._left]  # the landed ones are a stack below all others
        place = {part.number: at for at, part in enumerate(parts, 1)}
        landed = range(len(self._landed))
        below = [*(at or None for at in landed), *(place.get(on[part.number] or 0, len(landed)) for part in self._left)]
        trees = self._commits.trees.stacked(parts, [at or None for at in below])
        return [
            Step(part, on[part.number], tree, self._merged(tree, part.number))
            for part, tree in zip(self._left, trees[len(landed) :], strict=True)
        ]

    def _merged(self, tree: str, number: int) -> str:
        """The tree that git makes of the commit and this tree. Raises ConflictError naming the part."""
        if tree in self._known:
            return self._known[tree]
        theirs = self._commit(tree, self._ancestor)
        answer = self._commits.sandbox.git.run(
            "merge-tree", "--write-tree", "--name-only", "-z", self._ours, theirs, ok=(0, _CONFLICTS)
        )
        merged, *said = answer.split(b"\0")[:-1]
        if said:
            raise ConflictError(number, _conflicting(said))
        self._known[tree] = merged.decode("ascii")
        return self._known[tree]

    def _commit(self, tree: str, *parents: str) -> str:
        return self._commits.commit(tree, parents, "", _SOMEBODY)


def _conflicting(said: Sequence[bytes]) -> Sequence[bytes]:
    """The paths in what git says of a merge: names, an empty field, and messages as (count, paths, kind, text).

    There may be no names, where a whole folder is in conflict; there is a message then.
    """
    names = said[: said.index(b"")]
    messages = said[len(names) + 1 :]
    return names or messages[1 : 1 + int(messages[0])]
