"""The bare repository in which one repository of a git server is kept, so that a fetch brings only what is new.

Beside `ID.git` lie two files that are locked. Whoever writes to the cache holds `ID.fetching`, whoever reads holds
`ID.in-use` with others; to throw the cache away takes both. So readers never wait for a fetch, nor a fetch for readers.

The whole history is fetched. Cut short (shallow), base and head may have no merge-base or a wrong one. Without blobs
(partial), each question would have to fetch: what is read depends on renames, links and attributes that are known only
then, and nothing that measures may use the network.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from shutil import rmtree
from time import time
from typing import NamedTuple

from reviewbot.errors import LimitError, SourceError
from reviewbot.sources import cache_upkeep
from reviewbot.sources.file_lock import file_lock
from reviewbot.sources.git import Git, GitError, Limits
from reviewbot.sources.incoming import git_config, make_git_dir, open_incoming, too_large
from reviewbot.sources.network import Address, TooLarge, Unexplained

REFS = "refs/reviewbot/"
REMOVED, NEW = "removed-", "new-"
_PATIENCE_SECONDS = 60.0
_TRUSTED_SECONDS = 600.0  # a cache that was made just now is not thrown away: it would only come the same again
_MAY_BE_THE_CACHE = (Unexplained, TooLarge, GitError)  # full of what nobody wants any more, or broken
_BROKEN = re.compile(
    r"lacks objects|bad object|bad tree|[Cc]ould not read|unable to read|corrupt|inflate|invalid object"
    r"|packfile|\.pack\b|index file"
)


class CacheLimits(NamedTuple):
    """What the caches may take: bytes of all of them, bytes of one repository, and seconds of one fetch."""

    all_bytes: int = 10 << 30
    one_bytes: int = 4 << 30
    fetch_seconds: float = 300.0


class Wish(NamedTuple):
    """What is to be fetched. token: asked for each time anew. refs: {name of ours: full ref of the server}."""

    address: Address
    token: Callable[[], str]
    refs: Mapping[str, str]
    sha256: bool


class RepositoryCache:
    """The cache of the repository with this number, in a folder of ours. has_grown: by a fetch through this value."""

    def __init__(self, folder: str, number: int, limits: CacheLimits) -> None:
        self.number = number
        self.path = f"{folder}/{number}.git"
        self._folder = folder
        self._fetching, self._in_use = f"{folder}/{number}.fetching", f"{folder}/{number}.in-use"
        self.has_grown = False
        self._limits = limits

    @contextmanager
    def open_fetched(self, wish: Wish) -> Iterator[dict[str, str]]:
        """{name: commit} as just fetched; what they reach stays until the end of the context.

        Raises Moved, Denied, Unreachable, DiskFull, LimitError, or SourceError for what cannot be mended by trying.
        """
        with ExitStack() as stack:
            with file_lock(self._fetching, wait_seconds=self._limits.fetch_seconds) as got:
                if not got:
                    raise LimitError("another fetch of this repository does not end", help="try again in a while")
                found = self._bring_up_to_date(wish)
                stack.enter_context(self._read_lock())
            with self._doubting():
                yield found

    @contextmanager
    def _doubting(self) -> Iterator[None]:
        """Where something cannot be read that should be here, the next fetch starts anew."""
        try:
            yield
        except SourceError as error:
            if _BROKEN.search(error.what):
                self._doubt()
            raise

    @contextmanager
    def _read_lock(self) -> Iterator[None]:
        with file_lock(self._in_use, shared=True, wait_seconds=_PATIENCE_SECONDS) as got:
            if not got:
                raise SourceError("the cache of this repository is being thrown away", help="try again")
            os.utime(self._in_use)
            yield

    def _doubt(self) -> None:
        with suppress(OSError):
            open(f"{self.path}/doubtful", "wb").close()

    def remove_if_unused(self) -> bool:
        """Throw the cache away unless somebody fetches or reads; whether it is gone."""
        with file_lock(self._fetching) as fetching, file_lock(self._in_use) as alone:
            if not (fetching and alone):
                return False
            self._remove()
            return True

    def _remove(self) -> None:
        """At once for all who look, so that half a cache is never taken for one."""
        aside = f"{self._folder}/{REMOVED}{os.urandom(8).hex()}"
        with suppress(FileNotFoundError):
            os.rename(self.path, aside)
            rmtree(aside, ignore_errors=True)

    def _bring_up_to_date(self, wish: Wish) -> dict[str, str]:
        cache_upkeep.sweep(self.path)
        if not self._is_sound(sha256=wish.sha256):
            self._start_anew(wish)
        try:
            return self._fetch(wish)
        except _MAY_BE_THE_CACHE:
            if not self._may_start_anew():
                raise
        self._start_anew(wish)
        return self._fetch(wish)

    def _is_sound(self, *, sha256: bool) -> bool:
        try:
            with open(f"{self.path}/config", encoding="utf-8") as file:
                is_ours = file.read() == git_config(sha256=sha256)
        except (OSError, ValueError):
            return False
        doubtful = os.path.exists(f"{self.path}/doubtful")
        is_whole = os.path.isfile(f"{self.path}/HEAD") and os.path.isdir(f"{self.path}/objects/pack")
        return is_ours and is_whole and not (doubtful and self._may_start_anew())

    def _may_start_anew(self) -> bool:
        """Whether the cache is old enough for its contents to be the reason of a failure."""
        try:
            return time() - os.stat(f"{self.path}/HEAD").st_mtime > _TRUSTED_SECONDS
        except OSError:
            return True

    def _start_anew(self, wish: Wish) -> None:
        with file_lock(self._in_use, wait_seconds=_PATIENCE_SECONDS) as alone:
            if not alone:
                raise SourceError("the cache of this repository is to be thrown away, but in use", help="try again")
            self._remove()
            new = f"{self._folder}/{NEW}{os.urandom(8).hex()}"
            make_git_dir(new, sha256=wish.sha256)
            os.rename(new, self.path)

    def _fetch(self, wish: Wish) -> dict[str, str]:
        room = self._limits.one_bytes - cache_upkeep.size_of(self.path)
        if room <= 0:
            raise too_large()
        limits = Limits(timeout_seconds=self._limits.fetch_seconds, file_bytes=room)
        with open_incoming(self.path, limits, sha256=wish.sha256) as incoming:
            found = incoming.fetch(wish.address, wish.token, wish.refs)
            packs = incoming.install(f"{self.path}/objects")
            upkeep = limits._replace(file_bytes=None)
            git = Git(self.path, cwd=incoming.path, scratch=incoming.path, limits=upkeep)
            lines = "".join(f"update {REFS}{name} {id_}\n" for name, id_ in found.items())
            git.run("update-ref", "--stdin", input=lines.encode())
            if packs:
                self.has_grown = True
                cache_upkeep.tidy(git, self.path, REFS)
        self._note_size()
        return found

    def _note_size(self) -> None:
        """For whoever adds up the sizes of all."""
        with open(self._in_use, "w", encoding="ascii") as file:
            file.write(f"{cache_upkeep.size_of(self.path)}\n")


def remove_least_used(folder: str, most_bytes: int, *, but: int) -> int:
    """Throw away the caches that were not used for the longest time, until all take no more than that; how many.

    Never one that is in use, nor the one of the number `but`.
    """
    found = sorted(_caches(folder), key=lambda cache: cache.last_used)
    total = sum(cache.size for cache in found)
    removed = 0
    for cache in found:
        if total <= most_bytes:
            break
        if cache.number != but and RepositoryCache(folder, cache.number, CacheLimits()).remove_if_unused():
            total -= cache.size
            removed += 1
    return removed


class _Kept(NamedTuple):
    number: int
    size: int
    last_used: float


def _caches(folder: str) -> Iterator[_Kept]:
    """Every cache of the folder; what was thrown away but is there still, or was never finished, is removed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name, _, kind = entry.name.rpartition(".")
            if kind == "git" and name.isdecimal():
                yield _kept(folder, int(name))
            elif entry.name.startswith(REMOVED) or (entry.name.startswith(NEW) and _is_abandoned(entry)):
                rmtree(entry.path, ignore_errors=True)


def _is_abandoned(entry: os.DirEntry[str]) -> bool:
    with suppress(FileNotFoundError):
        return entry.stat().st_mtime < time() - _TRUSTED_SECONDS
    return False


def _kept(folder: str, number: int) -> _Kept:
    """As noted after its last fetch; what a killed one did not note is looked up."""
    try:
        with open(f"{folder}/{number}.in-use", encoding="ascii") as file:
            return _Kept(number, int(file.read()), os.fstat(file.fileno()).st_mtime)
    except (OSError, ValueError):
        return _Kept(number, cache_upkeep.size_of(f"{folder}/{number}.git"), 0.0)
