"""Gerrit's ref-update hook (hooks plugin): called with options instead of REF OLD NEW, GIT_DIR in the environment.

https://gerrit.googlesource.com/plugins/hooks/+/refs/heads/master/src/main/resources/Documentation/hooks.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewbot.errors import UsageError
from reviewbot.hooks.hosts import Host, Who, git_update
from reviewbot.sources.pushed import RefUpdate


def update(arguments: Sequence[str]) -> RefUpdate:
    given = _options(arguments)
    try:
        return git_update((given["--refname"], given["--oldrev"], given["--newrev"]))
    except KeyError as missing:
        raise UsageError(
            f"Gerrit's ref-update is called with {missing.args[0]}", help='Gerrit calls it; the script hands over "$@"'
        ) from None


def who(_environ: Mapping[str, str], arguments: Sequence[str]) -> Who:
    given = _options(arguments)
    user = given.get("--uploader-username") or None
    return Who(pusher=user, author=user, repository=given.get("--project") or None)


def _options(arguments: Sequence[str]) -> dict[str, str]:
    return dict(zip(arguments[::2], arguments[1::2], strict=False))


HOST = Host(known_by=(), who=who, update=update)
