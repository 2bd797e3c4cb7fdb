"""Codex: PreToolUse hooks, in Claude's shape. https://developers.openai.com/codex/hooks

A denial is exit status 2 with the reason on standard error. There is no way to ask a person from a hook
(https://github.com/openai/codex/pull/20756), so what must be asked is denied, and says that a person can do it.

Codex runs no hook, and says nothing of it, before a person has trusted exactly that hook; those of a project, only in a
project that is trusted too. What is typed into a command that runs already (`write_stdin`) reaches no hook.
"""

from __future__ import annotations

from typing import Any

from reviewbot.guard.agents import Agent, Settings
from reviewbot.guard.agents._hooks_table import with_event, without_event
from reviewbot.guard.agents.claude import EVENT, TIMEOUT_SECONDS, read
from reviewbot.guard.protocol import deny_or_silence


def add(settings: dict[str, Any], command: str) -> dict[str, Any]:
    hook = {"type": "command", "command": command, "timeout": TIMEOUT_SECONDS}
    return with_event(settings, EVENT, [{"matcher": ".*", "hooks": [hook]}])


AGENT = Agent(
    "codex",
    read,
    deny_or_silence,
    Settings(
        ".codex/hooks.json",
        ".codex/hooks.json",
        add,
        lambda settings: without_event(settings, EVENT),
        notes=("Codex asks nobody before you trust this project and the hook: start it here once, and look at /hooks",),
    ),
    guarded=(".codex/",),
)
