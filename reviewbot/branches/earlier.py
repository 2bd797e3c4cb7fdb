"""Whether a branch is what reviewbot made of a part, and nobody's work since: it is made again, and compared.

A commit says of itself who made it, onto what it was carried and after which parts; so this holds in every clone, and
what a person amended is told whatever they say of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reviewbot.branches.authors import Author
from reviewbot.branches.carrying import Carrier, Carry
from reviewbot.branches.commits import Commits
from reviewbot.errors import ReviewbotError
from reviewbot.model.split_plan import Branch

_COMMITTER = re.compile(rb"^committer (.*) <(.*)> (\d+ [+-]\d{4})$", re.MULTILINE)
_CARRIED = re.compile(
    rb"^Part \d+ of \d+ of [0-9a-f]+, carried onto ([0-9a-f]{40}|[0-9a-f]{64})(?: after (\d+(?:, \d+)*))?$",
    re.MULTILINE,
)


class Earlier:
    """What reviewbot made of these parts at other times. original: before anything had landed, by this committer."""

    def __init__(self, commits: Commits, original: Sequence[Branch], committer: Author) -> None:
        self._commits = commits
        self._on = [branch.on for branch in original]
        self._made: dict[tuple[Carry | None, str, str], Mapping[int, str]] = {
            (None, committer.name, committer.email): _by_part(original)
        }

    def is_made(self, branch: Branch, commit: str) -> bool:
        """Whether this commit (full id) is what reviewbot made for the branch, of this very plan."""
        try:
            text = self._commits.sandbox.git.run("cat-file", "commit", commit)
            header, _, message = text.partition(b"\n\n")
            committer = _COMMITTER.search(header)
            if committer is None:
                return False
            author = Author(*(field.decode("utf-8", "surrogateescape") for field in committer.groups()))
            return self._commits_of(_carry(message), author).get(branch.part) == commit
        except ReviewbotError:
            return False  # what it says that it stands on is not here, or cannot be merged

    def _commits_of(self, carry: Carry | None, committer: Author) -> Mapping[int, str]:
        key = (carry, committer.name, committer.email)
        if key not in self._made:
            self._made[key] = _by_part(self._branches(carry, committer))
        return self._made[key]

    def _branches(self, carry: Carry | None, committer: Author) -> tuple[Branch, ...]:
        if carry is None:
            return self._commits.original(committer).branches
        return Carrier(self._commits, carry, self._on).branches(committer)


def _by_part(branches: Sequence[Branch]) -> Mapping[int, str]:
    return {branch.part: branch.commit for branch in branches}


def _carry(message: bytes) -> Carry | None:
    """What the message says that the commit was carried onto; None for one that stands where the change starts."""
    said = _CARRIED.search(message)
    if said is None:
        return None
    landed = tuple(int(number) for number in said[2].split(b", ")) if said[2] else ()
    return Carry(said[1].decode("ascii"), landed)
