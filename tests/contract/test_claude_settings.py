from __future__ import annotations

import json

import pytest

from reviewbot.contract import ContractError
from reviewbot.contract.claude_settings import merged, permissions_of
from reviewbot.model.report import Severity
from tests.contract.rich_policy import EMPTY, HOSTILE, commands, with_commands
from tests.policies import a_policy, forbidden, rule

POLICY = with_commands(commands(deny=["rm -rf"], ask=["git push"]), policy=a_policy(forbidden("/config/")))


def edits(*instances):
    return {name: found for name, found in permissions_of(a_policy(*instances)).items() if found}


def test_a_policy_without_paths_and_commands_permits_and_denies_nothing():
    assert permissions_of(EMPTY) == {"deny": [], "ask": [], "allow": []}


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        ("config/", ["Edit(/**/config)", "Edit(/**/config/**)"]),
        ("/config/", ["Edit(/config)", "Edit(/config/**)"]),
        ("a/b", ["Edit(/a/b)", "Edit(/a/b/**)"]),
        ("*.pem", ["Edit(/**/*.pem)", "Edit(/**/*.pem/**)"]),
        ("**/x/", ["Edit(/**/x)", "Edit(/**/x/**)"]),
        ("a)b", []),
    ],
)
def test_a_guarded_path_is_denied_with_all_below_it(pattern, places):
    assert edits(forbidden(pattern)) == ({"deny": places} if places else {})


@pytest.mark.parametrize(
    "instance",
    [
        pytest.param(
            rule("protected-path", {"reviewers": ("a",)}, match=("x/",), severity=Severity.REVIEW), id="review"
        ),
        pytest.param(forbidden("x/", branches=("main",)), id="only somewhere"),
    ],
)
def test_is_asked(instance):
    assert list(edits(instance)) == ["ask"]


@pytest.mark.parametrize(
    "instance",
    [
        pytest.param(forbidden("x/", severity=Severity.WARN), id="a warning"),
        pytest.param(forbidden("x/", "!x/y"), id="something is let through again"),
        pytest.param(forbidden("x/", ignore=("x/y",)), id="something is left out"),
        pytest.param(rule("forbidden-path", {"change": ("deleted",)}, match=("x/",)), id="edits are in order"),
        pytest.param(rule("allowed-path", match=("x/",)), id="all but some"),
    ],
)
def test_what_cannot_be_said_is_left_to_the_guard(instance):
    assert edits(instance) == {}


def test_commands():
    policy = with_commands(commands(deny=["rm -rf", "a(b)", "a:*"], ask=["git push"], allow=["make"]))
    assert permissions_of(policy) == {
        "deny": ["Bash(rm -rf:*)"],
        "ask": ["Bash(git push:*)"],
        "allow": ["Bash(make:*)"],
    }


def test_keeps_what_is_there():
    present = '{"model": "é", "permissions": {"deny": ["Bash(sudo:*)", "Bash(rm -rf:*)"], "defaultMode": "plan"}}'
    assert json.loads(merged(POLICY, present)) == {
        "model": "é",
        "permissions": {
            "deny": ["Bash(sudo:*)", "Bash(rm -rf:*)", "Edit(/config)", "Edit(/config/**)"],
            "defaultMode": "plan",
            "ask": ["Bash(git push:*)"],
        },
    }


def test_half_a_character_stays_an_escape():
    written = merged(POLICY, '{"env": {"A": "\\ud800"}}')
    assert json.loads(written.encode())["env"] == {"A": "\ud800"}


def test_does_not_write_anew_what_has_it_all():
    present = json.dumps(json.loads(merged(POLICY, "")), indent=7)
    assert merged(POLICY, present) == present


@pytest.mark.parametrize(
    ("present", "what"),
    [
        ("{", "it is not JSON"),
        ("// a comment\n{}", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "it holds no object"),
        ('{"permissions": []}', "its `permissions` is no object"),
        ('{"permissions": {"deny": "Bash"}}', "its `permissions.deny` is no list"),
    ],
)
def test_does_not_touch_what_it_does_not_understand(present, what):
    with pytest.raises(ContractError, match=what):
        merged(POLICY, present)


def test_hostile_words_stay_in_their_entries():
    entries = [entry for found in permissions_of(HOSTILE).values() for entry in found]
    assert [entry for entry in entries if entry.count("(") > 1 or entry.index(")") < len(entry) - 1] == []
