"""Gemini CLI: BeforeTool hooks, timeouts in milliseconds. https://geminicli.com/docs/hooks/reference

A denial is exit status 2 with the reason on standard error. A hook cannot ask a person, so what must be asked is
denied, and says so.

Gemini does not take a path as it is written: it removes a leading `@` and NULs, decodes `%69`, and lets `replace` look
for a file that is not where a relative path says. Such a path has a plain form, which is asked for.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from reviewbot.guard.agents import Agent, Settings, claude
from reviewbot.guard.agents._hooks_table import with_event, without_event
from reviewbot.guard.asked import Asked, NotUnderstoodError
from reviewbot.guard.protocol import deny_or_silence

EVENT = "BeforeTool"
_PLAIN = "name the file by its absolute path, and make a new one with write_file"
_READ_OTHERWISE = re.compile(r"^@|^file:|\0|%[0-9a-fA-F]{2}")


def read(given: Mapping[str, Any]) -> Asked:
    asked = claude.read(given)
    for edit in asked.edits:
        if _READ_OTHERWISE.search(edit.path):
            raise NotUnderstoodError(f"the path {edit.path!a:.200} may be taken for another one", help=_PLAIN)
        relative = asked.tool == "replace" and not os.path.isabs(edit.path)
        if relative and not os.path.lexists(os.path.join(asked.folder, edit.path)):
            raise NotUnderstoodError(f"there is no file {edit.path!a:.200}, and another one may be found", help=_PLAIN)
    return asked


def add(settings: dict[str, Any], command: str) -> dict[str, Any]:
    hook = {"name": "reviewbot", "type": "command", "command": command, "timeout": claude.TIMEOUT_SECONDS * 1000}
    return with_event(settings, EVENT, [{"matcher": ".*", "hooks": [hook]}])


AGENT = Agent(
    "gemini",
    read,
    deny_or_silence,
    Settings(
        ".gemini/settings.json",
        ".gemini/settings.json",
        add,
        lambda settings: without_event(settings, EVENT),
        notes=("with --skip-trust Gemini reads no settings of a project: trust the folder, or install --user",),
    ),
    guarded=(".gemini/settings.json",),
)
