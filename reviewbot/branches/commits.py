"""The commits of a plan's branches, made in the sandbox: nothing of the repository is touched before all is proved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reviewbot.branches.authors import Author, authors_of
from reviewbot.errors import SourceError, UsageError
from reviewbot.model.split_plan import Branch, Part, SplitPlan
from reviewbot.model.stacks import branch_name, stacked_on
from reviewbot.render.text.escape import shown
from reviewbot.sources.git import GitError
from reviewbot.sources.local import LocalChange
from reviewbot.sources.part_trees import PartTrees

_NAME = "reviewbot split"


class Made(NamedTuple):
    """branches: of the parts, in their order. head: the commit that the backup keeps."""

    branches: tuple[Branch, ...]
    head: str


def make_commits(found: LocalChange, plan: SplitPlan, trees: PartTrees, prefix: str, committer: Author) -> Made:
    """See `Commits.original`. Raises as `Commits` does."""
    return Commits(found, plan, trees, prefix).original(committer)


class Standing(NamedTuple):
    """on: what the branch of a part starts at, the number of another part or None for `Commits.branches`' start."""

    part: Part
    on: int | None
    tree: str


class Commits:
    """Makes commits for the parts of one plan.

    Raises UsageError where there is nothing to start at, SourceError when the parts do not give head's tree.
    """

    def __init__(self, found: LocalChange, plan: SplitPlan, trees: PartTrees, prefix: str) -> None:
        base = found.ends.merge_base or found.ends.tip
        if base is None:
            raise UsageError("there is no commit that branches could start at", help="commit something first")
        self.base = base
        self.plan = plan
        self.sandbox = found.sandbox
        self.trees = trees
        self.head_tree = trees.head
        if trees.tree_of(plan.parts) != trees.head:
            raise SourceError("the parts together do not give head's tree, so no branch was made")
        self._head, self._prefix = found.ends.head, prefix
        self._authors = authors_of(found, plan.parts)

    def original(self, committer: Author) -> Made:
        """A commit for each part, on what it stands on, with author and date of the commits that it is made of."""
        parts = self.plan.parts
        made = self._stacked(stacked_on(parts), committer)
        if not self.merges_to(self.head_tree, made, committer):
            # git would merge the independent branches to something else: one stack, which needs no merging.
            made = self._stacked((None, *range(1, len(parts))), committer)
        return Made(made, self._head or self._snapshot(committer))

    def _stacked(self, on: Sequence[int | None], committer: Author) -> tuple[Branch, ...]:
        parts = self.plan.parts
        standing = map(Standing, parts, on, self.trees.stacked(parts, on))
        return self.branches(list(standing), self.base, committer)

    def branches(
        self, standing: Sequence[Standing], start: str, committer: Author, note: str = ""
    ) -> tuple[Branch, ...]:
        """The branches of these parts, each after what it stands on. note: where they were carried, for the message."""
        made: dict[int, Branch] = {}
        for part, below, tree in standing:
            parent = start if below is None else made[below].commit
            commit = self.commit(tree, [parent], self._message(part, note), committer, self._authors[part.number])
            made[part.number] = Branch(part.number, self.name(part), below, commit)
        return tuple(made.values())

    def name(self, part: Part) -> str:
        return branch_name(self._prefix, part)

    def merges_to(self, expected: str, branches: Sequence[Branch], committer: Author) -> bool:
        """Whether git, merging all branches in order, comes to this tree. A single stack is what it ends in."""
        if not branches:
            return True
        if all(branch.on == below.part for below, branch in pairwise(branches)):
            return self.tree_id(branches[-1].commit) == expected
        merged = branches[0].commit
        tree = ""
        for branch in branches[1:]:
            try:
                answer = self.sandbox.git.run("merge-tree", "--write-tree", "--no-messages", merged, branch.commit)
            except GitError:
                return False
            tree = answer.decode("ascii").strip()
            merged = self.commit(tree, [merged, branch.commit], "merge", committer)
        return tree == expected

    def commit(
        self, tree: str, parents: Sequence[str], message: str, committer: Author, authors: Sequence[Author] = ()
    ) -> str:
        """The id of a commit of this tree. authors: the first is its author; none for the committer."""
        named = [word for parent in parents for word in ("-p", parent)]
        answer = self.sandbox.git.run(
            "commit-tree",
            *named,
            tree,
            input=message.encode("utf-8", "backslashreplace"),
            extra=_who(authors[0] if authors else committer, committer),
        )
        return answer.decode("ascii").strip()

    def tree_id(self, commit: str) -> str:
        """The id of the tree of a commit (full id)."""
        answer = self.sandbox.git.run("rev-parse", "--verify", "--end-of-options", f"{commit}^{{tree}}")
        return answer.decode("ascii").strip()

    def _snapshot(self, committer: Author) -> str:
        """A commit of the index or the working tree, where that is what is split."""
        return self.commit(self.head_tree, [self.base], f"{_NAME}: what was split", committer)

    def _message(self, part: Part, note: str) -> str:
        others = [f"Co-authored-by: {author.name} <{author.email}>" for author in self._authors[part.number][1:]]
        total = len(self.plan.parts)
        of = f"Part {part.number} of {total}" + (f" of {self._head}" if self._head else "") + note
        paragraphs = [shown(part.title), shown(part.why), of, "\n".join(others)]
        return "\n\n".join(text for text in paragraphs if text) + "\n"


def _who(author: Author, committer: Author) -> dict[str, str]:
    # The author's date for both, so that the same plan gives the same commits again. Without the sign git takes a small
    # number for no date.
    date = f"@{author.date.removeprefix('@')}"
    return {
        "GIT_AUTHOR_NAME": author.name,
        "GIT_AUTHOR_EMAIL": author.email,
        "GIT_AUTHOR_DATE": date,
        "GIT_COMMITTER_NAME": committer.name,
        "GIT_COMMITTER_EMAIL": committer.email,
        "GIT_COMMITTER_DATE": date,
    }
