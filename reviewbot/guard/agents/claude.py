"""Claude Code: PreToolUse hooks. https://code.claude.com/docs/en/hooks

A denial is exit status 2 with the reason on standard error and nothing on standard output (JSON beside it makes some
versions go on). To ask a person is JSON with status 0. Silence is no objection: Claude's own permissions still hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from json import dumps
from typing import Any

from reviewbot.guard.agents import Agent, Reply, Settings
from reviewbot.guard.agents._hooks_table import with_event, without_event
from reviewbot.guard.asked import Answer, Asked, Decision
from reviewbot.guard.protocol import text_of
from reviewbot.guard.tool_input import asked_of

EVENT = "PreToolUse"
MATCHER = "Bash|Edit|Write|MultiEdit|NotebookEdit|mcp__.*"
TIMEOUT_SECONDS = 60


def read(given: Mapping[str, Any]) -> Asked:
    return asked_of(text_of(given, "cwd"), text_of(given, "tool_name"), given.get("tool_input"))


def reply(decision: Decision) -> Reply:
    if decision.answer is Answer.DENY:
        return Reply(stderr=decision.why, status=2)
    if decision.answer is Answer.ASK:
        said = {"hookEventName": EVENT, "permissionDecision": "ask", "permissionDecisionReason": decision.why}
        return Reply(stdout=dumps({"hookSpecificOutput": said}))
    return Reply()


def add(settings: dict[str, Any], command: str) -> dict[str, Any]:
    hook = {"type": "command", "command": command, "timeout": TIMEOUT_SECONDS}
    return with_event(settings, EVENT, [{"matcher": MATCHER, "hooks": [hook]}])


AGENT = Agent(
    "claude",
    read,
    reply,
    Settings(".claude/settings.json", ".claude/settings.json", add, lambda settings: without_event(settings, EVENT)),
    guarded=(".claude/settings.json", ".claude/settings.local.json"),
)
