"""Commands, by the rule forbidden-command; what a command line comes to is tested with the rule."""

from __future__ import annotations

import pytest

from tests.guard.asking import POLICY
from tests.guard.test_judging import policy

RULE = '[[rules.forbidden-command]]\ndeny = ["git push"]\nask = ["rm"]\nreason = "people publish"\n'


@pytest.fixture
def held(guard, repository):
    policy(repository, POLICY + RULE)
    return guard


def run(guard, command, tool="Bash"):
    return guard.ask(tool, {"command": command})


def test_a_harmless_command_is_answered_with_silence(held):
    assert run(held, "make test") == ("allow", "")


def test_a_command_is_denied_with_its_reason(held):
    said = run(held, "cd . && env git -C . push --force")
    assert said.answer == "deny"
    assert "forbidden-command: " in said.why
    assert "why: people publish" in said.why


def test_a_command_is_asked(held):
    assert run(held, "rm a").answer == "ask"
    assert run(held, "rm a; git push").answer == "deny", "the heavier goes first"


@pytest.mark.parametrize("command", ["eval $x", "$(", "\0", "\ud800"])
def test_what_cannot_be_read_is_not_allowed(held, command):
    assert run(held, command).answer != "allow"


def test_words_and_tools_of_plug_ins_are_commands_too(held):
    assert run(held, ["git", "push"], "shell").answer == "deny"
    assert run(held, "git push", "mcp__terminal__run").answer == "deny"


def test_a_patch_in_a_shell_is_judged_as_both(held):
    patch = "*** Begin Patch\n*** Add File: config/a\n+1\n*** End Patch"
    assert "forbidden-path" in run(held, f"apply_patch <<'EOF'\n{patch}\nEOF\n").why


@pytest.mark.parametrize(("severity", "denied", "asked"), [("review", "ask", "ask"), ("warn", "allow", "allow")])
def test_the_severity_of_an_instance_lightens_it(guard, repository, severity, denied, asked):
    policy(repository, f'{POLICY}{RULE}severity = "{severity}"\n')
    assert run(guard, "git push").answer == denied
    assert run(guard, "rm a").answer == asked


def test_without_the_rule_commands_are_the_agents_own_affair(guard):
    assert run(guard, "git push").answer == "allow"
