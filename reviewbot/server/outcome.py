"""How a look at a lane ended."""

from __future__ import annotations

from typing import Literal, NamedTuple

Ending = Literal["done", "superseded", "again", "limited", "stopped"]


class Outcome(NamedTuple):
    """ending: "done"; "superseded", since something changed meanwhile; "again", since it failed and may not later;
    "limited" by GitHub; "stopped", since there is nothing to look at any more. why: for people. until: when it may go
    on, seconds since 1970, where that is known.
    """

    ending: Ending
    why: str | None = None
    until: float | None = None


DONE, SUPERSEDED = Outcome("done"), Outcome("superseded")
