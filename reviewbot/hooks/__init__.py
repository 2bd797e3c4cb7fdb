"""Front-end 2: git's hooks. One file per type, with `run(call) -> exit status`.

On a laptop (`pre_commit`, `pre_push`) the report is what `lint-diff` shows. On a server (`pre_receive`, `update`) every
line goes to whoever pushes, so it is short, plain and prefixed, and whatever goes wrong refuses the push.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reviewbot.render import Style

TYPES = ("pre-commit", "pre-push", "pre-receive", "update")


class Call(NamedTuple):
    """How a hook was called.

    arguments: what git, or the server, gave it. environ: its environment. repo: the folder it is about. floor: a policy
    file that holds beside the one at base. author: who made the change, where whoever installed the hook says so.
    host: the kind of server, None to find out. configuration: the file of the server's configuration, None for the
    usual places. format: "text" or "json". style: what the place can do where the text is shown.
    """

    arguments: tuple[str, ...] = ()
    environ: Mapping[str, str] = {}
    repo: str = "."
    floor: str | None = None
    author: str | None = None
    host: str | None = None
    configuration: str | None = None
    format: str = "text"
    style: Style = Style()
