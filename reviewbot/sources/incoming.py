"""A fetch into a git directory of its own, beside the cache whose objects it reaches.

Only what came whole is taken into the cache, so a fetch that is killed, cut off or refused leaves nothing there.
Nothing is checked out, no hook exists, and no configuration but the one below is read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from shutil import rmtree

from reviewbot.errors import SourceError
from reviewbot.sources.git import Git, GitError, Limits
from reviewbot.sources.interruption import uninterrupted
from reviewbot.sources.network import Address, Denied, TooLarge
from reviewbot.sources.sandbox import alternate

PREFIX = "incoming-"
_REFS = "refs/incoming/"
# What git refuses is what no change can be measured with. Odd dates and names in commits of long ago are none of
# that, and odd paths are for the rules to judge, as they are when a clone is judged on a laptop.
_TOLERATED = (
    "badDate", "badDateOverflow", "badEmail", "badFilemode", "badName", "badTagName", "badTimezone", "emptyName",
    "fullPathname", "gitattributesBlob", "gitattributesLarge", "gitattributesLineLength", "gitattributesMissing",
    "gitattributesSymlink", "gitignoreSymlink", "gitmodulesBlob", "gitmodulesLarge", "gitmodulesMissing",
    "gitmodulesName", "gitmodulesParse", "gitmodulesPath", "gitmodulesSymlink", "gitmodulesUpdate", "gitmodulesUrl",
    "hasDot", "hasDotdot", "hasDotgit", "largePathname", "mailmapSymlink", "missingEmail", "missingNameBeforeEmail",
    "missingSpaceBeforeDate", "missingSpaceBeforeEmail", "missingTaggerEntry", "multipleAuthors", "nulInCommit",
    "nullSha1", "zeroPaddedDate", "zeroPaddedFilemode",
)  # fmt: skip
_CONFIG = """\
[core]
\trepositoryformatversion = {version}
\tbare = true
\tlogAllRefUpdates = false
\thooksPath = /dev/null
[extensions]
{extension}[protocol]
\tversion = 2
[http]
\tfollowRedirects = false
\tlowSpeedLimit = 1000
\tlowSpeedTime = 60
[transfer]
\tfsckObjects = true
\tbundleURI = false
[fetch]
\tunpackLimit = 1
\tfsckObjects = true
[gc]
\tauto = 0
[maintenance]
\tauto = false
[pack]
\tthreads = 2
[fetch "fsck"]
"""
_FETCH = (
    "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-fetch-head",
    "--no-show-forced-updates", "--no-write-commit-graph", "--refmap=", "--stdin",
)  # fmt: skip


def git_config(*, sha256: bool) -> str:
    """The whole configuration of a git directory of ours: of the cache, and of what is fetched for it."""
    extension = "\tobjectFormat = sha256\n" if sha256 else ""
    tolerated = "".join(f"\t{name} = ignore\n" for name in _TOLERATED)
    return _CONFIG.format(version=1 if sha256 else 0, extension=extension) + tolerated


def make_git_dir(path: str, *, sha256: bool) -> None:
    """An empty bare repository of ours, with files as refs."""
    for folder in ("", "/objects", "/objects/info", "/objects/pack", "/refs"):
        os.mkdir(path + folder, 0o700)
    _write(f"{path}/config", git_config(sha256=sha256))
    _write(f"{path}/HEAD", "ref: refs/heads/none\n")


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


class Incoming:
    """What a fetch brought: `ids` of the refs by the names that were asked for; `install` takes the objects over."""

    def __init__(self, path: str, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self._git = Git(path, cwd=path, scratch=path, limits=limits)

    def fetch(self, address: Address, token: Callable[[], str], refs: Mapping[str, str]) -> dict[str, str]:
        """{name: commit} of these full refs of the server ({name: ref}). Raises what `Address.explained` tells.

        token: asked once more when the server refuses the first one, which may have run out meanwhile.
        """
        asked = os.fsencode("".join(f"+{ref}:{_REFS}{name}\n" for name, ref in refs.items()))
        first = token()
        try:
            self._fetch(address, first, asked)
        except Denied:
            second = token()
            if second == first:
                raise
            self._fetch(address, second, asked)
        listing = self._git.run("for-each-ref", "--format=%(refname) %(objecttype) %(objectname)", _REFS)
        lines = [line.split(" ") for line in listing.decode("ascii").splitlines()]
        found = {name.removeprefix(_REFS): id_ for name, kind, id_ in lines if kind == "commit"}
        if found.keys() != refs.keys():
            raise SourceError("the server's refs name something that is no commit", where=address.url)
        return found

    def _fetch(self, address: Address, token: str, asked: bytes) -> None:
        try:
            self._git.run(*_FETCH, address.url, input=asked, extra=address.environment(token))
        except GitError as error:
            if self._is_past_limit():
                raise too_large() from None
            raise address.explained(error, token) from None

    def install(self, objects: str) -> int:
        """Move what came into the objects of the cache; how many packs that is. A pack is there once its index is."""
        folder = f"{self.path}/objects/pack"
        names = [name for name in os.listdir(folder) if name.endswith((".pack", ".rev", ".idx"))]
        names.sort(key=lambda name: name.endswith(".idx"))
        for name in names:
            os.replace(f"{folder}/{name}", f"{objects}/pack/{name}")
        if names:
            _sync_folder(f"{objects}/pack")
        return sum(name.endswith(".idx") for name in names)

    def _is_past_limit(self) -> bool:
        most = self._limits.file_bytes
        with suppress(OSError), os.scandir(f"{self.path}/objects/pack") as entries:
            return most is not None and any(entry.stat().st_size >= most for entry in entries)
        return False


def too_large() -> TooLarge:
    """The error of a repository that takes more than it may."""
    return TooLarge("the repository is too large", help="raise the limit that the caches have for one repository")


def _sync_folder(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def open_incoming(cache: str, limits: Limits, *, sha256: bool) -> Iterator[Incoming]:
    """A place for one fetch beside the objects of the cache, removed at the end whatever happens."""
    path = f"{cache}/{PREFIX}{os.urandom(8).hex()}"
    try:
        make_git_dir(path, sha256=sha256)
        with open(f"{path}/objects/info/alternates", "wb") as file:
            file.write(alternate(f"{cache}/objects"))
        yield Incoming(path, limits)
    finally:
        with uninterrupted():
            rmtree(path, ignore_errors=True)
