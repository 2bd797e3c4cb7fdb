"""What a push out of a clone would ask of a ref, as far as the clone knows the remote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reviewbot.errors import SourceError
from reviewbot.sources.ends import ends_between
from reviewbot.sources.local import LocalChange, measured_change
from reviewbot.sources.pushed import BRANCHES, RefUpdate
from reviewbot.sources.repository import Names, Repository
from reviewbot.sources.sandbox import SHA256_HEX_DIGITS, open_sandbox


@contextmanager
def open_outgoing(clone: Repository, update: RefUpdate, remote: str) -> Iterator[LocalChange]:
    """The net change of one ref, from where it parts with the remote's default branch; see `LocalChange`.

    The default branch itself is measured from what it is on the remote. Where nothing is known of the remote (a first
    push), everything is the change. update.new must not be None; here it may be the full name of a local ref too.
    """
    new = update.new or ""
    with open_sandbox() as sandbox:
        names = Names(clone, sandbox)
        commit, old = names.commits_if_any(new, update.old or new)
        if commit is None:
            raise SourceError(
                "the push names something that is no commit", where=new, help="push commits, or tags of them"
            )
        sandbox.use_objects((clone.objects,), sha256=len(commit) == SHA256_HEX_DIGITS, shallow=clone.shallow())
        base, name = names.base_of_remote(remote) or (None, None)
        if (
            update.old
            and old
            and name
            and update.ref in (f"{BRANCHES}{name.removeprefix(f'{each}/')}" for each in (remote, "origin"))
        ):
            base = old
        ends = ends_between(clone, sandbox, base, commit, name)
        with measured_change(clone, sandbox, ends) as change:
            yield change
