"""What was asked and answered, in a local file to which lines are only added. Off unless a file is named.

REVIEWBOT_GUARD_LOG names it. Contents of files are not written down, commands are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from reviewbot.errors import UsageError
from reviewbot.guard.asked import Asked, Decision
from reviewbot.sources.git import printable

VARIABLE = "REVIEWBOT_GUARD_LOG"
MAX_TEXT = 2000  # characters of a command or a reason


def record(agent: str, asked: Asked | None, decision: Decision, seconds: float) -> None:
    """Add a line, if a file is named. A log that cannot be written changes no decision."""
    name = os.environ.get(VARIABLE)
    if not name:
        return
    from json import dumps  # only who keeps a log waits for it
    from time import gmtime, strftime

    entry = {
        "time": strftime("%Y-%m-%dT%H:%M:%SZ", gmtime()),
        "agent": agent,
        "folder": asked.folder if asked else None,
        "tool": asked.tool if asked else None,
        "paths": [edit.path for edit in asked.edits] if asked else [],
        "commands": [command[:MAX_TEXT] for command in asked.commands] if asked else [],
        "answer": decision.answer.value,
        "why": decision.why[:MAX_TEXT],
        "milliseconds": round(seconds * 1000),
    }
    with suppress(OSError), open(name, "ab", opener=_private) as file:
        file.write(dumps(entry).encode("ascii") + b"\n")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600)  # a named pipe would wait for a reader


def read_log(name: str) -> Iterator[dict[str, Any]]:
    """The entries of a log, oldest first. Raises UsageError when it cannot be read; what is no entry is passed over."""
    from json import loads

    try:
        with open(name, "rb") as file:
            for line in file:
                with suppress(ValueError, RecursionError):
                    entry = loads(line)
                    if _is_entry(entry):
                        yield entry
    except OSError as error:
        raise UsageError(f"the log cannot be read: {error.strerror}", where=printable(name)) from None


def _is_entry(entry: object) -> bool:
    """Whether it has the shape of what `record` writes, as far as it is shown; anything may stand in a file."""
    if not isinstance(entry, dict):
        return False
    lists = [entry.get("paths"), entry.get("commands")]
    texts = [entry.get(key) for key in ("time", "answer", "agent", "why")]
    return all(isinstance(each, list) and all(isinstance(text, str) for text in each) for each in lists) and all(
        isinstance(text, str) for text in texts
    )
