"""Bringing finished commits into the user's repository, by GitPython: objects first, then all refs at once or none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from reviewbot.branches.authors import Author
from reviewbot.branches.commits import Made
from reviewbot.errors import SourceError, UsageError
from reviewbot.render.text.escape import shown
from reviewbot.sources.git import GitError
from reviewbot.sources.local import LocalChange

BACKUP = "refs/reviewbot/backup/"
_HEADS = "refs/heads/"

TYPE_CHECKING = False  # for annotations only
if TYPE_CHECKING:
    from git import Repo


class Target:
    """The repository that gets the branches of `prefix`."""

    def __init__(self, found: LocalChange, prefix: str) -> None:
        self._found, self._prefix = found, prefix
        self._check_prefix()
        with _explained():
            from git import Repo

            self._repo: Repo = Repo(found.repository.git_dir, search_parent_directories=False)

    def committer(self) -> Author:
        """Whoever runs this, as git is configured. Raises UsageError when git does not know."""
        with _explained("git does not know who you are: git config user.name and user.email"):
            text = str(self._repo.git.var("GIT_COMMITTER_IDENT"))
        name, _, rest = text.rpartition(" <")
        email, _, date = rest.partition("> ")
        return Author(name, email, date)

    def refs(self, made: Made) -> dict[str, str]:
        """What is to be made: full names of refs with their commits, the backup first.

        Those that are there already are left out. Raises UsageError when one is there and is something else.
        """
        wanted = {BACKUP + self._prefix: made.head}
        wanted |= {_HEADS + branch.name: branch.commit for branch in made.branches}
        present = self._present()
        other = [name for name, commit in wanted.items() if present.get(name, commit) != commit]
        if other:
            raise UsageError(
                f"{shown(other[0])} is there already and is something else",
                help=f"choose another prefix, or delete it: git update-ref -d {shown(other[0])}",
            )
        stale = [name for name in present if name.startswith(f"{_HEADS}{self._prefix}/") and name not in wanted]
        if stale:
            raise UsageError(
                f"{shown(stale[0])} is there already, and is no part of this plan",
                help=f"choose another prefix, or delete it: git branch -D {shown(stale[0].removeprefix(_HEADS))}",
            )
        return {name: commit for name, commit in wanted.items() if name not in present}

    def bring(self, refs: dict[str, str]) -> None:
        """Make these refs, all or none. Raises SourceError when git does not."""
        if not refs:
            return
        ends = self._found.ends
        known = [commit for commit in (ends.base, ends.merge_base, ends.head) if commit]
        asked = "\n".join([*refs.values(), *(f"^{commit}" for commit in known), ""])
        pack = self._found.sandbox.git.run("pack-objects", "--stdout", "--revs", "-q", input=asked.encode())
        orders = "".join(f"create {name} {commit}\n" for name, commit in refs.items())
        with _explained():
            with _as_file(pack) as file:
                self._repo.git.unpack_objects("-q", istream=file)
            with _as_file(f"start\n{orders}prepare\ncommit\n".encode()) as file:
                self._repo.git.update_ref("-m", "reviewbot split", "--create-reflog", "--stdin", istream=file)

    def _present(self) -> dict[str, str]:
        """The refs that could be in the way, with their commits."""
        folders = self._prefix.split("/")
        above = ["/".join(folders[: end + 1]) for end in range(len(folders))]
        with _explained():
            listing = self._repo.git.for_each_ref(
                "--format=%(objectname) %(refname)", BACKUP + self._prefix, *(_HEADS + name for name in above)
            )
        pairs = (line.partition(" ") for line in str(listing).splitlines())
        present = {name: commit for commit, _, name in pairs}
        blocking = [name for name in above if _HEADS + name in present]
        if blocking:
            raise UsageError(
                f"there is a branch {shown(blocking[0])}, so there cannot be branches {shown(blocking[0])}/...",
                help="choose another prefix",
            )
        return present

    def _check_prefix(self) -> None:
        name = f"{_HEADS}{self._prefix}/1-part"
        try:
            self._found.sandbox.git.run("check-ref-format", name)
        except GitError:
            is_name = False
        else:
            is_name = True
        if not is_name or self._prefix.startswith(("-", "refs/")) or not self._prefix.isprintable():
            raise UsageError(
                f"{self._prefix!a} cannot be the beginning of a branch name", help="a word will do: --apply split"
            )


@contextmanager
def _as_file(content: bytes) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


@contextmanager
def _explained(help: str = "") -> Iterator[None]:
    """What git or GitPython says, as an error of ours."""
    try:
        from git import GitError as RefusedError
    except ImportError as error:
        raise SourceError(f"git could not be started: {error!s:.200}", help="install git 2.38 or later") from None
    try:
        yield
    except (RefusedError, OSError) as error:
        said = [line for line in str(error).splitlines() if "fatal" in line or "error" in line] or [str(error)]
        raise SourceError(f"git refused: {shown(said[0].strip())[:300]}", help=help) from None
