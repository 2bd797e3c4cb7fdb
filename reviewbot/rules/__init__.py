"""One file per rule; the file list is the rule list.

A file `some_name.py` here is the rule `some-name`. Its docstring is the rule's documentation, `Options` its options,
`check` the rule, `RULE` the declaration. Nothing else has to be told: the policy loader, the engine, the JSON schema,
`reviewbot explain` and the README table all look here. Rules do not know each other.
"""

from __future__ import annotations

from importlib import import_module
from os import listdir
from sys import modules

from reviewbot.model.rule import Rule


def rule_names() -> tuple[str, ...]:
    """The names of all rules, sorted."""
    stems = {entry[:-3] for folder in __path__ for entry in listdir(folder) if entry.endswith(".py")}
    return tuple(sorted(stem.replace("_", "-") for stem in stems if not stem.startswith("_")))


def load_rule(name: str) -> Rule:
    """The rule of that name; only this one's file is imported. Raises KeyError when there is none."""
    loaded = modules.get(f"{__name__}.{name.replace('-', '_')}")
    if loaded is None:
        if name not in rule_names():
            raise KeyError(name)
        loaded = import_module(f"{__name__}.{name.replace('-', '_')}")
    rule: Rule = loaded.RULE
    return rule


def documentation(name: str) -> str:
    """The docstring of the rule's file, see `load_rule`."""
    load_rule(name)
    return (import_module(f"{__name__}.{name.replace('-', '_')}").__doc__ or "").strip() + "\n"
