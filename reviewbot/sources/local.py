"""Changes of a repository on this machine: a range of commits, the index, the working tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from reviewbot.errors import PolicyError, SourceError, UsageError
from reviewbot.model.change import MODE_SYMLINK, Change, Needs
from reviewbot.sources import measure
from reviewbot.sources.git import GitError, Limits, OnRead, printable
from reviewbot.sources.repository import EMPTY_TREE, Names, Repository, find_repository
from reviewbot.sources.sandbox import Sandbox, open_sandbox
from reviewbot.sources.snapshot import tree_of_index, tree_of_working_tree

_REGULAR_FILES = (b"100644", b"100755")


class Selection(NamedTuple):
    """What to judge, as a person says it. None means not said.

    base, head: revisions. snapshot: "staged" or "worktree" instead of a head.
    """

    base: str | None = None
    head: str | None = None
    snapshot: str | None = None


class LocalChange(NamedTuple):
    """A change that is found but not yet measured: its ends are known, so that the policy can be read from base.

    base, merge_base, head: commit ids, None where there is none. old, new: the trees or commits between which it is
    measured. base_name: what base was called, None for HEAD. notes: how the ends were chosen.
    """

    repository: Repository
    sandbox: Sandbox
    old: str
    new: str
    base: str | None
    merge_base: str | None
    head: str | None
    base_name: str | None = None
    notes: tuple[str, ...] = ()

    def branch(self) -> str | None:
        """The branch that base is ("main" for "origin/main"), None when unknown."""
        if self.base_name is None:
            return None
        return Names(self.repository, self.sandbox).branch_named(self.base_name)

    def read(self, needs: Needs) -> Change:
        """Measure it, reading beyond paths, modes and counts only what is needed."""
        try:
            return self._read(needs)
        except GitError as error:
            raise self._explained(error) from None

    def _read(self, needs: Needs) -> Change:
        sandbox = self.sandbox
        files = measure.read_files(sandbox, self.old, self.new, needs)
        if needs.generated and self.base is not None:
            names = {name for file in files for name in (file.path, file.old_path) if name}
            generated = measure.generated_paths(sandbox, self.base, sorted(names))
            files = tuple(
                file._replace(generated=file.path in generated, was_generated=file.old_path in generated)
                for file in files
            )
        links_changed = any(file.new_mode == MODE_SYMLINK for file in files)
        return Change(
            files=files,
            base=self.base,
            merge_base=self.merge_base,
            head=self.head,
            commits=self._count_commits() if needs.commit_count else None,
            head_paths=measure.read_paths(sandbox, self.new) if needs.head_paths else None,
            links=measure.read_links(sandbox, self.new) if needs.link_targets and links_changed else None,
            notes=self.notes,
        )

    def _count_commits(self) -> int | None:
        if self.base is None or self.head is None:
            return None
        return int(self.sandbox.git.run("rev-list", "--count", "--end-of-options", self.head, f"^{self.base}", "--"))

    def read_at_base(self, path: bytes, limit_bytes: int) -> bytes | None:
        """A file of the base tip, at most one byte longer than the limit; None when it is not there.

        Raises PolicyError when it is something else than a file: what a link points to is not what was reviewed.
        """
        if self.base is None:
            return None
        listing = self.sandbox.git.run("ls-tree", "-z", "--full-tree", self.base, "--", path.decode())
        if not listing:
            return None
        mode, _, rest = listing.partition(b" ")
        if mode not in _REGULAR_FILES:
            raise PolicyError(
                f"{path.decode()} is not a regular file at base", where=self.base, help="make it a file of its own"
            )
        blob = rest.split(b"\t")[0].split(b" ")[1].decode("ascii")
        blocks = self.sandbox.git.stream("cat-file", "blob", blob)
        content = b""
        for block in blocks:
            content += block
            if len(content) > limit_bytes:
                break
        blocks.close()  # type: ignore[attr-defined]
        return content[: limit_bytes + 1]

    def _explained(self, error: GitError) -> SourceError:
        if "unable to read" in error.stderr or "bad object" in error.stderr or "bad tree" in error.stderr:
            return SourceError(
                "the repository lacks objects of this change: "
                + printable(error.stderr.strip().splitlines()[-1] if error.stderr.strip() else ""),
                where=self.repository.git_dir,
                help="fetch them (git fetch; a partial clone has to fetch the blobs first), or run git fsck",
            )
        return error


@contextmanager
def open_change(
    folder: str, selection: Selection, *, limits: Limits | None = None, on_read: OnRead | None = None
) -> Iterator[LocalChange]:
    """Find the ends of the selected change in the repository at or above `folder`.

    on_read: told how many bytes of git's answers were read, as they come. The sandbox lives as long as the context.
    Raises SourceError and UsageError as the functions below say.
    """
    repository = find_repository(folder)
    with open_sandbox(limits, on_read) as sandbox:
        names = Names(repository, sandbox)
        if selection.snapshot:
            yield _snapshot(repository, sandbox, names, selection.snapshot)
        else:
            yield _range(repository, sandbox, names, selection)


def _use_objects(repository: Repository, sandbox: Sandbox, names: Names, commit: str | None) -> None:
    sha256 = names.object_format(commit) == "sha256"
    sandbox.use_objects((repository.objects,), sha256=sha256, shallow=repository.shallow())


def _snapshot(repository: Repository, sandbox: Sandbox, names: Names, snapshot: str) -> LocalChange:
    """HEAD to the index or the working tree; before the first commit, everything."""
    if repository.work_tree is None:
        raise UsageError(f"--{snapshot} needs a working tree, and this repository is bare", where=repository.git_dir)
    head = names.head()
    _use_objects(repository, sandbox, names, head)
    write = tree_of_index if snapshot == "staged" else tree_of_working_tree
    new = write(repository, sandbox)
    return LocalChange(repository, sandbox, head or EMPTY_TREE[len(new)], new, base=head, merge_base=head, head=None)


def _range(repository: Repository, sandbox: Sandbox, names: Names, selection: Selection) -> LocalChange:
    """From the merge-base of base and head to head."""
    if repository.work_tree is None and not (selection.base and selection.head):
        raise UsageError(
            "a bare repository has no current branch",
            where=repository.git_dir,
            help="say what to judge with --base and --head",
        )
    notes: tuple[str, ...] = ()
    base_name = selection.base
    if base_name is None:
        base, base_name = names.default_base()
        (head,) = names.commits(selection.head or "HEAD")
        notes = (f"compared with {printable(base_name)}",)
    else:
        base, head = names.commits(base_name, selection.head or "HEAD")
    _use_objects(repository, sandbox, names, head)
    old, new, merge_base, more = _ends(repository, sandbox, base, head)
    return LocalChange(repository, sandbox, old, new, base, merge_base, head, base_name, notes + more)


def _ends(repository: Repository, sandbox: Sandbox, base: str, head: str) -> tuple[str, str, str, tuple[str, ...]]:
    """(old, new, merge-base, notes). With several merge-bases the trial merge of head into base is what would land.

    One merge-base alone could be chosen so that it hides what was reverted from another (a criss-cross merge). Only
    here git may renew the time of an object that the repository has already, as it does whenever it writes one again.
    """
    shallow = bool(repository.shallow())
    try:
        bases = sandbox.git.run("merge-base", "--all", base, head, ok=(0, 1)).decode("ascii").split()
    except GitError as error:
        raise _no_merge_base(error.what, shallow=shallow) from None
    if not bases:
        raise _no_merge_base("base and head have no common ancestor", shallow=shallow)
    if len(bases) == 1:
        return bases[0], head, bases[0], ()
    try:
        merged = sandbox.git.run("merge-tree", "--write-tree", "--no-messages", base, head)
    except GitError as error:
        raise SourceError(
            f"base and head have {len(bases)} merge-bases, and a trial merge of head into base fails ({error.what})",
            help="merge base into your branch, resolve the conflicts, and try again",
        ) from None
    note = f"base and head have {len(bases)} merge-bases: judged is what merging head into base would change"
    return base, merged.decode("ascii").strip(), base, (note,)


def _no_merge_base(what: str, *, shallow: bool) -> SourceError:
    if shallow:
        return SourceError(
            "this shallow clone does not reach back to where base and head part",
            where=what,
            help="fetch more of the history: git fetch --deepen=100, or fetch-depth: 0 in a GitHub workflow",
        )
    return SourceError(what, help="a branch that shares no commit with base cannot be compared; say another --base")
