"""How a rule declares its options: one dataclass field each, with what the policy language allows there.

The policy loader, the JSON schema and `reviewbot explain` all read these declarations; there is no other list.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from enum import Enum

TYPE_CHECKING = False  # without importing typing, which every start would pay for
if TYPE_CHECKING:
    from typing import Any

KEY = "reviewbot"
LARGEST_INTEGER = 2**53 - 1  # what JSON readers hold exactly, https://www.rfc-editor.org/rfc/rfc8259#section-6


class Kind(Enum):
    """The shapes a value may have in a policy."""

    INTEGER = "integer"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    TEXTS = "texts"  # a list of non-empty strings, at most 512 characters each
    PATTERNS = "patterns"  # gitignore patterns
    REGEXES = "regexes"  # RE2 expressions


@dataclass(frozen=True, slots=True)
class Option:
    """What a policy may write for one key.

    help: one sentence for the schema and `explain`. minimum: of an integer. choices: of CHOICE and CHOICES.
    """

    kind: Kind
    help: str
    minimum: int = 0
    choices: tuple[str, ...] = ()


def option(kind: Kind, help: str, *, default: Any = MISSING, minimum: int = 0, choices: tuple[str, ...] = ()) -> Any:
    """A dataclass field that holds an option; without `default` the key is required.

    The key in the policy is the field's name with hyphens. Lists are tuples, in the policy's order.
    """
    return field(default=default, metadata={KEY: Option(kind, help, minimum, choices)})


def count_option() -> Any:
    """The `count` option that all rules about lines share."""
    return option(
        Kind.CHOICE,
        "Which lines count: added and removed, or added only.",
        default="changed",
        choices=("changed", "added"),
    )


def renames_option() -> Any:
    """The `renames` option that all rules about lines share, see `ChangedFile.counts_with`."""
    return option(
        Kind.CHOICE,
        "Whether a rename counts what differs between the two names, or a delete plus an add.",
        default="follow",
        choices=("follow", "full"),
    )
