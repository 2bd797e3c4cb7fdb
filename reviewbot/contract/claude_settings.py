"""Permissions of Claude Code: what it may edit and run, what it asks about, what is denied.

They go into the project's settings beside what stands there (https://code.claude.com/docs/en/permissions). Nothing is
taken out: what a policy does not say any more is for a person to remove, who knows whose line it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from reviewbot.contract import ContractError, Format
from reviewbot.contract.text.commands import commands_of
from reviewbot.contract.text.conditions import is_conditional
from reviewbot.model.policy import Instance, Policy
from reviewbot.model.report import Severity

PATH = ".claude/settings.json"
LISTS = ("deny", "ask", "allow")

_SPECIAL = re.compile(r"[()*:\x00-\x1f\x7f]")  # of a command: these mean something in a permission


def permissions_of(policy: Policy) -> dict[str, list[str]]:
    """The three lists, each in the order of the policy."""
    result: dict[str, list[str]] = {name: [] for name in LISTS}
    for instance in policy.instances:
        for name, pattern in _edits(instance):
            result[name].append(f"Edit({pattern})")
    for command in commands_of(policy):
        if not _SPECIAL.search(command.prefix):
            result[command.decision].append(f"Bash({command.prefix}:*)")
    return {name: list(dict.fromkeys(entries)) for name, entries in result.items()}


def _edits(instance: Instance) -> Iterator[tuple[str, str]]:
    """(list, pattern) for the paths that an instance guards.

    What is let through again (`!`, `ignore`), and one kind of change alone, cannot be said; the guard judges it.
    """
    kinds = getattr(instance.options, "change", ("modified",))
    partly = instance.ignore or any(pattern.startswith("!") for pattern in instance.match) or "modified" not in kinds
    if instance.rule not in ("forbidden-path", "protected-path") or partly or instance.severity is Severity.WARN:
        return
    name = "deny" if instance.severity is Severity.BLOCK and not is_conditional(instance) else "ask"
    for pattern in instance.match:
        for anchored in _anchored(pattern):
            yield name, anchored


def _anchored(pattern: str) -> tuple[str, ...]:
    """A gitignore pattern as permissions have it: from the top, the thing itself and all below it."""
    bare = pattern.rstrip("/")
    if not bare or re.search(r"[()\x00-\x1f\x7f]", bare):
        return ()
    place = "/" + (bare.lstrip("/") if "/" in bare else f"**/{bare}")
    return (place, f"{place}/**")


def render(policy: Policy) -> str:
    return _written({"permissions": {name: found for name, found in permissions_of(policy).items() if found}})


def merged(policy: Policy, present: str) -> str:
    """The settings with what is missing added; the very text where nothing is."""
    settings = _settings(present)
    permissions = settings.setdefault("permissions", {})
    if not isinstance(permissions, dict):
        raise ContractError("its `permissions` is no object")
    has_all = True
    for name, wanted in permissions_of(policy).items():
        entries = permissions.get(name, [])
        if not isinstance(entries, list):
            raise ContractError(f"its `permissions.{name}` is no list")
        missing = [entry for entry in wanted if entry not in entries]
        if missing:
            has_all = False
            permissions[name] = [*entries, *missing]
    return present if has_all and present else _written(settings)


def holds(_present: str) -> bool:
    """Never told by the file alone: settings are there for other reasons too, so this format is checked when named."""
    return False


def _settings(present: str) -> dict[str, Any]:
    try:
        settings = json.loads(present or "{}")
    except (ValueError, RecursionError):
        raise ContractError("it is not JSON") from None
    if not isinstance(settings, dict):
        raise ContractError("it holds no object")
    return settings


def _written(settings: dict[str, Any]) -> str:
    text = json.dumps(settings, indent=2, ensure_ascii=False)
    if re.search("[\ud800-\udfff]", text):  # half of a character has no other spelling than an escape
        text = json.dumps(settings, indent=2)
    return text + "\n"


FORMAT = Format(PATH, render, merged, holds)
