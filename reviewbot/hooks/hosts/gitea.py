"""Gitea and Forgejo, which set the same variables.

https://github.com/go-gitea/gitea/blob/main/modules/repository/env.go
https://codeberg.org/forgejo/forgejo/src/branch/forgejo/modules/repository/env.go
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewbot.hooks.hosts import Host, Who

_NONE = ("", "0")


def who(environ: Mapping[str, str], _arguments: Sequence[str]) -> Who:
    """A deploy key is nobody, though the variable then names the owner; who merges a pull request is not its author."""
    pusher = environ.get("GITEA_PUSHER_NAME") or None
    if environ.get("GITEA_DEPLOY_KEY_ID", "") not in _NONE:
        pusher = None
    author = pusher if environ.get("GITEA_PR_ID", "") in _NONE else None
    owner, name = environ.get("GITEA_REPO_USER_NAME"), environ.get("GITEA_REPO_NAME")
    return Who(pusher, author, f"{owner}/{name}" if owner and name else None)


HOST = Host(known_by=("GITEA_REPO_NAME",), who=who)
