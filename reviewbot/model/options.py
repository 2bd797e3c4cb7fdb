"""How a rule declares its options: one field each, annotated with what the policy language allows there.

The policy loader, the JSON schema and `reviewbot explain` all read these declarations; there is no other list.
"""

from enum import Enum
from typing import Any, NamedTuple

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


class Option(NamedTuple):
    """What a policy may write for one key.

    help: one sentence for the schema and `explain`. minimum: of an integer. choices: of CHOICE and CHOICES.
    """

    kind: Kind
    help: str
    minimum: int = 0
    choices: tuple[str, ...] = ()


class Required:
    """The default of an option that has none."""


REQUIRED = Required()


def declared_options(options: type) -> dict[str, tuple[Option, Any]]:
    """What a rule's `Options` declares: for each field its option, and its default or `REQUIRED`.

    options: a NamedTuple whose fields are written as `limit: Annotated[int, Option(...)] = 300`. Its file must not
    import annotations from __future__, which would make them texts.
    """
    defaults: dict[str, Any] = getattr(options, "_field_defaults", {})
    annotations: dict[str, Any] = options.__annotations__
    return {
        name: (annotation.__metadata__[0], defaults.get(name, REQUIRED)) for name, annotation in annotations.items()
    }


# Options that all rules about lines share. The second is the argument of `ChangedFile.counts_with`.
COUNT = Option(Kind.CHOICE, "Which lines count: added and removed, or added only.", choices=("changed", "added"))
RENAMES = Option(
    Kind.CHOICE,
    "Whether a rename counts what differs between the two names, or a delete plus an add.",
    choices=("follow", "full"),
)
