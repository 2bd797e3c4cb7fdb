"""Which added lines of a file a policy wants to see."""

from __future__ import annotations

from reviewbot.diff.path_patterns import is_in_scope
from reviewbot.model.change import Needs

EVERY_LINE = ("",)  # the expression that is found in every line


def wanted_in(needs: Needs, path: bytes) -> tuple[str, ...]:
    """The expressions of which one must be found in an added line of this file; () when none is wanted."""
    if any(is_in_scope(scope, path) for scope in needs.lines_of):
        return EVERY_LINE
    return needs.patterns
