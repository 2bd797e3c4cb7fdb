"""Gemini CLI: BeforeTool hooks, timeouts in milliseconds. https://geminicli.com/docs/hooks/reference

A denial is exit status 2 with the reason on standard error. A hook cannot ask a person, so what must be asked is
denied, and says so.
"""

from __future__ import annotations

from typing import Any

from reviewbot.guard.agents import Agent, Settings
from reviewbot.guard.agents._hooks_table import with_event, without_event
from reviewbot.guard.agents.claude import TIMEOUT_SECONDS, read
from reviewbot.guard.protocol import deny_or_silence

EVENT = "BeforeTool"


def add(settings: dict[str, Any], command: str) -> dict[str, Any]:
    hook = {"name": "reviewbot", "type": "command", "command": command, "timeout": TIMEOUT_SECONDS * 1000}
    return with_event(settings, EVENT, [{"matcher": ".*", "hooks": [hook]}])


AGENT = Agent(
    "gemini",
    read,
    deny_or_silence,
    Settings(".gemini/settings.json", ".gemini/settings.json", add, lambda settings: without_event(settings, EVENT)),
    guarded=(".gemini/settings.json",),
)
