"""Which commands a policy denies, has asked about, and allows: the lists of all its `forbidden-command`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reviewbot.contract.text.conditions import is_conditional
from reviewbot.model.policy import Instance, Policy
from reviewbot.model.report import Severity

RULE_NAME = "forbidden-command"


class Command(NamedTuple):
    """A prefix of commands with what becomes of them: "deny", "ask" or "allow". reason: why, the policy's words."""

    prefix: str
    decision: str
    reason: str


def entries(instance: Instance, decision: str) -> tuple[str, ...]:
    """One list of an instance, () where it has none."""
    found: tuple[str, ...] = getattr(instance.options, decision, ())
    return found


def commands_of(policy: Policy) -> Iterator[Command]:
    """Every command that the policy names, the denied first. Each prefix once, with the strictest decision.

    What holds only somewhere, or is to be approved, is asked; a format for machines cannot say more. What only warns,
    what is allowed only somewhere, and text in capitals, which is no beginning of a command, is left out.
    """
    seen: set[str] = set()
    instances = [each for each in policy.instances if each.rule == RULE_NAME and each.severity is not Severity.WARN]
    for wanted in ("deny", "ask", "allow"):
        for instance in instances:
            for decision in ("deny", "ask", "allow"):
                if _decided(decision, instance) != wanted:
                    continue
                for prefix in entries(instance, decision):
                    if prefix not in seen and not prefix.split(" ")[0].isupper():
                        seen.add(prefix)
                        yield Command(prefix, wanted, instance.reason)


def _decided(decision: str, instance: Instance) -> str:
    if decision == "deny" and (is_conditional(instance) or instance.severity is Severity.REVIEW):
        return "ask"
    return "" if decision == "allow" and is_conditional(instance) else decision
