"""One thing that was looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reviewbot.errors import ReviewbotError


class Check(NamedTuple):
    """name: what was looked at. ok: None where that could not be found out. what: how it is, in a sentence without a
    full stop. help: what to do, "" where there is nothing to do.
    """

    name: str
    ok: bool | None
    what: str
    help: str = ""


def unknown(name: str, error: ReviewbotError) -> Check:
    """What could not be looked at, and why."""
    where = f" ({error.where})" if error.where else ""
    return Check(name, None, f"could not be looked at: {error.what}{where}", error.help or "try again later")


def looked_at(name: str, look: Callable[[], list[Check]]) -> list[Check]:
    """What `look` finds; unknown where GitHub does not answer."""
    try:
        return look()
    except ReviewbotError as error:
        return [unknown(name, error)]
