"""Which rules hold without being written, found without importing every rule.

A rule says so itself, by `always_on=True` in its file. The files are searched for these words, and only those that
have them are imported; a test holds that no always-on rule writes it another way.
"""

from __future__ import annotations

from reviewbot import rules
from reviewbot.model.policy import Instance
from reviewbot.model.rule import Rule

SOURCE = "built-in"

_MARK = b"always_on=True"


def always_on_rules() -> list[Rule]:
    """The rules that are always on, sorted by name. Reads every rule's file and imports few."""
    found = (rules.load_rule(name) for name in rules.rule_names() if _has_mark(name))
    return [rule for rule in found if rule.always_on]


def built_in_instance(rule: Rule) -> Instance:
    """The instance of an always-on rule that nobody wrote."""
    return Instance(rule=rule.name, options=rule.options(), severity=rule.severity, source=SOURCE)


def _has_mark(name: str) -> bool:
    for folder in rules.__path__:
        try:
            with open(f"{folder}/{name.replace('-', '_')}.py", "rb") as file:
                return _MARK in file.read()
        except FileNotFoundError:
            continue
    return False
