"""Asking the guard as an agent does: JSON in, and what the agent would understand of the reply."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any, NamedTuple

from reviewbot.guard.agents import Reply
from reviewbot.guard.running import answer
from tests.repositories import Repository

POLICY = """\
version = 1
[rules.max-diff-lines]
limit = 10
[rules.forbidden-path]
match = ["config/"]
reason = "contains secrets"
[rules.protected-path]
match = ["deploy/"]
reviewers = ["ann"]
[rules.forbidden-content]
patterns = ["secret"]
[rules.large-file]
severity = "warn"
limit-bytes = 2000
"""
FILES = {
    ".reviewbot.toml": POLICY,
    "app.py": "one\ntwo\nthree\n",
    "config/production.yml": "password: 1\n",
    "deploy/run.sh": "run\n",
    "folder/a.py": "1\n",
}


class Said(NamedTuple):
    """answer: allow, ask or deny, as Claude Code understands it. why: the words for the agent."""

    answer: str
    why: str


class Guard:
    """The guard of a repository, asked in the protocol of Claude Code."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.path = repository.path

    def ask(self, tool: str, input: object, *, cwd: object = None, **options: Any) -> Said:
        """What it says of one use of a tool."""
        folder = str(self.path if cwd is None else cwd)
        question = {"hook_event_name": "PreToolUse", "cwd": folder, "tool_name": tool, "tool_input": input}
        return understood(answer(BytesIO(json.dumps(question).encode()).read, "claude", **options))

    def write(self, path: object, content: str = "1\n", **options: Any) -> Said:
        return self.ask("Write", {"file_path": str(path), "content": content}, **options)

    def edit(self, path: object, old: str, new: str, **options: Any) -> Said:
        return self.ask("Edit", {"file_path": str(path), "old_string": old, "new_string": new}, **options)

    def patch(self, *lines: str) -> Said:
        """A patch of Codex with these lines."""
        text = "\n".join(("*** Begin Patch", *lines, "*** End Patch"))
        return self.ask("apply_patch", {"command": text})


def understood(reply: Reply) -> Said:
    """What Claude Code makes of a reply: https://code.claude.com/docs/en/hooks."""
    if reply.status == 2:
        assert reply.stdout == ""
        return Said("deny", reply.stderr)
    assert (reply.status, reply.stderr) == (0, "")
    if not reply.stdout:
        return Said("allow", "")
    said = json.loads(reply.stdout)["hookSpecificOutput"]
    return Said(said["permissionDecision"], said["permissionDecisionReason"])
