"""gitolite, as a VREF: called like an update hook with more arguments, and asked for a line instead of a status.

REF OLD NEW OLD-TREE NEW-TREE RIGHT VREF/NAME ...; a line that begins with the VREF denies, others go to the pusher.
https://gitolite.com/gitolite/vref
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.errors import EXIT_OK, UsageError
from reviewbot.hooks.hosts import Host, Refusal, git_update
from reviewbot.hooks.hosts.gitolite import who
from reviewbot.sources.pushed import RefUpdate

_VREF = 6  # which of the arguments


def update(arguments: Sequence[str]) -> RefUpdate:
    if len(arguments) <= _VREF or not arguments[_VREF].startswith("VREF/"):
        raise UsageError(
            "a VREF is called with REF OLD NEW OLD-TREE NEW-TREE RIGHT VREF/NAME",
            help='gitolite calls it; the script hands over "$@"',
        )
    return git_update(arguments[:3])


def refusal(arguments: Sequence[str]) -> Refusal:
    return Refusal(f"{arguments[_VREF]} refused by reviewbot", EXIT_OK)


HOST = Host(known_by=(), who=who, update=update, refusal=refusal)
