"""Cursor: beforeShellExecution and preToolUse hooks; JSON is always expected. https://cursor.com/docs/hooks

A denial is `permission: deny` with words for the person and for the agent; exit status 2 denies too.
"""

from __future__ import annotations

from collections.abc import Mapping
from json import dumps
from typing import Any

from reviewbot.guard.agents import Agent, Reply, Settings
from reviewbot.guard.agents._hooks_table import with_event, without_event
from reviewbot.guard.asked import Answer, Asked, Decision, NotUnderstoodError
from reviewbot.guard.protocol import text_of
from reviewbot.guard.tool_input import asked_of

_SHELL, _TOOL = "beforeShellExecution", "preToolUse"
_WRITES = "Write|StrReplace|Edit|Delete|EditNotebook|MCP.*"


def read(given: Mapping[str, Any]) -> Asked:
    folder = given.get("cwd") or next(iter(given.get("workspace_roots") or ()), None)
    if not isinstance(folder, str):
        raise NotUnderstoodError("the input names no folder")
    if "command" in given and "tool_name" not in given:
        return asked_of(folder, "Shell", {"command": given["command"]})
    return asked_of(folder, text_of(given, "tool_name"), given.get("tool_input"))


def reply(decision: Decision) -> Reply:
    if decision.answer is Answer.ALLOW:
        return Reply(stdout=dumps({"permission": "allow"}))
    said = {"permission": decision.answer.value, "user_message": decision.why, "agent_message": decision.why}
    return Reply(stdout=dumps(said), status=2 if decision.answer is Answer.DENY else 0)


def add(settings: dict[str, Any], command: str) -> dict[str, Any]:
    settings.setdefault("version", 1)
    with_event(settings, _SHELL, [{"command": command}])
    return with_event(settings, _TOOL, [{"command": command, "matcher": _WRITES}])


def remove(settings: dict[str, Any]) -> dict[str, Any]:
    return without_event(without_event(settings, _SHELL), _TOOL)


AGENT = Agent(
    "cursor",
    read,
    reply,
    Settings(".cursor/hooks.json", ".cursor/hooks.json", add, remove),
    guarded=(".cursor/hooks.json",),
    denies_in_json=True,
)
