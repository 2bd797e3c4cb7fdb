"""Execution rules, read as the Python that this much of Starlark also is."""

from __future__ import annotations

import ast

import pytest

from reviewbot.contract.codex_rules import HEADER, NONE, render
from reviewbot.model.report import Severity
from tests.contract.rich_policy import EMPTY, HOSTILE, commands, with_commands


def rules_of(policy):
    """(pattern, decision, justification) of each rule."""
    found = []
    for node in ast.parse(render(policy)).body:
        assert isinstance(node.value, ast.Call)
        assert node.value.func.id == "prefix_rule"
        values = {keyword.arg: ast.literal_eval(keyword.value) for keyword in node.value.keywords}
        found.append((values.pop("pattern"), values.pop("decision"), values.pop("justification", None)))
        assert values == {}
    return found


def test_says_so_when_there_is_nothing_about_commands():
    assert render(EMPTY) == HEADER + NONE


def test_the_strictest_comes_first_and_each_command_once():
    policy = with_commands(
        commands(allow=["git push", "make"], ask=["git push"]),
        commands(deny=["git push --force"], reason="rewrites history"),
    )
    assert rules_of(policy) == [
        (["git", "push", "--force"], "forbidden", "rewrites history"),
        (["git", "push"], "prompt", None),
        (["make"], "allow", None),
    ]


def test_text_in_capitals_is_no_command():
    assert rules_of(with_commands(commands(deny=["DROP DATABASE", "R CMD"]))) == []


@pytest.mark.parametrize(
    ("instance", "decisions"),
    [
        pytest.param({"severity": Severity.WARN}, [], id="a warning is no rule"),
        pytest.param({"severity": Severity.REVIEW}, ["prompt", "prompt", "allow"], id="to be approved"),
        pytest.param({"branches": ("main",)}, ["prompt", "prompt"], id="only somewhere"),
    ],
)
def test_what_cannot_be_said_is_asked(instance, decisions):
    policy = with_commands(commands(deny=["a"], ask=["b"], allow=["c"], **instance))
    assert [decision for _, decision, _ in rules_of(policy)] == decisions


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("rm  -rf", ["rm", "-rf"]),
        ("sh -c 'a b'", ["sh", "-c", "a b"]),
        ('git commit -m "\\"x"', ["git", "commit", "-m", '"x']),
        ("make #x", ["make", "#x"]),
        ("C:\\\\x", ["C:\\x"]),
    ],
)
def test_words_are_a_shells(command, words):
    assert rules_of(with_commands(commands(deny=[command]))) == [(words, "forbidden", None)]


@pytest.mark.parametrize("command", ["", "a | b", "a; b", "a && b", "a > b", "$(a)", "'open"])
def test_more_than_words_is_left_to_the_guard(command):
    assert rules_of(with_commands(commands(deny=[command]))) == []


def test_hostile_words_stay_in_their_strings():
    assert {decision for _, decision, _ in rules_of(HOSTILE)} == {"prompt"}  # each of them holds somewhere only
