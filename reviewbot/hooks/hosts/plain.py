"""git by itself: a repository reached over ssh, HTTP, git:// or a file system.

Only over HTTP somebody says who pushes: the web server, in REMOTE_USER (RFC 3875, 4.1.11). Over ssh many people may
share one account, and the environment may be theirs; `pusher-variable` of the server's configuration names the variable
that a forced command sets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewbot.hooks.hosts import Host, Who


def who(environ: Mapping[str, str], _arguments: Sequence[str]) -> Who:
    user = None if environ.get("SSH_CONNECTION") else environ.get("REMOTE_USER") or None
    return Who(pusher=user, author=user)


HOST = Host(known_by=(), who=who)
