"""Errors that a person can act on: what is wrong, where, and what to do about it.

Every error of reviewbot means "could not decide": it is never a pass, and the command ends with `EXIT_ERROR`.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_BLOCKED = 1
EXIT_ERROR = 2


class ReviewbotError(Exception):
    """reviewbot could not decide.

    what: one sentence without a full stop. where: file and line, revision or option, "" when `what` says it.
    help: the next thing to try, "" when there is none.
    """

    def __init__(self, what: str, *, where: str = "", help: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.help = help

    def __str__(self) -> str:
        lines = [self.what]
        if self.where:
            lines.append(f"  --> {self.where}")
        if self.help:
            lines.append(f"  help: {self.help}")
        return "\n".join(lines)


class UsageError(ReviewbotError):
    """The command line asks for something that does not exist or does not go together."""


class SourceError(ReviewbotError):
    """The change could not be read: no repository, unknown revision, missing objects, garbled patch."""


class LimitError(SourceError):
    """Git took longer, or printed more, than reviewbot allows itself to wait for or hold."""


class PolicyError(ReviewbotError):
    """The policy could not be read or is not valid; nothing is judged by half a policy."""


class ConfigurationError(ReviewbotError):
    """The configuration of a server could not be read or is not valid; nothing is taken under half a configuration."""
