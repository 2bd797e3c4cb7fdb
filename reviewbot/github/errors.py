"""Why GitHub did not do what it was asked, by what is to be done about it."""

from __future__ import annotations

from reviewbot.errors import ReviewbotError


class Limited(ReviewbotError):
    """GitHub wants to be left alone: nothing of this installation before `until_seconds`, in seconds since 1970."""

    def __init__(self, until_seconds: float) -> None:
        super().__init__("GitHub's rate limit is reached", help="nothing: it goes on by itself")
        self.until_seconds = until_seconds


class Gone(ReviewbotError):
    """What was asked for is not there, or no longer for this App: deleted, uninstalled, suspended, not permitted."""


class Missing(Gone):
    """There is no such thing, as far as this App may know."""


class Unavailable(ReviewbotError):
    """GitHub does not answer, or not sensibly. Asking again later may help."""


class Refused(ReviewbotError):
    """GitHub does not take the request, and would not later either."""
