"""What all git servers of the tests have in common: `create` a repository, `install` its hook, push to its `url`."""

from __future__ import annotations

import itertools
import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, Self

from tests.repositories import Repository
from tests.servers.processes import find_program

USERS = ("alice", "bob")  # known by name wherever a server asks who pushes
PUSH_OPTIONS = "[receive]\n\tadvertisePushOptions = true\n"


@dataclass(frozen=True)
class Hosted:
    """A bare repository on a server."""

    server: Server
    name: str
    path: Path

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def install(self, type: str, script: str) -> None:
        """Let this script be the repository's hook: "pre-receive", "update", or what else the server calls so."""
        self.server.install(self, type, script)

    def stored(self) -> set[str]:
        """All that is in the object store, a quarantine that was left behind included."""
        objects = self.path / "objects"
        return {str(path.relative_to(objects)) for path in objects.rglob("*")}


class Server:
    """A context manager; a subclass says how the repositories are served.

    All of it runs as the user of the tests, who thereby owns the repositories too, in a temporary folder.
    """

    programs: ClassVar[tuple[str, ...]] = ()
    hook_types: ClassVar[tuple[str, ...]] = ("pre-receive", "update")

    @classmethod
    def missing(cls) -> list[str]:
        """The programs that are not installed."""
        return [name for name in cls.programs if find_program(name) is None]

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.folder = Path(stack.enter_context(TemporaryDirectory(prefix="reviewbot-server-")))
            self.home = self.folder / "home"
            self.repositories = self.home / "repositories"
            self.repositories.mkdir(parents=True)
            self._numbers = itertools.count(1)
            self.start(stack)
            self._running = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._running.close()

    def start(self, stack: ExitStack) -> None:
        """Start what serves; leaving `stack` ends it."""

    def url(self, name: str) -> str:
        raise NotImplementedError

    def create(self, name: str = "") -> Hosted:
        """A new bare repository."""
        name = name or f"repository-{next(self._numbers)}"
        hosted = Hosted(self, name, self.repositories / f"{name}.git")
        self.make(hosted)
        with (hosted.path / "config").open("a") as file:
            file.write(PUSH_OPTIONS)
        return hosted

    def make(self, hosted: Hosted) -> None:
        Repository(hosted.path, bare=True)

    def install(self, hosted: Hosted, type: str, script: str) -> None:
        assert type in self.hook_types, type
        write_script(hosted.path / "hooks" / type, script)

    def client_environment(self, user: str) -> dict[str, str]:
        """What this user's git needs to be let in, beside an environment in which there is nothing else."""
        return {}

    def environment(self) -> dict[str, str]:
        """What the server's own programs are started with, and so their hooks."""
        path = os.environ["PATH"]
        return {"PATH": path, "HOME": str(self.home), "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}


def write_script(file: Path, script: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(script)
    file.chmod(0o755)
