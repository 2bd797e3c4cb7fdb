"""What differs between git servers: who pushes, how a line must look, how the update hook is called. One file each.

A file `some_name.py` here is the host `some-name` and has `HOST`. There is no registry. `plain` is git by itself, over
ssh, HTTP, git:// or a file system; it is what is left when nothing in the environment says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from os import listdir
from typing import NamedTuple

from reviewbot.errors import EXIT_BLOCKED, UsageError
from reviewbot.hooks.ref_updates import ref_update
from reviewbot.sources.pushed import RefUpdate

PLAIN = "plain"


class Who(NamedTuple):
    """Who pushes, as the server names them. None where it does not say, and unknown never loosens a rule.

    pusher: login of who pushes, the one who may waive. author: login of whose change it is. repository: "owner/name",
    or what the server calls it. vouched: the administrator said how the pusher is known, so that it is not only what an
    environment says, which over a local path or a wide AcceptEnv is the pusher's own.
    """

    pusher: str | None = None
    author: str | None = None
    repository: str | None = None
    vouched: bool = False


class Refusal(NamedTuple):
    """How an update hook says no: a last line for the server itself, "" for none, and the exit status."""

    line: str = ""
    status: int = EXIT_BLOCKED


def git_update(arguments: Sequence[str]) -> RefUpdate:
    """The update hook's own arguments: REF OLD NEW, githooks(5). Raises UsageError, SourceError."""
    if len(arguments) != 3:
        raise UsageError("the update hook is called with REF OLD NEW", help='git calls it; a script hands over "$@"')
    return ref_update(*arguments)


class Host(NamedTuple):
    """One kind of server.

    known_by: variables of the environment that only this server sets; () when it must be named. who: from the
    environment and the arguments of an update hook. prefix: how each line to the pusher must begin. update: reads the
    arguments of an update hook. refusal: how an update hook with these arguments says no.
    """

    known_by: tuple[str, ...]
    who: Callable[[Mapping[str, str], Sequence[str]], Who]
    prefix: str = ""
    update: Callable[[Sequence[str]], RefUpdate] = git_update
    refusal: Callable[[Sequence[str]], Refusal] = lambda _arguments: Refusal()


def host_names() -> tuple[str, ...]:
    """The names of all hosts, sorted."""
    stems = {entry[:-3] for folder in __path__ for entry in listdir(folder) if entry.endswith(".py")}
    return tuple(sorted(stem.replace("_", "-") for stem in stems if not stem.startswith("_")))


def load_host(name: str) -> Host:
    """The host of that name. Raises UsageError when there is none."""
    if name not in host_names():
        raise UsageError(f"there is no host {name!a:.100}", help=f"the hosts are {', '.join(host_names())}")
    host: Host = import_module(f"{__name__}.{name.replace('-', '_')}").HOST
    return host


def find_host(environ: Mapping[str, str], name: str | None) -> Host:
    """The named host, else the one whose variables are all there, else plain git."""
    if name is not None:
        return load_host(name)
    for candidate in host_names():
        host = load_host(candidate)
        if host.known_by and all(environ.get(variable) for variable in host.known_by):
            return host
    return load_host(PLAIN)
