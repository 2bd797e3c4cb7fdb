"""Changes that a push asks a git server to take, while the server still holds them back.

Before git takes a push its objects lie in quarantine, a folder below the repository's objects that only the hook sees
(https://git-scm.com/docs/git-receive-pack#_quarantine_environment). The sandbox reaches both, and nothing of the
environment is needed for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.model.policy import POLICY_PATH
from reviewbot.sources.base_file import start_reading
from reviewbot.sources.ends import ends_between
from reviewbot.sources.git import Limits, printable
from reviewbot.sources.local import LocalChange, measured_change
from reviewbot.sources.repository import Names, Repository
from reviewbot.sources.sandbox import SHA256_HEX_DIGITS, Sandbox, open_sandbox

BRANCHES = "refs/heads/"
_USUAL_NAMES = (f"{BRANCHES}main", f"{BRANCHES}master")


class RefUpdate(NamedTuple):
    """What a push asks of one ref. ref: its full name. old, new: full ids, None where the ref does not exist."""

    ref: str
    old: str | None
    new: str | None


class Base(NamedTuple):
    """A protected branch: full name, and the commit that it has before the push."""

    ref: str
    commit: str


@contextmanager
def open_push(
    repository: Repository,
    updates: Sequence[RefUpdate],
    *,
    quarantine: str | None = None,
    protected: tuple[str, ...] = (),
    limits: Limits | None = None,
) -> Iterator[Push]:
    """The push of these updates, at least one.

    quarantine: the folder of the objects that came with it, as the server names it; None once they are in. protected:
    short names or globs of branches that count as protected beside the default branch.
    Raises SourceError when the quarantine is not one of this repository, or an id is not of its kind.
    """
    digits = {len(id_) for update in updates for id_ in (update.old, update.new) if id_}
    if len(digits) > 1:
        raise SourceError("the push names ids of two kinds", where=repository.git_dir)
    folders = (*(() if quarantine is None else (_checked(quarantine, repository),)), repository.objects)
    with open_sandbox(limits) as sandbox:
        sandbox.use_objects(folders, sha256=digits == {SHA256_HEX_DIGITS}, shallow=repository.shallow())
        yield Push(repository, sandbox, protected)


def _checked(quarantine: str, repository: Repository) -> str:
    """Environments can be forged; objects are taken from below the repository only, or from where Gitaly puts them.

    GitLab's Gitaly holds back what is edited or merged on its pages beside the repositories, below their storage:
    https://gitlab.com/gitlab-org/gitaly/-/blob/master/internal/git/quarantine/quarantine.go
    """
    path, objects = os.path.realpath(quarantine), os.path.realpath(repository.objects)
    storage, is_gitaly, _ = objects.partition("/@")
    roots = (f"{objects}/", *((f"{storage}/+gitaly/",) if is_gitaly else ()))
    if not path.startswith(roots) or not os.path.isdir(path):
        raise SourceError(
            "GIT_QUARANTINE_PATH is no folder below the repository's objects",
            where=printable(path),
            help="let git run the hook; by hand, unset GIT_QUARANTINE_PATH",
        )
    return path


class Push:
    """What the updates of one push would change. git looks for the protected branches from the start on."""

    def __init__(self, repository: Repository, sandbox: Sandbox, protected: tuple[str, ...]) -> None:
        self.repository = repository
        self._sandbox = sandbox
        self._globs = protected
        self._names = Names(repository, sandbox)
        self._named = repository.default_branch()
        self._wanted = (*((self._named,) if self._named else ()), *_USUAL_NAMES)
        self._answered = self._names.ask(*self._wanted)

    def resolved(self, update: RefUpdate) -> RefUpdate:
        """The update of the ref that git would write: a symbolic ref is only another name for it."""
        return update._replace(ref=self.repository.target(update.ref))

    def is_protected(self, ref: str) -> bool:
        """Whether it is the default branch, or a branch that the configuration protects, there already or not."""
        default, _ = self._protected
        return ref == default or self._is_meant(ref)

    def takes_over(self, update: RefUpdate) -> bool:
        """Whether it would create the branch that HEAD names, so that this and not the one in use were the default."""
        default, _ = self._protected
        return update.ref == self._named != default and update.new is not None

    def new_commits(self, updates: Sequence[RefUpdate]) -> frozenset[str]:
        """Which of the new ids are not known to stand for a commit that a protected branch holds already.

        One question for all of them.
        """
        tips = [update.new for update in updates if update.new]
        asked = "".join(f"{id_}\n" for id_ in (*tips, *(f"^{base.commit}" for base in self._bases)))
        listing = self._sandbox.git.run("rev-list", "--stdin", input=asked.encode())
        unseen = frozenset(listing.decode("ascii").split())
        commits = self._commits(tips)
        return frozenset(tip for tip, commit in zip(tips, commits, strict=True) if commit is None or commit in unseen)

    def commit(self, update: RefUpdate) -> str:
        """The commit that the ref would stand for, a tag peeled. Raises SourceError when there is none."""
        if update.new and update.ref.startswith(BRANCHES):
            return update.new  # git lets a branch be nothing but a commit
        (commit,) = self._commits([update.new or ""])
        if commit is None:
            raise SourceError(
                f"{printable(update.ref)} would name something that is no commit, or is not here: {update.new}",
                help="push commits, or tags of commits",
            )
        return commit

    def base(self, update: RefUpdate, commit: str) -> Base | None:
        """From where the update is measured: a protected branch from what it was, every other ref from the nearest.

        The nearest protected branch is the one that the fewest commits of the change lead to; of equals the default
        branch, then the first by name. None where there is no protected branch yet.
        """
        if update.old is not None and self.is_protected(update.ref):
            return Base(update.ref, update.old)
        if len(self._bases) < 2:
            return next(iter(self._bases), None)
        return min(self._bases, key=lambda base: self._distance(base.commit, commit))

    def change(self, commit: str, base: Base | None) -> LocalChange:
        """The net change from where base and commit part, on its way."""
        commit_of_base, name = (base.commit, base.ref) if base else (None, None)
        at_base = {POLICY_PATH: start_reading(self._sandbox, base.commit, POLICY_PATH)} if base else {}
        ends = ends_between(self.repository, self._sandbox, commit_of_base, commit, name)
        return measured_change(self.repository, self._sandbox, ends, at_base)

    @property
    def _bases(self) -> tuple[Base, ...]:
        return self._protected[1]

    @cached_property
    def _protected(self) -> tuple[str | None, tuple[Base, ...]]:
        """(full name of the default branch, the protected branches that exist, the default branch first)."""
        found = zip(self._wanted, self._answered(), strict=True)
        first = next((Base(name, commit) for name, commit in found if commit), None)
        others = [Base(*pair) for pair in self._names.branches()] if self._globs else []
        bases = (*((first,) if first else ()), *(base for base in others if self._is_meant(base.ref) and base != first))
        return (first.ref if first else self._named), bases

    def _is_meant(self, ref: str) -> bool:
        if not self._globs or not ref.startswith(BRANCHES):
            return False
        from fnmatch import fnmatchcase  # only where a configuration protects more than the default branch

        return any(fnmatchcase(ref.removeprefix(BRANCHES), glob) for glob in self._globs)

    def _distance(self, base: str, commit: str) -> int:
        return int(self._sandbox.git.run("rev-list", "--count", "--end-of-options", commit, f"^{base}", "--"))

    def _commits(self, ids: Sequence[str]) -> list[str | None]:
        asked = "".join(f"{id_}^{{commit}}\n" for id_ in ids)
        answers = self._sandbox.git.run("cat-file", "--batch-check=%(objectname) %(objecttype)", input=asked.encode())
        lines = [line.split(" ") for line in answers.decode("ascii", "replace").splitlines()]
        return [line[0] if line[1:] == ["commit"] else None for line in lines]
