"""Putting the guard into an agent's settings, keeping what is there, and taking it out again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from json import dumps, loads
from shlex import join
from typing import Any

from reviewbot.errors import UsageError
from reviewbot.guard.agents import Agent, load_agent
from reviewbot.installed import command_words, replace_file
from reviewbot.render.text.escape import shown
from reviewbot.sources.repository import find_repository

# Agents take some texts for an approval whatever the status says, and some a denial that gives no reason. So what a
# guard that fails has said is dropped, and there is always a reason. In sh, for the agent may use any shell.
_CHECKED = 'said=$("$@") || { echo "reviewbot: this was not let through" >&2; exit 2; }; printf %s "$said"'


def command_line(agent: str, options: Sequence[str] = ()) -> str:
    """What the agent runs. Whatever fails, a program that is gone included, ends with the status that denies."""
    words = [*command_words(), "guard", "--agent", agent, *options]
    if not load_agent(agent).denies_in_json:
        words = ["sh", "-c", _CHECKED, "reviewbot", *words]
    return f"{join(words)} || exit 2"


def install(agent_name: str, folder: str, *, user: bool, options: Sequence[str] = ()) -> list[str]:
    """Write the settings. Returns what was done, a line each. Raises UsageError when that is not possible."""
    agent = load_agent(agent_name)
    path = _path(agent, folder, user=user)
    settings = agent.settings.add(_read(path), command_line(agent.name, options))
    _write(path, settings)
    return [f"installed in {shown(path)}", "the agent is held to the policy from its next session on"]


def uninstall(agent_name: str, folder: str, *, user: bool) -> list[str]:
    """Take the guard out of the settings; a file that holds nothing else then is removed."""
    agent = load_agent(agent_name)
    path = _path(agent, folder, user=user)
    before = _read(path)
    settings = agent.settings.remove(_read(path))
    if settings == before:
        raise UsageError(f"no guard is installed for {agent.name}", where=shown(path))
    if settings in ({}, {"version": 1}):
        os.unlink(path)
        return [f"removed {shown(path)}"]
    _write(path, settings)
    return [f"taken out of {shown(path)}"]


def _path(agent: Agent, folder: str, *, user: bool) -> str:
    if user:
        return os.path.join(os.path.expanduser("~"), agent.settings.user_file)
    top = find_repository(folder).work_tree
    if top is None:
        raise UsageError("a bare repository has no working tree for an agent", where=shown(folder))
    return os.path.join(top, agent.settings.file)


def _read(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            settings = loads(file.read() or "{}")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(
            f"the agent's settings cannot be read: {shown(str(error))[:200]}",
            where=shown(path),
            help="mend the file first",
        ) from None
    if not isinstance(settings, dict):
        raise _odd(path)
    hooks = settings.get("hooks", {})
    if not isinstance(hooks, dict) or not all(isinstance(entries, list) for entries in hooks.values()):
        raise _odd(path)  # what is not understood is not written anew
    return settings


def _odd(path: str) -> UsageError:
    return UsageError("the agent's settings are not in its shape", where=shown(path), help="mend the file first")


def _write(path: str, settings: dict[str, Any]) -> None:
    """Through a link, as whoever made the link wants it."""
    try:
        replace_file(os.path.realpath(path), f"{dumps(settings, indent=2, ensure_ascii=False)}\n".encode())
    except (OSError, UnicodeEncodeError) as error:
        raise UsageError(f"the agent's settings cannot be written: {shown(str(error))}", where=shown(path)) from None
