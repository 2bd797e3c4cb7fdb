"""A bare repository of our own for each repository of the service: fetched into, read from, and thrown away.

Nothing of it is executed and nothing is checked out: it has objects, refs under names of ours, and a configuration
that is written here. The token for the fetch stands in the environment of that one git, where neither the list of
processes nor a file shows it.
"""

from __future__ import annotations

import base64
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import time
from typing import NamedTuple
from urllib.parse import urlsplit

from reviewbot.errors import LimitError, SourceError
from reviewbot.sources.git import Git, GitError, Limits, printable

_USER = "x-access-token"  # https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation
_FOLDERS = ("objects/info", "objects/pack", "refs/heads", "info")
# No fsck: nothing is checked out or executed, and old repositories hold objects that it does not like. What is
# malformed is found where it is judged.
_CONFIGURATION = """\
[core]
\trepositoryformatversion = 0
\tbare = true
\thooksPath = /dev/null
[gc]
\tauto = 0
[maintenance]
\tauto = false
[fetch]
\tfsckObjects = false
\tunpackLimit = 1
\trecurseSubmodules = false
[http]
\tfollowRedirects = false
\tlowSpeedLimit = 1000
\tlowSpeedTime = 30
[credential]
\thelper =
"""
_MISSING = "couldn't find remote ref"
MOST_PACKS = 50  # each fetch brings one, and git looks into all of them
_PROXY = ("http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "GIT_SSL_CAINFO")


class CacheLimits(NamedTuple):
    """all_bytes: of all repositories; beyond, those go that were not used for longest. one_bytes: of one; a larger one
    is not judged. fetch_seconds: of one fetch.
    """

    all_bytes: int = 10 << 30
    one_bytes: int = 5 << 30
    fetch_seconds: float = 300.0


class Remote(NamedTuple):
    """Where to fetch from. url: https, or http where that was allowed. token: asked for when it is needed."""

    url: str
    token: Callable[[], str]


class RepositoryCache:
    """The cache of one repository, at `path`. It is in use while `reading` lasts, and then nobody removes it."""

    def __init__(self, path: str, limits: CacheLimits) -> None:
        self.path, self._limits = path, limits

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep the objects that are there."""
        with _locked(f"{self.path}.use", fcntl.LOCK_SH):
            yield
            with suppress(OSError):
                os.utime(f"{self.path}.use")

    def fetch(self, remote: Remote, wanted: Sequence[tuple[str, str]]) -> dict[str, str]:
        """Fetch refs (name there, name here); the commits that the names here stand for now, without those that the
        remote does not have. Raises SourceError when the fetch fails, LimitError when it takes too long or too much.
        """
        with _locked(f"{self.path}.lock", fcntl.LOCK_EX):
            _make(self.path)
            _sweep(self.path)
            git = self._git(self.path)
            _check_names(git, [there for there, _ in wanted])
            try:
                _fetch(git, remote, wanted)
            except GitError as error:
                if _MISSING in error.stderr:
                    return {}
                self._fetch_anew(remote, wanted, error)
            if _size(self.path) > self._limits.one_bytes:
                self._throw_away()
                raise LimitError(
                    f"the repository is larger than {self._limits.one_bytes >> 20:,} MiB", where=remote.url
                )
            self._repack(git)
            return _commits(git, [here for _, here in wanted])

    def _git(self, path: str) -> Git:
        return Git(path, cwd=path, scratch=path, limits=Limits(self._limits.fetch_seconds))

    def _fetch_anew(self, remote: Remote, wanted: Sequence[tuple[str, str]], failed: GitError) -> None:
        """Where the server answers, it is the cache that is broken: another one takes its place."""
        fresh = f"{self.path}.{os.urandom(4).hex()}.new"
        _make(fresh)
        try:
            self._git(fresh).run("ls-remote", "--quiet", "--", remote.url, "HEAD", extra=_environment(remote))
            _fetch(self._git(fresh), remote, wanted)
            self._throw_away()
            os.rename(fresh, self.path)
        except GitError:
            raise _explained(failed, remote) from None
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def _throw_away(self) -> None:
        """Away at once under another name; who reads from it fails, and looks again."""
        gone = f"{self.path}.{os.urandom(4).hex()}.gone"
        os.rename(self.path, gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _repack(self, git: Git) -> None:
        packs = [name for name in os.listdir(f"{self.path}/objects/pack") if name.endswith(".pack")]
        if len(packs) > MOST_PACKS:
            with suppress(SourceError):  # the next fetch tries again
                git.run("repack", "-d", "--geometric=2", "--quiet")


class RepositoryCaches:
    """All caches, below `folder`."""

    def __init__(self, folder: str, limits: CacheLimits | None = None) -> None:
        self._folder, self._limits = folder, limits or CacheLimits()
        os.makedirs(folder, mode=0o700, exist_ok=True)

    def cache(self, repository: int) -> RepositoryCache:
        """The one of a repository, by GitHub's id of it, which no rename changes."""
        return RepositoryCache(f"{self._folder}/{repository}.git", self._limits)

    def make_room(self) -> None:
        """Remove what was not used for longest, until all of it fits. What is in use stays."""
        found = sorted(
            (_used(f"{self._folder}/{name}"), name) for name in os.listdir(self._folder) if name.endswith(".git")
        )
        sizes = {name: _size(f"{self._folder}/{name}") for _, name in found}
        total = sum(sizes.values())
        for _, name in found:
            if total <= self._limits.all_bytes:
                return
            if _remove_unused(f"{self._folder}/{name}"):
                total -= sizes[name]


def _fetch(git: Git, remote: Remote, wanted: Sequence[tuple[str, str]]) -> None:
    asked = "".join(f"+{there}:{here}\n" for there, here in wanted)
    git.run(
        "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--refmap=",
        "--no-auto-maintenance", "--atomic", "--stdin", "--end-of-options", remote.url,
        input=asked.encode("utf-8", "surrogateescape"), extra=_environment(remote),
    )  # fmt: skip


def _make(path: str) -> None:
    """A bare repository, or at least its configuration anew."""
    for folder in ("", *_FOLDERS):
        os.makedirs(f"{path}/{folder}", mode=0o700, exist_ok=True)
    for name, text in (("config", _CONFIGURATION), ("HEAD", "ref: refs/heads/none\n")):
        with open(f"{path}/{name}", "w", encoding="ascii") as file:
            file.write(text)


def _sweep(path: str) -> None:
    """Remove what a fetch that was killed left behind; nobody else writes here."""
    for folder, _, names in os.walk(path):
        for name in names:
            if name.startswith(("tmp_", "scratch-")) or name.endswith(".lock"):
                with suppress(OSError):
                    os.unlink(f"{folder}/{name}")


def _environment(remote: Remote) -> dict[str, str]:
    """For the one git that talks to the network: the protocol of the address and no other, and the token for it."""
    parts = urlsplit(remote.url)
    secret = base64.b64encode(f"{_USER}:{remote.token()}".encode()).decode()
    allowed = {name: value for name in _PROXY if (value := os.environ.get(name))}
    return {
        **allowed,
        "GIT_ALLOW_PROTOCOL": parts.scheme,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{parts.scheme}://{parts.netloc}/.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {secret}",
    }


def _check_names(git: Git, names: Sequence[str]) -> None:
    for name in names:
        try:
            git.run("check-ref-format", name)
        except GitError:
            raise SourceError("a branch of this name cannot be fetched", where=printable(name)) from None


def _commits(git: Git, names: Sequence[str]) -> dict[str, str]:
    listing = git.run("for-each-ref", "--format=%(objectname) %(refname)", *names).decode("ascii", "replace")
    pairs = (line.partition(" ") for line in listing.splitlines())
    return {name: commit for commit, _, name in pairs}


def _explained(error: GitError, remote: Remote) -> SourceError:
    where = f"{urlsplit(remote.url).hostname}"
    said = next((line for line in error.stderr.splitlines() if line.startswith(("fatal:", "error:"))), "")
    return SourceError(f"git fetch failed: {printable(said.partition(' ')[2])[:200] or error.what}", where=where)


@contextmanager
def _locked(path: str, how: int) -> Iterator[None]:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, how)
        yield
    finally:
        os.close(file)


def _remove_unused(path: str) -> bool:
    """Remove a cache, unless somebody uses it; whether it went."""
    file = os.open(f"{path}.use", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path, ignore_errors=True)
    except BlockingIOError:
        return False
    finally:
        os.close(file)
    return True


def _used(path: str) -> float:
    with suppress(OSError):
        return os.stat(f"{path}.use").st_mtime
    return time()


def _size(path: str) -> int:
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            with suppress(OSError):
                total += os.stat(f"{folder}/{name}", follow_symlinks=False).st_size
    return total
