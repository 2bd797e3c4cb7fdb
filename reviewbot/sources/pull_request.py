"""The change of a pull request, or of a merge queue's group, read from a cache of its repository.

`refs/pull/N/head` is in the repository that the change is meant for, whatever becomes of the fork that it came from.
Blobs are fetched too: their lines are what is counted, so that a partial clone would fetch them one by one afterwards.
https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/checking-out-pull-requests-locally
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from reviewbot.errors import SourceError
from reviewbot.sources.ends import ends_between
from reviewbot.sources.git import Limits
from reviewbot.sources.local import LocalChange, measured_change
from reviewbot.sources.repository import repository_at
from reviewbot.sources.repository_cache import CacheLimits, Remote, RepositoryCaches
from reviewbot.sources.sandbox import SHA256_HEX_DIGITS, open_sandbox

__all__ = ["CacheLimits", "Moved", "PullRequests", "Wanted"]


class Moved(SourceError):  # noqa: N818 - it is no fault: look again
    """Head or base is not, or not yet, what was expected."""


class Wanted(NamedTuple):
    """repository_id: GitHub's. number: of the pull request, None for a group, which is found by `head_ref`. head_sha:
    full id. base_ref: without "refs/heads/". base_sha: where a group starts; None for the tip of base_ref.
    """

    repository_id: int
    clone_url: str
    token: Callable[[], str]
    number: int | None
    head_sha: str
    base_ref: str
    head_ref: str | None = None
    base_sha: str | None = None


class PullRequests:
    """Changes of pull requests. limits: of the git processes that judge, once all is fetched."""

    def __init__(self, caches: RepositoryCaches, limits: Limits | None = None) -> None:
        self._caches, self._limits = caches, limits

    @contextmanager
    def open(self, wanted: Wanted) -> Iterator[LocalChange]:
        """The change from base to exactly this head; git measures it from now on.

        Raises Moved when one of them is another by now, SourceError when it cannot be fetched, LimitError when it is
        too large or takes too long.
        """
        cache = self._caches.cache(wanted.repository_id)
        head_there = f"refs/pull/{wanted.number}/head" if wanted.number else f"refs/heads/{wanted.head_ref}"
        base_there = f"refs/heads/{wanted.base_ref}"
        head_here, base_here = _own(head_there), _own(base_there)
        with cache.reading():
            remote = Remote(wanted.clone_url, wanted.token)
            found = cache.fetch(remote, [(head_there, head_here), (base_there, base_here)])
            base = wanted.base_sha or found.get(base_here)
            if base is None or found.get(head_here) != wanted.head_sha:
                raise Moved("the pull request is not what it was a moment ago", where=f"head {wanted.head_sha}")
            repository = repository_at(cache.path)
            with open_sandbox(self._limits) as sandbox:
                sha256 = len(wanted.head_sha) == SHA256_HEX_DIGITS
                sandbox.use_objects((repository.objects,), sha256=sha256)
                ends = ends_between(repository, sandbox, base, wanted.head_sha, wanted.base_ref)
                with measured_change(repository, sandbox, ends) as change:
                    yield change
        self._caches.make_room()


def _own(ref: str) -> str:
    """Where a ref is kept here: under a name that no author chose."""
    return f"refs/reviewbot/{hashlib.sha256(ref.encode('utf-8', 'surrogateescape')).hexdigest()}"
