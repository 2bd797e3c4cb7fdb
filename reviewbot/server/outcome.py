"""How a look at a lane ended."""

from __future__ import annotations

from time import time
from typing import Literal, NamedTuple

MOVED_SECONDS = 2.0  # GitHub's own parts learn of a push one after the other
Ending = Literal["done", "superseded", "again", "limited", "stopped"]


class Outcome(NamedTuple):
    """ending: "done"; "superseded", since something changed meanwhile, so that another look is needed whether or not an
    event tells of it; "again", since it failed and may not later; "limited" by GitHub; "stopped", since there is
    nothing to look at any more. why: for people. until: when it may go on, seconds since 1970, where that is known.
    """

    ending: Ending
    why: str | None = None
    until: float | None = None


DONE = Outcome("done")


def superseded(why: str) -> Outcome:
    """Something moved while it was looked at; which of both answers of GitHub's was the older one is not known."""
    return Outcome("superseded", why, time() + MOVED_SECONDS)
