"""A git directory of our own, in which nothing but the objects belongs to the repository under review.

Its configuration is ours, its `info/attributes` say `* diff` (the highest precedence, so no file can be declared
binary or handed to a driver), it has no hooks, no replacement refs and no grafts, and it reaches the repository's
objects as alternates. What is written (trees of the index or the working tree, a trial merge) is written here, and
goes with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from time import time

from reviewbot.errors import SourceError
from reviewbot.sources.git import Answer, Git, Limits, OnRead, printable
from reviewbot.sources.interruption import uninterrupted

PREFIX = "reviewbot-"
ABANDONED_SECONDS = 3600  # no command runs so long, and a process of that number may run where we do not see it
WRITTEN = "written-objects"
SHA1_HEX_DIGITS, SHA256_HEX_DIGITS = 40, 64


class Sandbox:
    """The git directory at `path`; `git` runs in it."""

    def __init__(self, path: str, limits: Limits | None = None, on_read: OnRead | None = None) -> None:
        self.path = path
        self._limits = limits
        self._started: list[Answer] = []
        self.git = Git(path, cwd=path, scratch=path, limits=limits, on_read=on_read, started=self._started)

    def git_over(self, git_dir: str) -> Git:
        """git on somebody else's git directory, to resolve names only; what it prints goes through here."""
        return Git(git_dir, cwd=self.path, scratch=self.path, limits=self._limits, started=self._started)

    def git_in(self, folder: str) -> Git:
        """git of this sandbox, running in a working tree."""
        return Git(self.path, cwd=folder, scratch=self.path, limits=self._limits, started=self._started)

    def use_objects(self, folders: Sequence[str], *, sha256: bool, shallow: bytes = b"") -> None:
        """Reach the objects of these folders (absolute), with ids of that kind and history cut at `shallow`."""
        version, extension = ("1", "[extensions]\n\tobjectFormat = sha256\n") if sha256 else ("0", "")
        self._write("config", f"[core]\n\trepositoryformatversion = {version}\n\tbare = true\n{extension}".encode())
        self._write("objects/info/alternates", b"".join(alternate(folder) for folder in folders))
        if shallow:
            self._write("shallow", shallow)

    def writing_apart(self) -> dict[str, str]:
        """The setting with which git writes objects into the sandbox without looking at the repository's.

        What is written there is reached like the repository's objects afterwards.
        """
        os.makedirs(f"{self.path}/{WRITTEN}/pack", exist_ok=True)
        with open(f"{self.path}/objects/info/alternates", "ab") as file:
            file.write(alternate(f"{self.path}/{WRITTEN}"))
        return {"GIT_OBJECT_DIRECTORY": f"{self.path}/{WRITTEN}"}

    def remove(self) -> None:
        """End every git that still runs here, and leave nothing."""
        for answer in self._started:
            answer.close()
        _remove_tree(self.path)

    def _write(self, name: str, content: bytes) -> None:
        with open(f"{self.path}/{name}", "wb") as file:
            file.write(content)


@contextmanager
def open_sandbox(limits: Limits | None = None, on_read: OnRead | None = None) -> Iterator[Sandbox]:
    """A fresh sandbox in the folder for temporary files, removed at the end whatever happens."""
    path = f"{_temporary_folder()}/{PREFIX}{os.urandom(8).hex()}"
    sandbox = Sandbox(path, limits, on_read)
    try:
        _make_folder(path)
        for folder in ("info", "objects", "objects/info", "objects/pack", "refs"):
            os.mkdir(f"{path}/{folder}")
        sandbox._write("HEAD", b"ref: refs/heads/none\n")
        sandbox._write("info/attributes", b"* diff\n")
        yield sandbox
    finally:
        with uninterrupted():
            sandbox.remove()


def remove_abandoned_sandboxes() -> None:
    """Remove what was left by commands that were killed (SIGKILL, a power failure), an hour later at the earliest."""
    with suppress(OSError), os.scandir(_temporary_folder()) as entries:
        for entry in entries:
            if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                if status.st_uid == os.geteuid() and status.st_mtime < time() - ABANDONED_SECONDS:
                    with suppress(OSError):
                        _remove_tree(entry.path)


def _temporary_folder() -> str:
    named = next((folder for name in ("TMPDIR", "TEMP", "TMP") if (folder := os.environ.get(name))), "/tmp")  # noqa: S108
    return os.path.abspath(named)


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path, 0o700)
    except OSError as error:
        raise SourceError(
            f"no folder for temporary files could be made: {error.strerror}",
            where=printable(os.path.dirname(path)),
            help="set TMPDIR to a folder that can be written",
        ) from None


def alternate(folder: str) -> bytes:
    """One line of objects/info/alternates, quoted where git would read it differently (gitrepository-layout(5))."""
    path = os.fsencode(folder)
    if path[:1] in (b'"', b"#") or b"\n" in path:
        path = b'"' + path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'
    return path + b"\n"


def _remove_tree(path: str) -> None:
    """shutil.rmtree for a folder that only we write to, without what importing shutil costs at every start."""
    with suppress(FileNotFoundError, NotADirectoryError):  # the folder may never have been made
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    _remove_tree(entry.path)
                else:
                    with suppress(FileNotFoundError):
                        os.unlink(entry.path)
        os.rmdir(path)
