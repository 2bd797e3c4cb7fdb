"""A pull request of a git server, or a merge queue's group: its objects are fetched, and then measured as in a clone.

`refs/pull/N/head` of the repository that it is meant for is fetched, which is there for forks, and for deleted ones
(https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/checking-out-pull-requests-locally).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from errno import EDQUOT, ENOSPC
from hashlib import sha256
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.model.policy import POLICY_PATH
from reviewbot.sources.base_file import start_reading
from reviewbot.sources.diff_tree import start_measuring
from reviewbot.sources.ends import ends_of_branch
from reviewbot.sources.git import GitError, Limits, OnRead, printable
from reviewbot.sources.local import LocalChange
from reviewbot.sources.network import Address, Denied, DiskFull, Malformed, Moved, Unreachable
from reviewbot.sources.pushed import BRANCHES
from reviewbot.sources.repository import Repository
from reviewbot.sources.repository_cache import CacheLimits, RepositoryCache, Wish, remove_least_used
from reviewbot.sources.sandbox import SHA256_HEX_DIGITS, Sandbox, open_sandbox

__all__ = (
    "CacheLimits", "Denied", "DiskFull", "FetchedChange", "Malformed", "Moved", "RepositoryCaches", "Unreachable",
    "Wanted",
)  # fmt: skip
_FULL_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HASH_DIGITS = 40
# What git-check-ref-format(1) refuses.
_NO_REF = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|(?:^|/)\.|(?:^|/)$|//|^/|\.lock(?:/|$)|\.$|[\ud800-\udc7f]")


class Wanted(NamedTuple):
    """What to open, as the platform tells it.

    clone_url: https, without a user. token: what may read it, asked for at each fetch. number: of the pull request;
    None for a merge queue's group, which is at the branch head_ref. head_sha: the commit that is to be judged. head_ref
    and base_ref: branches, without "refs/heads/". base_sha: an ancestor of head that a group is measured from; "" for
    the tip of base_ref.
    """

    repository_id: int
    clone_url: str
    token: Callable[[], str]
    number: int | None
    head_sha: str
    base_ref: str
    head_ref: str = ""
    base_sha: str = ""


class FetchedChange(LocalChange):
    """A change whose base is a branch of the server."""

    def branch(self) -> str | None:
        """The branch that it is meant for; our refs are called otherwise."""
        return self.ends.base_name

    def _explained(self, error: GitError) -> SourceError:
        """Where our files are is nobody's concern, and what is broken there the next fetch mends."""
        explained = super()._explained(error)
        return SourceError(explained.what, help="try again: the repository will be fetched anew")


class RepositoryCaches:
    """The caches of all repositories, in a folder that is made where it is not there and that only we may read.

    Several processes may use one folder. allow_http: for a server of one's own that has no https.
    """

    def __init__(self, folder: str, limits: CacheLimits | None = None, *, allow_http: bool = False) -> None:
        self.folder = os.path.abspath(folder)
        self.limits = limits or CacheLimits()
        self._allow_http = allow_http

    @contextmanager
    def open_pull_request(
        self, wanted: Wanted, *, limits: Limits | None = None, on_read: OnRead | None = None
    ) -> Iterator[FetchedChange]:
        """Fetch what is wanted and start to measure it: from its merge-base with the base branch, as that is now.

        limits: of each git that measures. on_read: told how many bytes of git's answers were read, as they come.
        Raises Moved when head is another one by now, or a branch is gone; LimitError when it is too large or takes too
        long; Denied, Unreachable, DiskFull and SourceError else.
        """
        names, wish = self._wish(wanted)
        with ExitStack() as stack:
            cache = RepositoryCache(self.folder, int(wanted.repository_id), self.limits)
            found = self._fetched(stack, cache, wish)
            head, base = (found[name] for name in names)
            if head != wanted.head_sha:
                raise Moved(f"head is {head} by now, and not {wanted.head_sha}", help="look again")
            repository = Repository(cache.path, cache.path, None)
            sandbox = stack.enter_context(open_sandbox(limits, on_read))
            sandbox.use_objects((repository.objects,), sha256=wish.sha256)
            change = _measured(repository, sandbox, wanted.base_sha or base, head, wanted.base_ref)
            with change:
                yield change

    def _fetched(self, stack: ExitStack, cache: RepositoryCache, wish: Wish) -> dict[str, str]:
        with _writing():
            os.makedirs(self.folder, 0o700, exist_ok=True)
        try:
            with _writing():
                found = stack.enter_context(cache.open_fetched(wish))
        except DiskFull:
            with _writing():
                if not remove_least_used(self.folder, 0, but=cache.number):
                    raise
                found = stack.enter_context(cache.open_fetched(wish))
        if cache.has_grown:
            with _writing():
                remove_least_used(self.folder, self.limits.all_bytes, but=cache.number)
        return found

    def _wish(self, wanted: Wanted) -> tuple[tuple[str, str], Wish]:
        """(our names of head and base, what is to be fetched)."""
        if not _FULL_ID.fullmatch(wanted.head_sha):
            raise SourceError("head is no full id", where=printable(wanted.head_sha))
        base_ref = _branch(wanted.base_ref)
        if wanted.number is None:
            head_ref = _branch(wanted.head_ref)
            head = f"group-{_hash(head_ref)}"
        else:
            head, head_ref = f"pull-{int(wanted.number)}", f"refs/pull/{int(wanted.number)}/head"
        base = f"base-{_hash(base_ref)}"
        address = Address(wanted.clone_url, allow_http=self._allow_http)
        is_sha256 = len(wanted.head_sha) == SHA256_HEX_DIGITS
        return (head, base), Wish(address, wanted.token, {head: head_ref, base: base_ref}, is_sha256)


@contextmanager
def _writing() -> Iterator[None]:
    """What the system says of our own files, as an error. Where they are is nobody's concern."""
    try:
        yield
    except OSError as error:
        what = f"the cache of this repository cannot be written: {error.strerror}"
        kind = DiskFull if error.errno in (ENOSPC, EDQUOT) else SourceError
        raise kind(what, help="look at the disk, and at who may write to the folder of the caches") from None


def _branch(name: str) -> str:
    """The full ref of a branch. Raises SourceError for a name that git does not allow: it could mean something else."""
    if not name or _NO_REF.search(name):
        raise SourceError("git allows no branch of this name", where=printable(name))
    return f"{BRANCHES}{name}"


def _hash(name: str) -> str:
    """A name for a file, whatever a branch is called."""
    return sha256(os.fsencode(name)).hexdigest()[:_HASH_DIGITS]


def _measured(repository: Repository, sandbox: Sandbox, base: str, head: str, base_ref: str) -> FetchedChange:
    ends = ends_of_branch(repository, sandbox, base, head, base_ref)
    measured = start_measuring(sandbox, ends.old, ends.new)
    return FetchedChange(repository, sandbox, ends, measured, {POLICY_PATH: start_reading(sandbox, base, POLICY_PATH)})
