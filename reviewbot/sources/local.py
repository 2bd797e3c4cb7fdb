"""Changes of a repository on this machine: a range of commits, the index, the working tree."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reviewbot.errors import PolicyError, SourceError
from reviewbot.model.change import MODE_SYMLINK, Change, ChangedFile, Needs
from reviewbot.model.facts import CommitText
from reviewbot.sources import measure
from reviewbot.sources.ends import Ends, Selection, find_ends
from reviewbot.sources.git import Answer, GitError, Limits, OnRead, printable
from reviewbot.sources.repository import Names, Repository, find_repository
from reviewbot.sources.sandbox import Sandbox, open_sandbox

_REGULAR_FILES = (b"100644", b"100755")


@contextmanager
def open_change(
    folder: str, selection: Selection, *, limits: Limits | None = None, on_read: OnRead | None = None
) -> Iterator[LocalChange]:
    """Find the selected change in the repository at or above `folder`, and start to measure it.

    See `open_change_of`.
    """
    with open_change_of(find_repository(folder), selection, limits=limits, on_read=on_read) as change:
        yield change


@contextmanager
def open_change_of(
    repository: Repository, selection: Selection, *, limits: Limits | None = None, on_read: OnRead | None = None
) -> Iterator[LocalChange]:
    """Find the selected change in this repository, and start to measure it.

    on_read: told how many bytes of git's answers were read, as they come. The sandbox lives as long as the context.
    Raises SourceError and UsageError as `find_ends` does.
    """
    with open_sandbox(limits, on_read) as sandbox:
        ends = find_ends(repository, sandbox, selection)
        with measure.start_measuring(sandbox, ends.old, ends.new) as measured:
            yield LocalChange(repository, sandbox, ends, measured)


class LocalChange:
    """A change whose ends are known, so that the policy can be read from base while git measures it.

    measured: git's answer, on its way.
    """

    def __init__(self, repository: Repository, sandbox: Sandbox, ends: Ends, measured: Answer) -> None:
        self.repository = repository
        self.ends = ends
        self._sandbox = sandbox
        self._measured = measured

    def branch(self) -> str | None:
        """The branch that base is ("main" for "origin/main"), None when unknown."""
        if self.ends.base_name is None:
            return None
        return Names(self.repository, self._sandbox).branch_named(self.ends.base_name)

    def read(self, needs: Needs) -> Change:
        """The change, with nothing read beyond paths, modes and counts but what is needed. To be called once."""
        try:
            return self._read(needs)
        except GitError as error:
            raise self._explained(error) from None

    def _read(self, needs: Needs) -> Change:
        sandbox, ends = self._sandbox, self.ends
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
        names = {name for file in files for name in (file.path, file.old_path) if name}
        generated = measure.generated_paths(self._sandbox, base, sorted(names))
        return tuple(
            file._replace(generated=file.path in generated, was_generated=file.old_path in generated) for file in files
        )

    def _count_commits(self) -> int | None:
        if self.ends.head is None:
            return None
        not_base = (f"^{self.ends.base}",) if self.ends.base else ()
        only_head = ("--end-of-options", self.ends.head, *not_base, "--")
        return int(self._sandbox.git.run("rev-list", "--count", *only_head))

    def commit_texts(self) -> tuple[CommitText, ...] | None:
        """What the commits of the change say of themselves; None where there are none (the index, the working tree)."""
        from reviewbot.sources.commit_texts import read_commit_texts  # only where the policy asks who took part

        return None if self.ends.head is None else read_commit_texts(self._sandbox, self.ends.base, self.ends.head)

    def scope_file(self) -> bytes | None:
        """What `.reviewbot-scope` of the working tree holds, None where there is none."""
        from reviewbot.sources.scope_file import read_scope_file

        return read_scope_file(self.repository)

    def each_commit(self, needs: Needs, most: int) -> Iterator[tuple[str, Change]]:
        """What each commit of the change does by itself, see `read_each_commit`. To be read after `read`."""
        from reviewbot.sources.each_commit import read_each_commit  # only where a server asks for it

        if self.ends.head is not None:
            yield from read_each_commit(self._sandbox, self.ends.base, self.ends.head, needs, most)

    def read_at_base(self, path: bytes, limit_bytes: int) -> bytes | None:
        """A file of the base tip, at most one byte longer than the limit; None when it is not there.

        Raises PolicyError when it is something else than a file: what a link points to is not what was reviewed.
        """
        if self.ends.base is None:
            return None
        listing = self._sandbox.git.run("ls-tree", "-z", "--full-tree", self.ends.base, "--", path.decode())
        if not listing:
            return None
        mode, _, rest = listing.partition(b" ")
        if mode not in _REGULAR_FILES:
            raise PolicyError(
                f"{path.decode()} is not a regular file at base", where=self.ends.base, help="make it a file of its own"
            )
        blob = rest.split(b"\t")[0].split(b" ")[1].decode("ascii")
        content = b""
        with self._sandbox.git.start("cat-file", "blob", blob) as answer:
            for block in answer:
                content += block
                if len(content) > limit_bytes:
                    break
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
