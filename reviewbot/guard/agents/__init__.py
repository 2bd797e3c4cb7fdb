"""The coding agents and their protocols, one file each; the file list is the list of agents.

A file `some_name.py` here has `AGENT`. None of them ever hears what another one would understand: a mixture of two
protocols is taken for an approval by some of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from os import listdir
from typing import Any, NamedTuple

from reviewbot.errors import UsageError
from reviewbot.guard.asked import Asked, Decision


class Reply(NamedTuple):
    """What the hook's process answers with."""

    stdout: str = ""
    stderr: str = ""
    status: int = 0


class Settings(NamedTuple):
    """Where the agent keeps its hooks. file: below the repository's top. user_file: below the home folder.

    add: puts a hook with this command line into what the file holds (parsed JSON), replacing ours. remove: takes ours
    out. Both change their argument and return it. notes: what a person must do for
    the agent to ask its hooks.
    """

    file: str
    user_file: str
    add: Callable[[dict[str, Any], str], dict[str, Any]]
    remove: Callable[[dict[str, Any]], dict[str, Any]]
    notes: tuple[str, ...] = ()


class Agent(NamedTuple):
    """One agent. name: as in "agent:NAME" of a policy. read: its input (parsed JSON) to what it asks.

    reply: a decision in its protocol. guarded: files by which it could take its guard away, below the repository's top.
    denies_in_json: its denial is words on standard output with a status that is not 0.
    """

    name: str
    read: Callable[[Mapping[str, Any]], Asked]
    reply: Callable[[Decision], Reply]
    settings: Settings
    guarded: tuple[str, ...] = ()
    denies_in_json: bool = False


def agent_names() -> tuple[str, ...]:
    """The names of all agents, sorted."""
    stems = {entry[:-3] for folder in __path__ for entry in listdir(folder) if entry.endswith(".py")}
    return tuple(sorted(stem for stem in stems if not stem.startswith("_")))


def load_agent(name: str) -> Agent:
    """The agent of that name. Raises UsageError when there is none."""
    if name not in agent_names():
        raise UsageError(f"there is no agent {name!a:.100}", help=f"the agents are {', '.join(agent_names())}")
    agent: Agent = import_module(f"{__name__}.{name}").AGENT
    return agent
