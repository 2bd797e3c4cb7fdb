"""The commits of a plan's branches, made in the sandbox: nothing of the repository is touched before all is proved."""

from __future__ import annotations

from collections.abc import Sequence
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
    """A commit for each part, on what it stands on, with author and date of the commits that it is made of.

    Raises UsageError where there is nothing to start at, SourceError when the parts do not give head's tree.
    """
    base = found.ends.merge_base or found.ends.tip
    if base is None:
        raise UsageError("there is no commit that branches could start at", help="commit something first")
    maker = _Maker(found, plan, trees, prefix, committer, base)
    on = stacked_on(plan.parts)
    made = maker.branches(on)
    if on.count(None) > 1 and not maker.merges_to_head(made):
        # git would merge the independent branches to something else: one stack, which needs no merging.
        made = maker.branches((None, *range(1, len(plan.parts))))
    return Made(made, found.ends.head or maker.snapshot())


class _Maker:
    def __init__(
        self,
        found: LocalChange,
        plan: SplitPlan,
        trees: PartTrees,
        prefix: str,
        committer: Author,
        base: str,
    ) -> None:
        self._found, self._plan, self._prefix, self._base = found, plan, prefix, base
        self._sandbox = found.sandbox
        self._committer = committer
        self._trees, self._head_tree = trees, trees.head
        if trees.tree_of(plan.parts) != self._head_tree:
            raise SourceError("the parts together do not give head's tree, so no branch was made")
        self._authors = authors_of(found, plan.parts)

    def branches(self, on: Sequence[int | None]) -> tuple[Branch, ...]:
        made: list[Branch] = []
        for part, below, tree in zip(self._plan.parts, on, self._trees.stacked(self._plan.parts, on), strict=True):
            parent = self._base if below is None else made[below - 1].commit
            commit = self._commit(tree, [parent], self._message(part), self._authors[part.number])
            made.append(Branch(part.number, branch_name(self._prefix, part), below, commit))
        return tuple(made)

    def merges_to_head(self, branches: Sequence[Branch]) -> bool:
        """Whether git, merging all branches in order, comes to head's tree."""
        merged = branches[0].commit
        tree = ""
        for branch in branches[1:]:
            try:
                answer = self._sandbox.git.run("merge-tree", "--write-tree", "--no-messages", merged, branch.commit)
            except GitError:
                return False
            tree = answer.decode("ascii").strip()
            merged = self._commit(tree, [merged, branch.commit], "merge", [])
        return tree == self._head_tree

    def snapshot(self) -> str:
        """A commit of the index or the working tree, where that is what is split."""
        return self._commit(self._head_tree, [self._base], f"{_NAME}: what was split", [])

    def _message(self, part: Part) -> str:
        others = [f"Co-authored-by: {author.name} <{author.email}>" for author in self._authors[part.number][1:]]
        total = len(self._plan.parts)
        head = self._found.ends.head
        of = f"Part {part.number} of {total}" + (f" of {head}" if head else "")
        paragraphs = [shown(part.title), shown(part.why), of, "\n".join(others)]
        return "\n\n".join(text for text in paragraphs if text) + "\n"

    def _commit(self, tree: str, parents: Sequence[str], message: str, authors: Sequence[Author]) -> str:
        author = authors[0] if authors else self._committer
        # The author's date for both, so that the same plan gives the same commits again.
        who = {
            "GIT_AUTHOR_NAME": author.name,
            "GIT_AUTHOR_EMAIL": author.email,
            "GIT_AUTHOR_DATE": author.date,
            "GIT_COMMITTER_NAME": self._committer.name,
            "GIT_COMMITTER_EMAIL": self._committer.email,
            "GIT_COMMITTER_DATE": author.date,
        }
        named = [word for parent in parents for word in ("-p", parent)]
        answer = self._sandbox.git.run(
            "commit-tree", *named, tree, input=message.encode("utf-8", "backslashreplace"), extra=who
        )
        return answer.decode("ascii").strip()
