"""The JSON Schema of a policy, generated from the rules, for editors to complete from and for tools to check with.

Draft-07 with local `definitions`: what the TOML language servers Taplo (Even Better TOML) and Tombi both read. The
schema takes all that `load_policy` takes; it cannot tell a good pattern from a bad one, so the loader may refuse more.
"""

from __future__ import annotations

from reviewbot.model.options import LARGEST_INTEGER, REQUIRED, Kind, Option
from reviewbot.model.rule import Rule
from reviewbot.policy.keys import Key, keys_of
from reviewbot.policy.load import MAX_INSTANCES, VERSION
from reviewbot.policy.values import MAX_CHARACTERS
from reviewbot.rules import documentation, load_rule, rule_names

_Schema = dict[str, object]


def build_schema() -> _Schema:
    """The schema of a whole policy, with one definition for a table of each rule."""
    rules = [load_rule(name) for name in rule_names()]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "reviewbot policy",
        "description": "How large a change may be, which paths it may touch and what it may contain.",
        "type": "object",
        "additionalProperties": False,
        "required": ["version"],
        "properties": {
            "version": {"description": "The version of the policy language.", "type": "integer", "const": VERSION},
            "rules": {
                "description": "Each table is one instance of a rule. Instances stand side by side and only add up.",
                "type": "object",
                "additionalProperties": False,
                "properties": {rule.name: _one_or_several(rule) for rule in rules},
            },
        },
        "definitions": {rule.name: _table(rule) for rule in rules},
    }


def _one_or_several(rule: Rule) -> _Schema:
    table = {"$ref": f"#/definitions/{rule.name}"}
    return {
        "description": _summary(rule),
        "oneOf": [table, {"type": "array", "items": table, "minItems": 1, "maxItems": MAX_INSTANCES}],
    }


def _table(rule: Rule) -> _Schema:
    keys = keys_of(rule)
    table: _Schema = {
        "title": rule.name,
        "description": _summary(rule),
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _value(key) for name, key in keys.items()},
    }
    required = [name for name, key in keys.items() if key.required]
    return table | {"required": required} if required else table


def _value(key: Key) -> _Schema:
    schema = {"description": key.option.help, **_type(key.option, may_be_empty=key.may_be_empty)}
    if key.default is REQUIRED:
        return schema
    return schema | {"default": list(key.default) if isinstance(key.default, tuple) else key.default}


def _type(option: Option, *, may_be_empty: bool) -> _Schema:
    least = 0 if may_be_empty else 1
    match option.kind:
        case Kind.INTEGER:
            return {"type": "integer", "minimum": option.minimum, "maximum": LARGEST_INTEGER}
        case Kind.FLAG:
            return {"type": "boolean"}
        case Kind.CHOICE:
            return {"type": "string", "enum": list(option.choices)}
        case Kind.TEXT:
            return {"type": "string", "minLength": least, "maxLength": MAX_CHARACTERS}
        case Kind.CHOICES:
            choices = {"type": "string", "enum": list(option.choices)}
            most = len(option.choices)
            return {"type": "array", "items": choices, "minItems": least, "maxItems": most, "uniqueItems": True}
        case Kind.TEXTS | Kind.PATTERNS | Kind.REGEXES:
            text = {"type": "string", "minLength": 1, "maxLength": MAX_CHARACTERS}
            return {"type": "array", "items": text, "minItems": least}


def _summary(rule: Rule) -> str:
    return documentation(rule.name).partition("\n")[0]
