"""Which keys a table of a policy may hold: those that every instance has, and the rule's own options."""

from __future__ import annotations

from typing import Any, NamedTuple

from reviewbot.model.facts import MAINTAINERS
from reviewbot.model.options import REQUIRED, Kind, Option, declared_options
from reviewbot.model.report import Severity
from reviewbot.model.rule import MatchUse, Rule


class Key(NamedTuple):
    """One key of a table.

    field: its name in `Instance`, or in the rule's `Options` when `own`. default: what holds where it is not written,
    REQUIRED when it must be. may_be_empty: whether an empty list or text has a plain meaning.
    """

    field: str
    option: Option
    default: Any
    may_be_empty: bool = False
    own: bool = False

    @property
    def required(self) -> bool:
        return self.default is REQUIRED


COMMON_KEYS: dict[str, Key] = {
    "severity": Key(
        "severity",
        Option(Kind.CHOICE, "What its findings weigh.", choices=tuple(severity.value for severity in Severity)),
        default=Severity.BLOCK.value,
    ),
    "match": Key("match", Option(Kind.PATTERNS, "Which files the instance sees, without it every file."), default=()),
    "ignore": Key("ignore", Option(Kind.PATTERNS, "Which files it leaves out."), default=(), may_be_empty=True),
    "branches": Key(
        "branches", Option(Kind.TEXTS, "Globs of the base branches where it applies, without it all."), default=()
    ),
    "repositories": Key(
        "repositories",
        Option(Kind.TEXTS, "Globs of the repositories (owner/name) where it applies, without it all."),
        default=(),
    ),
    "authors": Key(
        "authors",
        Option(Kind.TEXTS, "Globs of the authors to whom it applies (agent:NAME for coding agents), without it all."),
        default=(),
    ),
    "reason": Key("reason", Option(Kind.TEXT, "Shown to whoever is stopped."), default="", may_be_empty=True),
    "waivable-by": Key(
        "waivable_by",
        Option(Kind.TEXTS, 'Who may waive it: logins, "@org/team", "maintainers"; an empty list for nobody.'),
        default=(MAINTAINERS,),
        may_be_empty=True,
    ),
}

_MATCH_HELP = {
    MatchUse.REQUIRED: "Which files the rule is about.",
    MatchUse.ALLOWS: "Which files a change may touch.",
}


def keys_of(rule: Rule) -> dict[str, Key]:
    """All keys that a table of this rule may hold: the rule's own first.

    A rule that is always on takes no key that could make it see less or weigh less.
    """
    if rule.always_on:
        return {name: COMMON_KEYS[name] for name in ("reason", "waivable-by")}
    keys = {
        field.replace("_", "-"): Key(field, option, default, may_be_empty=default in ((), ""), own=True)
        for field, (option, default) in declared_options(rule.options).items()
    }
    keys |= COMMON_KEYS
    keys["severity"] = Key("severity", COMMON_KEYS["severity"].option, default=rule.severity.value)
    if rule.match in _MATCH_HELP:
        keys["match"] = Key("match", Option(Kind.PATTERNS, _MATCH_HELP[rule.match]), default=REQUIRED)
    return keys
