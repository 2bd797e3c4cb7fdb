"""What a rule is: a name, its options, and a pure function from what it sees to what it says."""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, NamedTuple

from reviewbot.model.change import Change, ChangedFile, Needs
from reviewbot.model.facts import Facts
from reviewbot.model.policy import Instance
from reviewbot.model.report import Severity


class MatchUse(Enum):
    """What an instance's `match` means to its rule."""

    LIMITS = "limits"  # the rule looks at the matched files only; without `match`, at all
    REQUIRED = "required"  # the matched files are what the rule is about: it sees each name that matches
    ALLOWS = "allows"  # the matched files are in order: the rule sees what is outside


class Scope(NamedTuple):
    """What one instance sees of a change.

    files: those within `match` and not in `ignore`, sorted by path. A file moved into the scope is added there, one
    moved out of it is deleted there. change, facts: all of it. guards: every instance that guards paths.
    """

    files: tuple[ChangedFile, ...]
    instance: Instance
    change: Change = Change()
    facts: Facts = Facts()
    guards: tuple[Instance, ...] = ()


class Found(NamedTuple):
    """A rule says that something is wrong in one place.

    severity: only where it is not the instance's. text: what the fingerprint is made of besides rule and path, so
    that two findings in one file differ.
    """

    message: str
    path: bytes | None = None
    line: int | None = None
    help: str = ""
    severity: Severity | None = None
    text: bytes = b""


class Spent(NamedTuple):
    """A rule says how much of its budget is used, whether or not that is too much."""

    limit: int
    used: int
    unit: str


class NotJudged(NamedTuple):
    """A rule says that the source does not tell what it needs to know, and what that is."""

    why: str


Statement = Found | Spent | NotJudged


def no_needs(_options: Any) -> Needs:
    """The needs of a rule that reads nothing beyond paths, modes and counts."""
    return Needs()


def no_objections(_options: Any) -> None:
    """The validation of a rule whose options all go together."""


class Rule(NamedTuple):
    """One rule, as its file declares it.

    name: what it enforces, with hyphens; the file has it with underscores. options: a NamedTuple whose fields are
    declared as `reviewbot.model.options` says. check: called with (scope, options). needs: what to read of a change
    for these options. severity: of its findings where the instance says nothing. guards: whether `match` names paths
    that links and submodules must not reach either. always_on: an instance exists without being written. measures:
    whether it counts or reads lines, so that a move into or out of its scope matters line by line. lasting: whether
    what it finds stays in the history when a later commit of the same change takes it back. budget: whether it says how
    much of something is used (`Spent`). told: called with (instance, options), what whoever makes a change must do or
    leave, as a sentence in which the policy's own words are quoted as `code`; what an instance's other keys say is not
    repeated. validate: raises ValueError, saying what is wrong, for options that do not go
    together.
    """

    name: str
    options: type
    check: Callable[[Scope, Any], Iterator[Statement]]
    needs: Callable[[Any], Needs] = no_needs
    match: MatchUse = MatchUse.LIMITS
    severity: Severity = Severity.BLOCK
    guards: bool = False
    always_on: bool = False
    measures: bool = False
    lasting: bool = False
    budget: bool = False
    told: Callable[[Instance, Any], str] | None = None
    validate: Callable[[Any], None] = no_objections
