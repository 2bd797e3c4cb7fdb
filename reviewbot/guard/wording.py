"""What an agent reads when it is held back: what the policy says, why, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewbot.guard.asked import Answer, Decision
from reviewbot.policy import PolicyText
from reviewbot.render.text.escape import shown

MOST_CAUSES = 8
_HEADS = {Answer.DENY: "denied by the policy", Answer.ASK: "the policy wants a person to decide this"}
_NEXT_PART = (
    "The budget is for one change, from where this branch left its base; committing does not refill it. Finish what is "
    "there so that it stands by itself, commit it, and go on with the next part as a change of its own: "
    "git switch -c NEXT-PART BASE. `reviewbot budget` says what is left, `reviewbot lint-diff` what is found."
)


class Cause(NamedTuple):
    """One reason to hold back. left, unit: of a budget that would be exceeded, before the edit; None for others."""

    answer: Answer
    said: str
    reason: str = ""
    help: str = ""
    left: int | None = None
    unit: str = ""


def worded(causes: Sequence[Cause], texts: Sequence[PolicyText]) -> Decision:
    """The heaviest answer, with all causes that are as heavy, each once."""
    order = list(Answer)
    heaviest = max((cause.answer for cause in causes), key=order.index, default=Answer.ALLOW)
    if heaviest is Answer.ALLOW:
        return Decision()
    weighing = list(dict.fromkeys(cause for cause in causes if cause.answer is heaviest))
    sources = ", ".join(shown(text.source) for text in texts)
    lines = [f"reviewbot: {_HEADS[heaviest]} ({sources})."]
    lines += [line for cause in weighing[:MOST_CAUSES] for line in _lines(cause)]
    if len(weighing) > MOST_CAUSES:
        lines.append(f"- and {len(weighing) - MOST_CAUSES} more")
    if any(cause.left is not None for cause in weighing):
        lines.append(_NEXT_PART)
    return Decision(heaviest, "\n".join(lines))


def _lines(cause: Cause) -> list[str]:
    lines = [f"- {cause.said}"]
    if cause.left is not None:
        lines[0] += f" with this edit; {cause.left} {cause.unit} are left"
    if cause.reason:
        lines.append(f"  why: {shown(cause.reason)}")
    if cause.help:
        lines.append(f"  instead: {shown(cause.help)}")
    return lines
