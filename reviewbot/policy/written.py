"""A policy written out again: as TOML that `load_policy` reads back to the same instances, and as data for JSON."""

from __future__ import annotations

from reviewbot.model.policy import Instance, Policy
from reviewbot.policy.keys import Key, keys_of
from reviewbot.policy.load import VERSION
from reviewbot.policy.wording import escaped, toml_string
from reviewbot.rules import load_rule

TYPE_CHECKING = False  # what follows is for annotations only
if TYPE_CHECKING:
    from collections.abc import Iterator


def policy_toml(policy: Policy) -> str:
    """The policy as TOML, each instance under a comment that says where it came from.

    Severity and the rule's own keys are always written, the other keys where they are not the default.
    """
    lines = [f"# {escaped(source.source)}, sha256 {source.sha256}" for source in policy.sources]
    lines += ["", f"version = {VERSION}"]
    for instance in policy.instances:
        lines += ["", f"# {instance.rule}, instance {instance.number}, from {escaped(instance.source)}"]
        lines += [f"[[rules.{instance.rule}]]", *_assignments(instance)]
    return "\n".join(lines).lstrip("\n") + "\n"


def policy_data(policy: Policy) -> dict[str, object]:
    """The policy as data that JSON can hold, with every key of every instance."""
    return {
        "schema": "reviewbot-policy/1",
        "sources": [{"source": source.source, "sha256": source.sha256} for source in policy.sources],
        "instances": [
            {
                "rule": instance.rule,
                "instance": instance.number,
                "source": instance.source,
                "values": {name: _plain(value) for name, _, value in values_of(instance)},
            }
            for instance in policy.instances
        ],
    }


def values_of(instance: Instance) -> Iterator[tuple[str, Key, object]]:
    """(name, key, value) for every key that a table of the instance's rule may hold."""
    for name, key in keys_of(load_rule(instance.rule)).items():
        yield name, key, getattr(instance.options if key.own else instance, key.field)


def toml_value(value: object) -> str:
    """A value of a policy as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return toml_string(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(toml_value(entry) for entry in value) + "]"
    return str(value)


def _assignments(instance: Instance) -> Iterator[str]:
    for name, key, value in values_of(instance):
        if key.own or name == "severity" or value != key.default:
            yield f"{name} = {toml_value(value)}"


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
