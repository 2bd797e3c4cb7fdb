from __future__ import annotations

import pytest

from reviewbot.model.options import declared_options
from reviewbot.model.report import Severity
from reviewbot.policy.always_on import always_on_rules
from reviewbot.rules import load_rule, rule_names
from tests.policy.reading import load

RULES = ["policy-change", "unsafe-path"]


def of(rule, *texts):
    instances = [instance for instance in load(*texts).instances if instance.rule == rule]
    return [(each.number, each.source, each.waivable_by, each.severity) for each in instances]


def test_finds_every_rule_that_says_so():
    assert [rule.name for rule in always_on_rules()] == [name for name in rule_names() if load_rule(name).always_on]


@pytest.mark.parametrize("name", [rule.name for rule in always_on_rules()])
def test_has_no_options(name):
    assert load_rule(name).options() is not None
    assert not declared_options(load_rule(name).options)


@pytest.mark.parametrize("rule", RULES)
def test_holds_without_being_written(rule):
    assert of(rule, "") == [(1, "built-in", ("maintainers",), Severity.BLOCK)]


@pytest.mark.parametrize("rule", RULES)
def test_the_first_text_sets_who_may_waive(rule):
    assert of(rule, f"[rules.{rule}]\nwaivable-by = []\n") == [(1, "text 1", (), Severity.BLOCK)]


@pytest.mark.parametrize("rule", RULES)
def test_a_text_further_back_stands_beside_the_floor_that_says_nothing(rule):
    assert of(rule, "", f'[rules.{rule}]\nwaivable-by = ["everyone"]\n') == [
        (1, "built-in", ("maintainers",), Severity.BLOCK),
        (2, "text 2", ("everyone",), Severity.BLOCK),
    ]


@pytest.mark.parametrize("rule", RULES)
def test_a_text_further_back_stands_beside_the_floor_that_names_somebody(rule):
    assert of(rule, f'[rules.{rule}]\nwaivable-by = ["a"]\n', f'[rules.{rule}]\nwaivable-by = ["b"]\n') == [
        (1, "text 1", ("a",), Severity.BLOCK),
        (2, "text 2", ("b",), Severity.BLOCK),
    ]


def test_a_mark_that_is_no_declaration_puts_nothing_on(a_new_rule):
    a_new_rule("mentions_it", "# always_on=True is for others\n", "")
    assert "mentions-it" not in [rule.name for rule in always_on_rules()]


def test_a_new_rule_that_is_always_on_needs_its_file_only(a_new_rule):
    a_new_rule("always_there", "", ", always_on=True")
    assert [each.rule for each in load("").instances] == ["always-there", *RULES]
