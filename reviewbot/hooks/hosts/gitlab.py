"""GitLab's server hooks: only lines with its mark reach whoever pushes or uses the web.

https://docs.gitlab.com/administration/server_hooks/#custom-error-messages
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewbot.hooks.hosts import Host, Who


def who(environ: Mapping[str, str], _arguments: Sequence[str]) -> Who:
    user = environ.get("GL_USERNAME") or None
    return Who(pusher=user, author=user, repository=environ.get("GL_PROJECT_PATH") or None)


HOST = Host(known_by=("GL_PROJECT_PATH", "GL_ID"), who=who, prefix="GL-HOOK-ERR: ")
