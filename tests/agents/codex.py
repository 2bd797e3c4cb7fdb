"""Codex. It edits by patches of its own form, and tells its hooks of them under the name `apply_patch`."""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps
from pathlib import Path

from tests.agents.agent import Agent
from tests.agents.openai_responses import API
from tests.agents.scripted_model import Call

# The name of a model that Codex knows, for it hands apply_patch only to models of which it knows that they can use it.
CONFIGURATION = """\
model = "gpt-5.5"
model_provider = "scripted"
check_for_update_on_startup = false
[model_providers.scripted]
name = "scripted"
base_url = "{url}/v1"
wire_api = "responses"
[features]
plugins = false
apps = false
[analytics]
enabled = false
[projects.{repository}]
trust_level = "trusted"
"""


class Codex(Agent):
    name = "codex"
    api = API
    program = "@openai/codex/bin/codex.js"
    trust = ("--dangerously-bypass-hook-trust",)  # what a person says in the terminal, once

    def prepare(self, home: Path, repository: Path, url: str) -> None:
        (home / ".codex").mkdir(exist_ok=True)
        text = CONFIGURATION.format(url=url, repository=dumps(str(repository)))
        (home / ".codex" / "config.toml").write_text(text)

    def arguments(self) -> Sequence[str]:
        return ("exec", *self.trust, "--dangerously-bypass-approvals-and-sandbox", "go")

    def write(self, path: str, content: str) -> Sequence[Call]:
        return [self._patch(f"*** Add File: {path}", *(f"+{line}" for line in content.splitlines()))]

    def replace(self, path: str, old: str, new: str) -> Sequence[Call]:
        gone, come = (f"-{line}" for line in old.splitlines()), (f"+{line}" for line in new.splitlines())
        return [self._patch(f"*** Update File: {path}", "@@", *gone, *come)]

    def run(self, command: str) -> Sequence[Call]:
        return [Call("exec_command", {"cmd": command})]

    @staticmethod
    def _patch(*lines: str) -> Call:
        return Call("apply_patch", "\n".join(["*** Begin Patch", *lines, "*** End Patch", ""]))


class UntrustedCodex(Codex):
    """By somebody who never looked at the hooks."""

    trust = ()
