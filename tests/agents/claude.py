"""Claude Code. It is one native program per platform; what npm puts beside it only starts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.agents.agent import Agent
from tests.agents.anthropic_messages import API
from tests.agents.scripted_model import Call


class Claude(Agent):
    name = "claude"
    api = API
    program = "@anthropic-ai/claude-code/cli-wrapper.cjs"

    def arguments(self) -> Sequence[str]:
        allowed = ("--permission-mode", "acceptEdits", "--allowedTools", "Bash,Write,Edit,Read")
        return ("--print", *allowed, "--", "go")

    def environment(self, url: str) -> Mapping[str, str]:
        quiet = ("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "DISABLE_TELEMETRY", "DISABLE_AUTOUPDATER")
        return {"ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": "none", **dict.fromkeys(quiet, "1")}

    def write(self, path: str, content: str) -> Sequence[Call]:
        return [Call("Write", {"file_path": path, "content": content})]

    def replace(self, path: str, old: str, new: str) -> Sequence[Call]:
        edit = {"file_path": path, "old_string": old, "new_string": new, "replace_all": False}
        return [Call("Read", {"file_path": path}), Call("Edit", edit)]

    def run(self, command: str) -> Sequence[Call]:
        return [Call("Bash", {"command": command, "description": "a command"})]
