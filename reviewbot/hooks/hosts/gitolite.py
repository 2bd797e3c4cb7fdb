"""gitolite, as a repository's own pre-receive hook. https://gitolite.com/gitolite/non-core#repo-specific-hooks"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewbot.hooks.hosts import Host, Who


def who(environ: Mapping[str, str], _arguments: Sequence[str]) -> Who:
    user = environ.get("GL_USER") or None
    return Who(pusher=user, author=user, repository=environ.get("GL_REPO") or None)


HOST = Host(known_by=("GL_USER", "GL_REPO"), who=who)
