from __future__ import annotations

import pytest

from reviewbot.model.options import declared_options
from reviewbot.model.policy import Instance
from reviewbot.policy.keys import COMMON_KEYS, keys_of
from reviewbot.rules import load_rule, rule_names

COMMON = ["severity", "match", "ignore", "branches", "repositories", "authors", "reason", "waivable-by"]


def test_the_keys_that_every_rule_has():
    assert list(COMMON_KEYS) == COMMON


@pytest.mark.parametrize("name", [name for name in COMMON if name != "severity"])
def test_the_default_of_a_common_key_is_that_of_an_instance(name):
    key = COMMON_KEYS[name]
    assert getattr(Instance(rule="x", options=None), key.field) == key.default


@pytest.mark.parametrize("name", rule_names())
def test_no_option_of_a_rule_has_the_name_of_a_common_key(name):
    own = {field.replace("_", "-") for field in declared_options(load_rule(name).options)}
    assert own.isdisjoint(COMMON)


def test_own_keys_come_first_and_have_hyphens():
    keys = keys_of(load_rule("max-diff-lines"))
    assert list(keys) == ["limit", "count", "renames", "ignore-generated", *COMMON]
    assert (keys["ignore-generated"].field, keys["ignore-generated"].own) == ("ignore_generated", True)


def test_the_default_severity_is_the_rules_own():
    assert keys_of(load_rule("protected-path"))["severity"].default == "review"
    assert keys_of(load_rule("forbidden-path"))["severity"].default == "block"


@pytest.mark.parametrize(
    ("rule", "required"),
    [("max-diff-lines", False), ("max-files", False), ("forbidden-path", True), ("allowed-path", True)],
)
def test_match_is_required_where_it_is_what_the_rule_is_about(rule, required):
    assert keys_of(load_rule(rule))["match"].required is required


def test_a_rule_that_is_always_on_takes_no_key_that_could_relax_it():
    assert list(keys_of(load_rule("policy-change"))) == ["reason", "waivable-by"]
