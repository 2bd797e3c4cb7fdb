"""Git over smart HTTP as GitHub serves it: whoever has a token of an installation may read, nobody else."""

from __future__ import annotations

import subprocess
from contextlib import ExitStack

from tests.repositories import Repository
from tests.servers.http import HttpServer
from tests.servers.processes import program
from tests.servers.server import Hosted

USER = "x-access-token"  # of GitHub Apps


class TokenServer(HttpServer):
    """Each repository that is made is at hand as a `Repository`, to be committed to directly."""

    def start(self, stack: ExitStack) -> None:
        self.made: dict[str, Repository] = {}
        super().start(stack)

    def allow(self, token: str) -> None:
        """Let this token read, and no other one. nginx reads the file of passwords anew for each request."""
        command = [program("htpasswd"), "-b", self.folder / "passwords", USER, token]
        subprocess.run(command, capture_output=True, check=True)

    def make(self, hosted: Hosted) -> None:
        self.made[hosted.name] = Repository(hosted.path, bare=True)
        self.made[hosted.name].configure("[http]\n\treceivepack = true\n")

    def repository(self) -> tuple[str, Repository]:
        """A new repository: its address, and itself."""
        hosted = self.create()
        return hosted.url, self.made[hosted.name]
