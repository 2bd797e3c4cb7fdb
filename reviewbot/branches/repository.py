"""Bringing finished commits into the user's repository, by GitPython: objects first, then all refs at once or none."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from shlex import quote
from typing import IO, NamedTuple

from reviewbot.branches.authors import Author
from reviewbot.branches.commits import Made
from reviewbot.errors import SourceError, UsageError
from reviewbot.model.split_plan import Branch
from reviewbot.render.text.escape import shown
from reviewbot.sources.git import GitError
from reviewbot.sources.local import LocalChange

BACKUP = "refs/reviewbot/backup/"
_HEADS = "refs/heads/"
_STDERR = re.compile(r"stderr: '(.*)'\s*\Z", re.DOTALL)  # what git said, as GitPython hands it on
_LISTED = "--format=%(objectname) %(if)%(worktreepath)%(then)*%(else)-%(end) %(refname)"

TYPE_CHECKING = False  # for annotations only
if TYPE_CHECKING:
    from git import Repo


class RefChange(NamedTuple):
    """name: in full. old: the commit that the ref is moved from, None for a new one."""

    name: str
    commit: str
    old: str | None = None

    def order(self) -> str:
        """As git update-ref takes it; git looks once more whether the ref still is where it was."""
        if self.old is None:
            return f"create {self.name} {self.commit}\n"
        return f"update {self.name} {self.commit} {self.old}\n"


class Present(NamedTuple):
    """A ref that is there. is_checked_out: a working tree stands on it."""

    commit: str
    is_checked_out: bool


def _never(_branch: Branch, _commit: str) -> bool:
    return False


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

    def changes(
        self, made: Made, landed: Collection[str] = (), is_ours: Callable[[Branch, str], bool] = _never
    ) -> list[RefChange]:
        """What is to be done to refs, the backup first; those that are right already are left out.

        landed: names of branches that stay as they are. is_ours: whether a branch that is elsewhere, at this commit,
        may be moved. Raises UsageError for every other one that is in the way.
        """
        present = self._present()
        wanted = {BACKUP + self._prefix: made.head}
        wanted |= {_HEADS + branch.name: branch.commit for branch in made.branches}
        branches = {_HEADS + branch.name: branch for branch in made.branches}
        changes = []
        for name, commit in wanted.items():
            there = present.get(name)
            if there is None or there.commit == commit:
                changes += [RefChange(name, commit)] if there is None else []
            elif name in branches and is_ours(branches[name], there.commit):
                self._check_free(name, there)
                changes.append(RefChange(name, commit, there.commit))
            else:
                raise _in_the_way(name, is_carried=is_ours is not _never)
        self._check_others(present.keys() - wanted.keys() - {_HEADS + name for name in landed})
        return changes

    def _check_others(self, names: Iterable[str]) -> None:
        stale = sorted(name for name in names if name.startswith(f"{_HEADS}{self._prefix}/"))
        if stale:
            short = quote(shown(stale[0].removeprefix(_HEADS)))
            raise UsageError(
                f"{shown(stale[0])} is there already, and is no part of this plan",
                help=f"choose another prefix, or delete it: git branch -D {short}",
            )

    @staticmethod
    def _check_free(name: str, there: Present) -> None:
        if there.is_checked_out:
            raise UsageError(
                f"{shown(name)} is checked out, and would have to be moved beneath its working tree",
                help="go to another branch there first: git switch",
            )

    def bring(self, changes: Sequence[RefChange], beside: str | None = None) -> None:
        """Make these changes, all or none. beside: a commit that the repository holds. Raises SourceError."""
        if not changes:
            return
        ends = self._found.ends
        known = [commit for commit in (ends.base, ends.merge_base, ends.head, beside) if commit]
        asked = "\n".join([*(change.commit for change in changes), *(f"^{commit}" for commit in known), ""])
        pack = self._found.sandbox.git.run("pack-objects", "--stdout", "--revs", "-q", input=asked.encode())
        orders = "".join(change.order() for change in changes)
        with _explained():
            with _as_file(pack) as file:
                self._repo.git.unpack_objects("-q", istream=file)
            with _as_file(f"start\n{orders}prepare\ncommit\n".encode()) as file:
                self._repo.git.update_ref("-m", "reviewbot split", "--create-reflog", "--stdin", istream=file)

    def _present(self) -> dict[str, Present]:
        """The refs that could be in the way, with what they are."""
        folders = self._prefix.split("/")
        above = ["/".join(folders[: end + 1]) for end in range(len(folders))]
        with _explained():
            listing = self._repo.git.for_each_ref(
                _LISTED, *(kind + name for kind in (BACKUP, _HEADS) for name in above)
            )
        fields = (line.split(" ", 2) for line in str(listing).splitlines())
        present = {name: Present(commit, mark == "*") for commit, mark, name in fields}
        blocking = [name for name in above if _HEADS + name in present]
        if blocking:
            raise UsageError(
                f"there is a branch {shown(blocking[0])}, so there cannot be branches {shown(blocking[0])}/...",
                help="choose another prefix",
            )
        self._check_backups(present)
        return {name: ref for name, ref in present.items() if name.startswith(_HEADS) or name == BACKUP + self._prefix}

    def _check_backups(self, names: Iterable[str]) -> None:
        """No ref is the folder of another."""
        wanted = BACKUP + self._prefix
        for name in sorted(names):
            if wanted.startswith(f"{name}/") or name.startswith(f"{wanted}/"):
                raise UsageError(
                    f"there is {shown(name)}, so there cannot be {shown(wanted)}", help="choose another prefix"
                )

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


def _in_the_way(name: str, *, is_carried: bool) -> UsageError:
    short = quote(shown(name.removeprefix(_HEADS)))
    if is_carried and name.startswith(_HEADS):
        return UsageError(
            f"{shown(name)} is no longer what reviewbot made of this plan, and is not overwritten",
            help=f"rename it, so that it is made anew: git branch -m {short} NAME; or carry the rest onto it: --onto",
        )
    return UsageError(
        f"{shown(name)} is there already and is something else",
        help=f"choose another prefix, or delete it: git update-ref -d {quote(shown(name))}",
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
        quoted = _STDERR.search(str(error))
        text = quoted[1] if quoted else str(error)
        said = [line for line in text.splitlines() if "fatal" in line or "error" in line] or [text]
        raise SourceError(f"git refused: {shown(said[0].strip())[:300]}", help=help) from None
