"""The working change, from where it left the base to the working tree, and what it would be with some files written.

From the merge-base and not from HEAD, so that committing does not refill a budget.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from reviewbot.errors import UsageError
from reviewbot.model.policy import POLICY_PATH
from reviewbot.sources.base_file import start_reading
from reviewbot.sources.ends import Ends, ends_to_tree
from reviewbot.sources.git import Limits
from reviewbot.sources.local import LocalChange, measured_change
from reviewbot.sources.repository import EMPTY_TREE, Names, Repository
from reviewbot.sources.sandbox import SHA1_HEX_DIGITS, SHA256_HEX_DIGITS, Sandbox, open_sandbox
from reviewbot.sources.snapshot import Written, ignored_paths, start_comparing_working_tree, tree_with_writes
from reviewbot.sources.worktree_scan import Entries


@contextmanager
def open_working(repository: Repository, limits: Limits | None = None) -> Iterator[WorkingChange]:
    """The working change of this repository. Raises SourceError when its base cannot be found."""
    with open_sandbox(limits) as sandbox:
        names = Names(repository, sandbox)
        asked = names.ask("HEAD")
        base = _default_base(names)  # git looks up both at once
        (head,) = asked()
        sha256 = names.object_format(head) == "sha256"
        sandbox.use_objects((repository.objects,), sha256=sha256, shallow=repository.shallow())
        yield WorkingChange(repository, sandbox, _to_base(base, head, sha256=sha256))


def _default_base(names: Names) -> tuple[str, str] | None:
    try:
        return names.default_base()
    except UsageError:
        return None


def _to_base(base: tuple[str, str] | None, head: str | None, *, sha256: bool) -> Ends:
    """Where it is meant for; from where it is measured, and the working tree's own tree, come later.

    Without a base branch it begins at HEAD, and before the first commit with nothing.
    """
    if head is None:
        empty = EMPTY_TREE[SHA256_HEX_DIGITS if sha256 else SHA1_HEX_DIGITS]
        return Ends(empty, empty, None, None, None)
    if base is None:
        return Ends(head, head, head, head, None, None, ("there is no base branch: measured from HEAD",))
    return Ends(base[0], head, base[0], None, None, base[1])


class WorkingChange:
    """What the policy at its base may be read from at once, and what is measured when it is asked for."""

    def __init__(self, repository: Repository, sandbox: Sandbox, to_base: Ends) -> None:
        self.repository = repository
        self._sandbox = sandbox
        self._to_base = to_base
        at_base = {POLICY_PATH: start_reading(sandbox, to_base.base, POLICY_PATH)} if to_base.base else {}
        self.base = LocalChange(repository, sandbox, to_base, None, at_base)  # to read the policy by

    @contextmanager
    def with_writes(self, writes: Mapping[bytes, Written | None]) -> Iterator[LocalChange]:
        """The change as it would be with these files written (None: gone), by their paths in the repository."""
        tree = tree_with_writes(self._sandbox, *self._tree, writes)
        head, base = self._head, self._to_base
        ends = ends_to_tree(self.repository, self._sandbox, head, (base.base, base.base_name), tree, base.notes)
        with measured_change(self.repository, self._sandbox, ends, {}) as change:
            yield change

    def ignored(self, paths: Iterable[bytes]) -> frozenset[bytes]:
        """Those of the paths that the repository's ignore files keep out of a change."""
        return ignored_paths(self.repository, self._sandbox, paths)

    @cached_property
    def _tree(self) -> tuple[str, Entries]:
        """HEAD, or a tree, and what stands differently in the working tree."""
        return start_comparing_working_tree(self.repository, self._sandbox, self._head)()

    @property
    def _head(self) -> str | None:
        return self._to_base.new if self._to_base.base else None
