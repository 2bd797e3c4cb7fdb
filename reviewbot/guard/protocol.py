"""What the protocols of several agents have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewbot.guard.agents import Reply
from reviewbot.guard.asked import Answer, Decision, NotUnderstoodError

DENIED_STATUS = 2
_NOBODY_TO_ASK = "\nThis agent cannot ask a person from here, so it is denied; tell the person, who can do it."


def deny_or_silence(decision: Decision) -> Reply:
    """For agents that know only yes and no: the reason on standard error, and nothing on standard output."""
    if decision.answer is Answer.ALLOW:
        return Reply()
    why = decision.why + (_NOBODY_TO_ASK if decision.answer is Answer.ASK else "")
    return Reply(stderr=why, status=DENIED_STATUS)


def text_of(given: Mapping[str, Any], name: str) -> str:
    """A field that must be a text. Raises NotUnderstoodError when it is not."""
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise NotUnderstoodError(f"the input has no `{name}`")
    return value
