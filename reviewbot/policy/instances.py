"""One table of a policy to one instance of a rule, or to what is wrong with it."""

from __future__ import annotations

from itertools import islice
from typing import Any, NamedTuple

from reviewbot.model.policy import Instance
from reviewbot.model.report import Severity
from reviewbot.model.rule import Rule
from reviewbot.policy.keys import COMMON_KEYS, Key, keys_of
from reviewbot.policy.statements import KeyPath
from reviewbot.policy.values import UnfitError, read_value
from reviewbot.policy.wording import did_you_mean, escaped, quoted

MAX_PROBLEMS = 20  # of one table or text that are looked for; each costs a search for the nearest right word


class Problem(NamedTuple):
    """What is wrong at one place of a text."""

    path: KeyPath
    what: str
    help: str


def read_instance(
    rule: Rule, path: KeyPath, table: dict[str, Any], source: str, problems: list[Problem]
) -> Instance | None:
    """The instance that a table writes, not yet numbered; None when it has problems, which are added to the list."""
    keys = keys_of(rule)
    before = len(problems)
    common: dict[str, Any] = {"severity": keys["severity"].default} if "severity" in keys else {}
    own: dict[str, Any] = {}
    for name, value in islice(table.items(), len(keys) + MAX_PROBLEMS):
        key = keys.get(name)
        if key is None:
            problems.append(_unknown_key(rule, keys, (*path, name), name))
            continue
        try:
            (own if key.own else common)[key.field] = read_value(key, value)
        except UnfitError as unfit:
            problems.append(Problem((*path, name), f"`{name}` of {rule.name} {unfit.what}", unfit.help))
    for name, key in keys.items():
        if key.required and name not in table:
            problems.append(Problem(path, f"`{name}` of {rule.name} is missing", _help_for_missing(name, key)))
    if len(problems) > before:
        return None
    options = rule.options(**own)
    try:
        rule.validate(options)
    except ValueError as error:  # a rule may refuse values that do not go together
        problems.append(
            Problem(path, f"{rule.name}: {escaped(str(error), 200)}", f"see `reviewbot explain {rule.name}`")
        )
        return None
    severity = Severity(common.pop("severity", rule.severity))
    return Instance(rule=rule.name, options=options, severity=severity, source=source, **common)


def _unknown_key(rule: Rule, keys: dict[str, Key], path: KeyPath, name: str) -> Problem:
    if rule.always_on and name in COMMON_KEYS:
        what = f"`{name}` cannot be set for {rule.name}, which is always on"
        return Problem(path, what, "it takes only `reason` and `waivable-by`")
    return Problem(path, f"{rule.name} has no key {quoted(name)}", did_you_mean(name, keys, "its keys are"))


def _help_for_missing(name: str, key: Key) -> str:
    return f"add {name} = ...: {key.option.help[:1].lower()}{key.option.help[1:].rstrip('.')}"
