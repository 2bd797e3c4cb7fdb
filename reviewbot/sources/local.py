"""Changes of a repository on this machine: a range of commits, the index, the working tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from reviewbot.errors import SourceError
from reviewbot.model.change import MODE_SYMLINK, Change, ChangedFile, Needs
from reviewbot.model.facts import CommitText
from reviewbot.model.policy import POLICY_PATH
from reviewbot.sources.base_file import read_base_file, start_reading
from reviewbot.sources.diff_tree import start_measuring
from reviewbot.sources.ends import Ends, Meanwhile, Selection, find_ends, nothing
from reviewbot.sources.git import Answer, GitError, Limits, OnRead, printable
from reviewbot.sources.repository import Names, Repository, find_repository
from reviewbot.sources.sandbox import Sandbox, open_sandbox

TYPE_CHECKING = False  # for annotations only
if TYPE_CHECKING:
    from reviewbot.model.split_plan import FileTexts
    from reviewbot.sources.each_commit import EachCommit
    from reviewbot.sources.part_trees import PartTrees
    from reviewbot.sources.split_input import SplitInput


@contextmanager
def open_change(
    folder: str,
    selection: Selection,
    *,
    limits: Limits | None = None,
    on_read: OnRead | None = None,
    meanwhile: Meanwhile = nothing,
) -> Iterator[LocalChange]:
    """Find the selected change in the repository at or above `folder`, and start to measure it.

    See `open_change_of`.
    """
    repository = find_repository(folder)
    with open_change_of(repository, selection, limits=limits, on_read=on_read, meanwhile=meanwhile) as change:
        yield change


@contextmanager
def open_change_of(
    repository: Repository,
    selection: Selection,
    *,
    limits: Limits | None = None,
    on_read: OnRead | None = None,
    meanwhile: Meanwhile = nothing,
) -> Iterator[LocalChange]:
    """Find the selected change in this repository, and start to measure it.

    on_read: told how many bytes of git's answers were read, as they come. meanwhile: called while git looks at the
    working tree, where that is selected. The sandbox lives as long as the context. Raises SourceError and UsageError
    as `find_ends` does.
    """
    with open_sandbox(limits, on_read) as sandbox:
        ends = find_ends(repository, sandbox, selection, meanwhile)
        with measured_change(repository, sandbox, ends) as change:
            yield change


def measured_change(
    repository: Repository, sandbox: Sandbox, ends: Ends, at_base: Mapping[bytes, Answer] | None = None
) -> LocalChange:
    """The change between these ends, which git measures from now on.

    at_base: files of base that were asked for already; else the policy is asked for, since every judgement wants it.
    """
    measured = start_measuring(sandbox, ends.old, ends.new)
    if at_base is None and ends.base is not None:
        at_base = {POLICY_PATH: start_reading(sandbox, ends.base, POLICY_PATH)}
    return LocalChange(repository, sandbox, ends, measured, at_base or {})


class LocalChange:
    """A change whose ends are known, so that the policy can be read from base while git measures it.

    measured: git's answer, on its way; None when only base is to be read. at_base: likewise the files of base that were
    asked for already.
    """

    def __init__(
        self,
        repository: Repository,
        sandbox: Sandbox,
        ends: Ends,
        measured: Answer | None,
        at_base: Mapping[bytes, Answer],
    ) -> None:
        self.repository = repository
        self.ends = ends
        self.sandbox = sandbox
        self._measured = measured
        self._at_base = at_base
        self._each_commit: EachCommit | None = None
        self._split: SplitInput | None = None

    def __enter__(self) -> LocalChange:
        return self

    def __exit__(self, *_exception: object) -> None:
        for answer in (self._measured, *self._at_base.values()):
            if answer is not None:
                answer.close()
        for started in (self._each_commit, self._split):
            if started is not None:
                started.close()

    def branch(self) -> str | None:
        """The branch that base is ("main" for "origin/main"), None when unknown."""
        if self.ends.base_name is None:
            return None
        return Names(self.repository, self.sandbox).branch_named(self.ends.base_name)

    def read(self, needs: Needs) -> Change:
        """The change, with nothing read beyond paths, modes and counts but what is needed. To be called once."""
        try:
            return self._read(needs)
        except GitError as error:
            raise self._explained(error) from None

    def _read(self, needs: Needs) -> Change:
        from reviewbot.sources import measure  # git is measuring since long before

        sandbox, ends = self.sandbox, self.ends
        assert self._measured is not None  # noqa: S101 - whoever wants to read lets git measure
        files = measure.read_files(sandbox, self._measured, ends.old, ends.new, needs)
        if needs.generated and ends.base is not None:
            files = self._mark_generated(files, ends.base)
        links_changed = any(file.new_mode == MODE_SYMLINK for file in files)
        return Change(
            files=files,
            base=ends.base,
            merge_base=ends.merge_base,
            head=ends.head,
            commits=self._count_commits() if needs.commit_count else None,
            head_paths=measure.read_paths(sandbox, ends.new) if needs.head_paths else None,
            links=measure.read_links(sandbox, ends.new) if needs.link_targets and links_changed else None,
            notes=ends.notes,
        )

    def _mark_generated(self, files: tuple[ChangedFile, ...], base: str) -> tuple[ChangedFile, ...]:
        from reviewbot.sources import measure

        names = {name for file in files for name in (file.path, file.old_path) if name}
        generated = measure.generated_paths(self.sandbox, base, sorted(names))
        return tuple(
            file._replace(generated=file.path in generated, was_generated=file.old_path in generated) for file in files
        )

    def _count_commits(self) -> int | None:
        tip = self.ends.head or self.ends.tip
        if tip is None:
            return None
        not_base = (f"^{self.ends.base}",) if self.ends.base else ()
        only_head = ("--end-of-options", tip, *not_base, "--")
        return int(self.sandbox.git.run("rev-list", "--count", *only_head))

    def commit_texts(self) -> tuple[CommitText, ...] | None:
        """What the commits of the change say of themselves; None where there are none (the index, the working tree)."""
        from reviewbot.sources.commit_texts import read_commit_texts  # only where the policy asks who took part

        tip = self.ends.head or self.ends.tip
        return None if tip is None else read_commit_texts(self.sandbox, self.ends.base, tip)

    def start_split(self, files: Sequence[ChangedFile]) -> None:
        """Have git look up what a plan needs of these files, as `read` gave them, for the three methods below."""
        from reviewbot.sources.split_input import SplitInput  # only who takes a change apart

        ends = self.ends
        self._split = SplitInput(self.sandbox, ends.old, ends.new, files, ends.merge_base or ends.tip)

    def read_texts(self, is_counted: Callable[[ChangedFile], bool]) -> tuple[FileTexts, ...]:
        """The files with contents and hunks, see `SplitInput.texts`."""
        try:
            return self._started_split().texts(is_counted)
        except GitError as error:
            raise self._explained(error) from None

    def read_history(self) -> tuple[tuple[bytes, ...], ...]:
        """What the last commits before the change changed of the files, see `SplitInput.history`."""
        return self._started_split().history()

    def part_trees(self, texts: Sequence[FileTexts]) -> PartTrees:
        """The trees of parts. texts: what `read_texts` gave."""
        from reviewbot.sources.part_trees import PartTrees

        return PartTrees(self.sandbox, *self._started_split().trees(), texts)

    def _started_split(self) -> SplitInput:
        assert self._split is not None  # noqa: S101 - whoever reads of it has it started
        return self._split

    def scope_file(self) -> bytes | None:
        """What `.reviewbot-scope` of the working tree holds, None where there is none."""
        from reviewbot.sources.scope_file import read_scope_file

        return read_scope_file(self.repository)

    def start_each_commit(self, most: int) -> None:
        """Have git measure each commit of the change too, for `each_commit`. Raises as `EachCommit` does."""
        from reviewbot.sources.each_commit import EachCommit  # only where a server asks for it

        if self.ends.head is not None:
            self._each_commit = EachCommit(self.sandbox, self.ends.base, self.ends.head, most)

    def each_commit(self, needs: Needs) -> Iterator[tuple[str, Change]]:
        """What each commit of the change does by itself. To be read before `read`, while git measures the change."""
        if self._each_commit is not None and self._measured is not None:
            yield from self._each_commit.read(needs, beside=self._measured)

    def read_at_base(self, path: bytes, limit_bytes: int) -> bytes | None:
        """A file at the root of the base tip, see `read_base_file`; None where there is no base."""
        if self.ends.base is None:
            return None
        answer = self._at_base.get(path) or start_reading(self.sandbox, self.ends.base, path)
        return read_base_file(answer, self.ends.base, path, limit_bytes)

    def _explained(self, error: GitError) -> SourceError:
        if "unable to read" in error.stderr or "bad object" in error.stderr or "bad tree" in error.stderr:
            return SourceError(
                "the repository lacks objects of this change: "
                + printable(error.stderr.strip().splitlines()[-1] if error.stderr.strip() else ""),
                where=self.repository.git_dir,
                help="fetch them (git fetch; a partial clone has to fetch the blobs first), or run git fsck",
            )
        return error
