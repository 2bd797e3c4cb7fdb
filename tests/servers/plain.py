"""The servers that ask nobody who they are: a folder, and git's own daemon."""

from __future__ import annotations

from contextlib import ExitStack

from tests.servers.processes import LOOPBACK, git_program, listen
from tests.servers.server import Server


class FileServer(Server):
    """A folder: the pusher's own git runs the hook, with all that is in the pusher's environment."""

    def url(self, name: str) -> str:
        return f"file://{self.repositories}/{name}.git"


class DaemonServer(Server):
    """`git daemon`."""

    programs = ("setpriv",)

    def start(self, stack: ExitStack) -> None:
        daemon = [git_program("git-daemon"), "--export-all", "--enable=receive-pack", f"--listen={LOOPBACK}"]
        where = f"--base-path={self.repositories}"
        self._port = listen(stack, lambda port: [*daemon, where, f"--port={port}"], self.folder, self.environment())

    def url(self, name: str) -> str:
        return f"git://{LOOPBACK}:{self._port}/{name}.git"
