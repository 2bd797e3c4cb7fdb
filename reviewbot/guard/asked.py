"""What an agent asks to do: edits of files, and commands."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from reviewbot.errors import ReviewbotError


class NotUnderstoodError(ReviewbotError):
    """What the agent handed over is not what its protocol says; what is not understood is not let through."""


class TooLargeError(ReviewbotError):
    """What an edit would make is too large to be judged."""


class Edit(NamedTuple):
    """One file that would be written. path: as the agent wrote it, absolute or from its folder. source: likewise, the
    file that it begins with, where that is another one.

    apply: from what the file holds (None: it is not there) to what it would hold (None: gone). Where an agent's own
    way of finding a place is more lenient than ours, the result may stand elsewhere in the file, with the same lines.
    """

    path: str
    apply: Callable[[bytes | None], bytes | None]
    source: str | None = None


class Asked(NamedTuple):
    """All that one use of a tool would do; neither edits nor commands where it only reads. folder: the agent's."""

    folder: str
    tool: str = ""
    edits: tuple[Edit, ...] = ()
    commands: tuple[str, ...] = ()


class Answer(StrEnum):
    """The lighter first."""

    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"


class Decision(NamedTuple):
    """The answer, and why, in words for the agent: what the policy says, and what to do instead."""

    answer: Answer = Answer.ALLOW
    why: str = ""


def heavier(one: Decision, other: Decision) -> Decision:
    """The heavier of two decisions; where both weigh the same, with the reasons of both."""
    if one.answer is other.answer:
        return Decision(one.answer, "\n".join(dict.fromkeys(filter(None, (one.why, other.why)))))
    return max(one, other, key=lambda decision: list(Answer).index(decision.answer))
