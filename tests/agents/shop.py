"""The repository in which agents work: `topic` just left `main`, where the guard's settings are part of the project."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tests.agents.agent import Agent, reviewbot, work
from tests.agents.scripted_model import Call, in_turn
from tests.repositories import Repository, lines

SETTINGS = {"claude": ".claude/settings.json", "codex": ".codex/hooks.json", "gemini": ".gemini/settings.json"}
POLICY = """\
version = 1

[[rules.max-diff-lines]]
limit = 300

[[rules.forbidden-path]]
match = ["config/"]
reason = "contains secrets"

[[rules.protected-path]]
match = ["deploy/"]
reviewers = ["@acme/platform"]
"""
FILES = {
    ".reviewbot.toml": POLICY,
    "shop/orders.py": lines(20),
    "config/production.yml": "retries: 3\n",
    "deploy/rollout.sh": "kubectl apply\n",
}


class Shop:
    """A repository, an agent that works in it, and a home folder in which there is nothing else."""

    def __init__(self, folder: Path, agent: Agent, policy: str = POLICY) -> None:
        self.agent = agent
        self.home = folder / "home"
        self.home.mkdir()
        self.repository = Repository(folder / "shop")
        self.repository.commit(FILES | {".reviewbot.toml": policy}, branch="main")
        self.repository.check_out()
        self.path = self.repository.path

    def install_guard(self, *options: str) -> str:
        """As a person does it, who commits what is installed and leaves the rest to the agent."""
        said = reviewbot("guard", "install", "--agent", self.agent.name, "--repo", self.path, *options, home=self.home)
        self.commit_settings()
        return said

    def commit_settings(self) -> None:
        self.repository.git("add", "--all")
        self.repository.git("commit", "--quiet", "--allow-empty", "--message", "hold agents to the policy")
        self.repository.git("switch", "--quiet", "--force-create", "topic")

    def spoil_guard(self, program: Path) -> None:
        """Let the installed settings start this program in the place of Python."""
        file = self.path / SETTINGS[self.agent.name]
        settings = file.read_text()
        file.write_text(settings.replace(sys.executable, str(program)))
        assert file.read_text() != settings
        self.commit_settings()

    def changed(self) -> list[str]:
        """The files that the agent changed or made."""
        status = self.repository.git("status", "--short", "--untracked-files=all").decode()
        return [line[3:] for line in status.splitlines()]

    def let(self, *actions: Sequence[Call]) -> list[str]:
        """Let the agent do these one after the other; what it was told in the end about each."""
        calls = [call for action in actions for call in action]
        worked = work(self.agent, self.path, self.home, in_turn(*calls))
        assert len(worked.told) == len(calls), worked.said
        assert worked.strangers == []
        ends, end = [], 0
        for action in actions:
            end += len(action)
            ends.append(worked.told[end - 1])
        return ends

    def write(self, path: str, content: str) -> Sequence[Call]:
        return self.agent.write(str(self.path / path), content)

    def replace(self, path: str, old: str, new: str) -> Sequence[Call]:
        return self.agent.replace(str(self.path / path), old, new)
