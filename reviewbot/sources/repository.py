"""A repository on this machine: where it is, and what its names stand for.

Found by looking at the folders, as git does, but without reading the repository's configuration for it, so that no
`core.worktree` or `core.bare` there can point the measuring elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from itertools import chain
from typing import NamedTuple

from reviewbot.errors import SourceError, UsageError
from reviewbot.sources.git import Git, GitError, printable
from reviewbot.sources.sandbox import SHA256_HEX_DIGITS, Sandbox

EMPTY_TREE = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
_RESOLVED = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64}) commit ")
_SUFFIX = r"[~^:]|@\{"
_FULL_ID = r"[0-9a-f]{40}|[0-9a-f]{64}"
_FETCH = "git log --oneline --all shows what there is; a new branch may have to be fetched first"
_DEEPEN = "this clone is shallow: git fetch --deepen=100, or fetch-depth: 0 in a GitHub workflow"
_DEFAULT_NAMES = ("main", "master")
_NOT_IN_FILES = "refs/heads/.invalid"  # what HEAD says where refs are kept in another way (reftable)
_MOST_SYMBOLIC_REFS = 6  # git follows five


class Repository(NamedTuple):
    """git_dir: of this working tree. common_dir: shared by all working trees. work_tree: None when bare.

    index_file: of the index, where it is not the usual one.
    """

    git_dir: str
    common_dir: str
    work_tree: str | None
    index_file: str | None = None

    @property
    def objects(self) -> str:
        return f"{self.common_dir}/objects"

    def shallow(self) -> bytes:
        """The commits at which a shallow clone is cut, as git keeps them; b"" for a whole clone."""
        try:
            with open(f"{self.common_dir}/shallow", "rb") as file:
                return file.read()
        except FileNotFoundError:
            return b""

    def merge_heads(self) -> list[str]:
        """The commits that a merge which has not ended yet brings in, as git keeps them; [] when there is none."""
        try:
            with open(f"{self.git_dir}/MERGE_HEAD", "rb") as file:
                return [line for line in file.read().decode("ascii", "replace").split() if re.fullmatch(_FULL_ID, line)]
        except FileNotFoundError:
            return []

    def default_branch(self) -> str | None:
        """The full name of the branch that HEAD names, None when it names a commit."""
        name = _named_by(f"{self.git_dir}/HEAD")
        return self.target(name) if name else None

    def target(self, ref: str) -> str:
        """The ref that git writes in the place of this one: what a symbolic ref names in the end, else itself."""
        for _ in range(_MOST_SYMBOLIC_REFS):
            named = _named_by(f"{self.common_dir}/{ref}")
            if named is None:
                return ref
            ref = named
        raise SourceError("a symbolic ref leads to another, and so on", where=printable(ref))


def _named_by(path: str) -> str | None:
    """The full name of the ref that the symbolic ref in this file names; None for every other ref, or none.

    In old repositories a symbolic ref is a symbolic link (gitrepository-layout(5), git-symbolic-ref(1)).
    """
    try:
        if os.path.islink(path) and (named := os.readlink(path)).startswith("refs/"):
            return named
        with open(path, "rb") as file:
            content = os.fsdecode(file.read(1 << 16))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise SourceError(f"a ref cannot be read: {error}", where=printable(path)) from None
    return content.removeprefix("ref:").strip() if content.startswith("ref:") else None


def repository_at(git_dir: str, work_tree: str | None = None, index: str | None = None) -> Repository:
    """The repository of this git directory, as git names it to a hook. Raises SourceError when it is none."""
    path = os.path.realpath(git_dir)
    if not _is_git_dir(path):
        raise SourceError("GIT_DIR names no git directory", where=printable(path))
    return Repository(path, _common_dir(path), work_tree, index)


def find_repository(start: str) -> Repository:
    """The repository that holds `start`, or that is it. Raises SourceError when there is none.

    A `.git` file that leads nowhere is an error, as in git: what lies further out is another repository.
    """
    try:
        folder = os.path.realpath(start)  # the folder above a link is not the one above its name
    except OSError as error:
        raise SourceError(f"this folder cannot be read: {error.strerror}", where=printable(start)) from None
    if not os.path.isdir(folder):
        raise SourceError("there is no such folder", where=printable(start))
    while True:
        git_dir = _git_dir_of(folder)
        if git_dir:
            return Repository(git_dir, _common_dir(git_dir), folder)
        if _is_git_dir(folder):
            return Repository(folder, _common_dir(folder), None)
        parent = os.path.dirname(folder)
        if parent == folder:
            where = printable(os.path.abspath(start))
            raise SourceError("not a git repository", where=where, help="go into one, or name it with --repo")
        folder = parent


def _git_dir_of(folder: str) -> str | None:
    """The git directory of a working tree at `folder`, through a `.git` file where there is one (gitfile)."""
    path = f"{folder}/.git"
    if not os.path.isfile(path):
        return path if _is_git_dir(path) else None
    try:
        with open(path, "rb") as file:
            content = file.read(1 << 16)
    except OSError as error:
        raise SourceError(f"the file .git cannot be read: {error.strerror}", where=printable(path)) from None
    named = os.path.realpath(os.path.join(folder, os.fsdecode(content[8:].rstrip(b"\r\n")).partition("\0")[0]))
    if content.startswith(b"gitdir: ") and _is_git_dir(named):
        return named
    raise SourceError(
        "the file .git names no git directory", where=printable(path), help="git worktree repair may mend it"
    )


def _is_git_dir(path: str) -> bool:
    return os.path.isfile(f"{path}/HEAD") and os.path.isdir(f"{_common_dir(path)}/objects")


def _common_dir(git_dir: str) -> str:
    """Where refs and objects are: of a linked working tree, its `commondir` says so (gitrepository-layout(5))."""
    try:
        with open(f"{git_dir}/commondir", "rb") as file:
            return os.path.normpath(os.path.join(git_dir, os.fsdecode(file.read(1 << 16).rstrip(b"\r\n"))))
    except OSError:
        return git_dir


def _spellings(revision: str) -> tuple[str, ...]:
    """How to read a revision, the first that names something wins: gitrevisions(7) with branches before tags."""
    name = re.split(_SUFFIX, revision, maxsplit=1)[0]
    rest = revision[len(name) :]
    if name in ("", "@") or name.endswith("HEAD") or name.startswith("refs/") or re.fullmatch(_FULL_ID, name):
        return (revision,)
    return (f"refs/heads/{name}{rest}", f"refs/remotes/{name}{rest}", revision)


def _of_remotes(remotes: tuple[str, ...]) -> tuple[str, ...]:
    """Where the default branch of a remote may be known, the surest first."""
    return tuple(f"refs/remotes/{remote}/{name}" for remote in remotes for name in ("HEAD", *_DEFAULT_NAMES))


class Names:
    """Resolves the names of a repository: the only questions that are asked in it and not in the sandbox."""

    def __init__(self, repository: Repository, sandbox: Sandbox) -> None:
        self._repository = repository
        self._git: Git = sandbox.git_over(repository.git_dir)

    def commits(self, *revisions: str) -> tuple[str, ...]:
        """The full ids of the commits that these revisions name. Raises UsageError for one that names none.

        A branch goes before a tag of the same name, other than in git: whoever may push a tag must not be able to
        move the base of somebody's judgement.
        """
        spellings = [_spellings(revision) for revision in revisions]
        answers = iter(self._try(*chain.from_iterable(spellings)))
        ids = [next(filter(None, [next(answers) for _ in each]), None) for each in spellings]
        for revision, found in zip(revisions, ids, strict=True):
            if found is None:
                raise UsageError(
                    f"unknown revision {printable(revision)!r}",
                    where=self._repository.git_dir,
                    help=_DEEPEN if self._repository.shallow() else _FETCH,
                )
        return tuple(found for found in ids if found)

    def head(self) -> str | None:
        """The commit that HEAD names, None on a branch without commits."""
        return self._try("HEAD")[0]

    def object_format(self, commit: str | None) -> str:
        """Either "sha1" or "sha256"; taken from an id where there is one."""
        if commit is not None:
            return "sha256" if len(commit) == SHA256_HEX_DIGITS else "sha1"
        return self._git.run("rev-parse", "--show-object-format").decode("ascii", "replace").strip()

    def _first(self, revision: str) -> tuple[str, str | None]:
        """(spelling, commit) of the first way to read a revision that names a commit."""
        spellings = _spellings(revision)
        found = zip(spellings, self._try(*spellings), strict=True)
        return next(((spelling, commit) for spelling, commit in found if commit), (revision, None))

    def commits_if_any(self, *revisions: str) -> tuple[str | None, ...]:
        """The full ids of the commits that these full ref names or ids stand for, None for each that names none."""
        return self._try(*revisions)

    def ask(self, *revisions: str) -> Callable[[], tuple[str | None, ...]]:
        """The same, on its way: git looks while the caller goes on, and calls what is returned for the answer. Once."""
        if any("\n" in revision or "\0" in revision for revision in revisions):
            raise UsageError("a revision cannot hold a line end")
        asked = "".join(f"{revision}^{{commit}}\n" for revision in revisions)
        answer = self._git.start("cat-file", "--batch-check", input=os.fsencode(asked))

        def answered() -> tuple[str | None, ...]:
            with answer:
                lines = b"".join(answer).split(b"\n")[:-1]
            matches = [_RESOLVED.match(line) for line in lines]
            if len(matches) != len(revisions):
                raise SourceError("git did not answer for every revision", where=self._repository.git_dir)
            return tuple(match[1].decode("ascii") if match else None for match in matches)

        return answered

    def branches(self) -> list[tuple[str, str]]:
        """(full name, commit) of every branch, sorted by name."""
        listing = self._git.run("for-each-ref", "--format=%(refname)%00%(objectname)", "refs/heads/")
        pairs = (line.partition(b"\0") for line in listing.splitlines())
        return [(os.fsdecode(name), id_.decode("ascii")) for name, _, id_ in pairs]

    def _try(self, *revisions: str) -> tuple[str | None, ...]:
        return self.ask(*revisions)()

    def branch_named(self, revision: str) -> str | None:
        """The short name of the branch that a revision names ("main" for "origin/main"), None when it names none."""
        spelling, _ = self._first(revision)
        try:
            full = self._git.run("rev-parse", "--symbolic-full-name", "--verify", "--end-of-options", spelling)
        except GitError:
            return None
        name = os.fsdecode(full).strip()
        if name.startswith("refs/heads/"):
            return name.removeprefix("refs/heads/")
        if name.startswith("refs/remotes/"):
            return name.removeprefix("refs/remotes/").partition("/")[2] or None
        return None

    def default_base(self) -> tuple[str, str]:
        """(commit, name) of the branch that a push would be meant for.

        The default branch of the remote that the current branch follows, else of origin, else the local main or
        master. Raises UsageError when there is none of these.
        """
        remotes = tuple(dict.fromkeys(remote for remote in (self._followed_remote(), "origin") if remote))
        found = self._first_of((*_of_remotes(remotes), *(f"refs/heads/{name}" for name in _DEFAULT_NAMES)))
        if found is not None:
            return found
        raise UsageError(
            "there is no branch to compare with: no remote's default branch, no local main or master",
            help="say what to judge: BASE..HEAD, --staged or --worktree",
        )

    def base_of_remote(self, remote: str) -> tuple[str, str] | None:
        """(commit, name) of the default branch of this remote, else of origin, as last fetched; None when unknown."""
        return self._first_of(_of_remotes((remote, "origin")))

    def _first_of(self, refs: tuple[str, ...]) -> tuple[str, str] | None:
        found = self.ask(*refs)
        with self._git.start("symbolic-ref", "-q", refs[0], ok=(0, 1)) as target:  # which most clones have
            pairs = [(name, commit) for name, commit in zip(refs, found(), strict=True) if commit is not None]
            if not pairs:
                return None
            name, commit = pairs[0]
            if name == refs[0]:
                name = os.fsdecode(b"".join(target).strip()) or name
            elif name.endswith("/HEAD"):
                name = os.fsdecode(self._git.run("symbolic-ref", "-q", name, ok=(0, 1)).strip()) or name
        return commit, name.removeprefix("refs/heads/").removeprefix("refs/remotes/")

    def _followed_remote(self) -> str | None:
        named = self._repository.default_branch()
        if named == _NOT_IN_FILES:
            named = os.fsdecode(self._git.run("symbolic-ref", "-q", "HEAD", ok=(0, 1)).strip())
        branch = (named or "").removeprefix("refs/heads/")
        if not branch:
            return None
        remote = self._git.run("config", "--local", "--get", f"branch.{branch}.remote", ok=(0, 1, 5)).strip()
        return os.fsdecode(remote) if remote not in (b"", b".") else None
