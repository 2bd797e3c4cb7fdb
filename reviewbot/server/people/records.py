"""What was decided of waivers, as it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Record(NamedTuple):
    """What was decided of a command, once and for all. comment, position: which one it is.

    verb: "waive", or "unwaive", which ends what was waived before it for the same rule and head. accepted_at: the
    comment's own time, ISO. refused: why it does not hold, not safe to show; "" when it does.
    """

    comment: int
    position: int
    rule: str
    login: str
    reason: str
    head: str
    accepted_at: str
    refused: str = ""
    verb: str = "waive"

    @property
    def place(self) -> tuple[int, int]:
        """As `Said.place`."""
        return self.comment, self.position

    def holds_for(self, head: str, verb: str) -> bool:
        return self.head == head and self.verb == verb and not self.refused


class WaiverRecords(Protocol):
    """Where decisions are kept, and never changed."""

    def of(self, repository: int, number: int) -> Sequence[Record]:
        """All of one pull request."""

    def record(self, repository: int, number: int, record: Record) -> None:
        """Keep one, durably; a second one of the same comment and position changes nothing."""
