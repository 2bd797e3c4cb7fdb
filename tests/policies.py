"""Policies for tests: instances of real rules, and changes to judge by them."""

from __future__ import annotations

from reviewbot.engine import evaluate
from reviewbot.model.change import AddedLine, Change, ChangedFile, Unpaired
from reviewbot.model.facts import Facts, Person
from reviewbot.model.policy import Instance, Policy
from reviewbot.model.report import Report
from reviewbot.rules import load_rule
from tests.builders import a_change, a_file, an_instance, line_counts

NOBODY = Facts()
ANN = Person("ann", frozenset({"@acme/dba", "maintainers"}))
HEAD = "a" * 40
CONFIG = a_change(a_file("config/a"), head=HEAD)


def a_policy(*instances: Instance, **others) -> Policy:
    return Policy(instances=instances, **others)


def rule(name: str, options=(), **instance) -> Instance:
    """An instance of a rule, with these of the rule's own options."""
    return an_instance(name, load_rule(name).options(**dict(options)), **instance)


def forbidden(*match: str, **instance) -> Instance:
    return rule("forbidden-path", match=match or ("config/",), **instance)


def budget(limit: int, **instance) -> Instance:
    return rule("max-diff-lines", {"limit": limit}, **instance)


def judge(change: Change, *instances: Instance, facts: Facts = NOBODY) -> Report:
    return evaluate(change, a_policy(*instances), facts)


def moved(old_path: str, path: str, **others) -> ChangedFile:
    """2 lines differ between the two names; apart they are 40 removed and 41 added lines."""
    apart = Unpaired(line_counts(41, 40), (AddedLine(7, b"needle"),))
    return a_file(path, old_path=old_path, added=1, removed=1, **{"unpaired": apart, **others})
