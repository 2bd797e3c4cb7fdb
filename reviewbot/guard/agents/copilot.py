"""GitHub Copilot, in the terminal and in the cloud: preToolUse hooks.

https://docs.github.com/en/copilot/reference/hooks-configuration. The input is in camel case, its arguments an object or
a text of JSON; an event named PreToolUse comes in Claude's shape. Any status but 0 denies. In the cloud ask is deny.
"""

from __future__ import annotations

from collections.abc import Mapping
from json import dumps, loads
from typing import Any

from reviewbot.guard.agents import Agent, Reply, Settings, claude
from reviewbot.guard.agents._hooks_table import with_event, without_event
from reviewbot.guard.asked import Answer, Asked, Decision, NotUnderstoodError
from reviewbot.guard.protocol import text_of
from reviewbot.guard.tool_input import asked_of

EVENT = "preToolUse"


def read(given: Mapping[str, Any]) -> Asked:
    if "tool_name" in given:
        return claude.read(given)
    arguments = given.get("toolArgs")
    if isinstance(arguments, str):
        try:
            arguments = loads(arguments)
        except (ValueError, RecursionError):
            raise NotUnderstoodError("`toolArgs` is a text, and no JSON") from None
    return asked_of(text_of(given, "cwd"), text_of(given, "toolName"), arguments)


def reply(decision: Decision) -> Reply:
    if decision.answer is Answer.ALLOW:
        return Reply()
    said = {"permissionDecision": decision.answer.value, "permissionDecisionReason": decision.why}
    return Reply(stdout=dumps(said))


def add(settings: dict[str, Any], command: str) -> dict[str, Any]:
    settings.setdefault("version", 1)
    hook = {"type": "command", "bash": command, "timeoutSec": claude.TIMEOUT_SECONDS}
    return with_event(settings, EVENT, [hook])


AGENT = Agent(
    "copilot",
    read,
    reply,
    Settings(
        ".github/hooks/reviewbot.json",
        ".copilot/hooks/reviewbot.json",
        add,
        lambda settings: without_event(settings, EVENT),
    ),
    guarded=(".github/hooks/", ".copilot/hooks/"),
)
