"""The settings that several agents share in shape: an event, below it a list of hooks, each a command."""

from __future__ import annotations

from typing import Any


def is_ours(command: object) -> bool:
    """Whether a command line in some settings was written by us."""
    return isinstance(command, str) and " -m reviewbot guard --agent " in command


def without_ours(entries: object) -> list[Any]:
    """The entries of one event without those of ours; entries of others, and their other hooks, as they are."""
    kept = []
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("hooks"), list):
            hooks = [hook for hook in entry["hooks"] if not (isinstance(hook, dict) and is_ours(hook.get("command")))]
            if hooks or not entry["hooks"]:
                kept.append({**entry, "hooks": hooks})
        elif not (isinstance(entry, dict) and (is_ours(entry.get("command")) or is_ours(entry.get("bash")))):
            kept.append(entry)
    return kept


def with_event(settings: dict[str, Any], event: str, entries: list[Any]) -> dict[str, Any]:
    """Put the entries behind the others of this event."""
    hooks = settings.setdefault("hooks", {})
    hooks[event] = [*without_ours(hooks.get(event)), *entries]
    return settings


def without_event(settings: dict[str, Any], event: str) -> dict[str, Any]:
    """Take ours out, and what is empty then."""
    hooks = settings.get("hooks")
    if isinstance(hooks, dict) and event in hooks:
        hooks[event] = without_ours(hooks[event])
        if not hooks[event]:
            del hooks[event]
        if not hooks:
            del settings["hooks"]
    return settings
