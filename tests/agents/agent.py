"""What all agents of the tests have in common: a program, its home, the model that it is given, and its tools."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from tests.agents.scripted_model import LOOPBACK, Api, Call, Script, playing
from tests.repositories import isolated_environment

FOLDER = Path(sys.prefix, "agents")  # where install.sh puts them
MOST_SECONDS = 60


def missing() -> str:
    """Why no agent can be run here; "" when they can."""
    return "" if (FOLDER / "installed").exists() else "no coding agents are installed; make install-agents says why"


class Worked(NamedTuple):
    """What came of letting an agent work. told: what it was told about each call of the script."""

    told: list[str]
    said: str
    status: int
    seconds: float
    strangers: list[str]


class Agent:
    """A vendor's command line program; a subclass says how it is run, and how its tools are called."""

    name: ClassVar[str]
    api: ClassVar[Api]
    program: ClassVar[str]

    @classmethod
    def command(cls) -> Sequence[str]:
        return (str(Path(sys.prefix, "bin", "node")), str(FOLDER / "node_modules" / cls.program))

    def prepare(self, home: Path, repository: Path, url: str) -> None:
        """Put into the home folder what a person would have set there once: the model, and trust in the repository."""

    def arguments(self) -> Sequence[str]:
        """What lets it work by itself, with the task as the last one."""
        raise NotImplementedError

    def environment(self, url: str) -> Mapping[str, str]:
        return {}

    def write(self, path: str, content: str) -> Sequence[Call]:
        """A new file."""
        raise NotImplementedError

    def replace(self, path: str, old: str, new: str) -> Sequence[Call]:
        """Another text in a file that is there, which some agents want to read first."""
        raise NotImplementedError

    def run(self, command: str) -> Sequence[Call]:
        raise NotImplementedError


def work(agent: Agent, repository: Path, home: Path, script: Script) -> Worked:
    """Let the agent work in the repository until the script ends, with nothing of this machine or user around it."""
    started = time.monotonic()
    with playing(agent.api, script) as model:
        agent.prepare(home, repository, model.url)
        outcome = subprocess.run(
            [*agent.command(), *agent.arguments()],
            cwd=repository,
            env=isolated_environment(home) | _kept_in(home, model.url) | agent.environment(model.url),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=MOST_SECONDS,
            check=False,
        )
    said = outcome.stdout.decode("utf-8", "backslashreplace")
    return Worked(model.told, said, outcome.returncode, time.monotonic() - started, model.strangers)


def _kept_in(home: Path, url: str) -> dict[str, str]:
    """What it puts aside goes into its home. It reaches nobody else: our own proxy says no, and remembers it."""
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), url)
    return proxies | {"NO_PROXY": LOOPBACK, "no_proxy": LOOPBACK, "DO_NOT_TRACK": "1", "TMPDIR": str(home)}


def reviewbot(*arguments: str | Path, home: Path, status: int = 0) -> str:
    """What our own command prints, as a person runs it."""
    command = [Path(sys.executable).with_name("reviewbot"), *arguments]
    outcome = subprocess.run(command, env=isolated_environment(home), capture_output=True, text=True, check=False)
    assert outcome.returncode == status, (arguments, outcome.stdout, outcome.stderr)
    return outcome.stdout
