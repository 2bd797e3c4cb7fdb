"""GitHub Enterprise Server's pre-receive hooks.

https://docs.github.com/en/enterprise-server/admin/enforcing-policies/enforcing-policy-with-pre-receive-hooks
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewbot.hooks.hosts import Host, Who


def who(environ: Mapping[str, str], _arguments: Sequence[str]) -> Who:
    """Of a pull request that somebody merges, the author is who opened it."""
    pusher = environ.get("GITHUB_USER_LOGIN") or None
    author = environ.get("GITHUB_PULL_REQUEST_AUTHOR_LOGIN") or pusher
    return Who(pusher, author, environ.get("GITHUB_REPO_NAME") or None)


HOST = Host(known_by=("GITHUB_USER_LOGIN", "GITHUB_REPO_NAME"), who=who)
