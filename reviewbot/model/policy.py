"""A policy: instances of rules that stand side by side and only add up."""

from typing import NamedTuple

from reviewbot.model.facts import MAINTAINERS
from reviewbot.model.report import PolicySource, Severity

POLICY_PATH = b".reviewbot.toml"


class Instance(NamedTuple):
    """One rule with its options, as one table of a policy wrote it.

    number: counts the rule's instances from 1, floor first. options: the rule's own `Options`. match, ignore:
    gitignore patterns, in order. branches, repositories, authors: globs, () for all. waivable_by: logins, "@org/team",
    "maintainers"; () for nobody. source: where it was written, as in `PolicySource.source`.
    """

    rule: str
    options: object
    number: int = 1
    severity: Severity = Severity.BLOCK
    match: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    reason: str = ""
    waivable_by: tuple[str, ...] = (MAINTAINERS,)
    source: str = ""


class Policy(NamedTuple):
    """All instances that apply side by side, in the order of their sources, floor first."""

    instances: tuple[Instance, ...] = ()
    sources: tuple[PolicySource, ...] = ()
