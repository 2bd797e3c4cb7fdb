"""The command line that agents are given: what a guard that fails has said is dropped, and a reason is always there."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reviewbot.guard.agents import agent_names, load_agent
from reviewbot.guard.installation import command_line
from tests.servers.server import write_script

APPROVAL = '{"decision": "allow", "permission": "allow"}'
SHELLS = ("sh", "bash")
SILENT = [name for name in agent_names() if not load_agent(name).denies_in_json]


def run(agent, shell, program):
    line = command_line(agent).replace(sys.executable, str(program))
    return subprocess.run([shell, "-c", line], input="{}", capture_output=True, text=True, check=False)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("agent", SILENT)
@pytest.mark.parametrize("end", ["exit 1", "exit 2", "exit 3", "kill -KILL $$"])
def test_a_program_that_fails(agent, shell, end, tmp_path):
    write_script(tmp_path / "program", f"#!/bin/sh\necho '{APPROVAL}'\n{end}\n")
    outcome = run(agent, shell, tmp_path / "program")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "reviewbot: this was not let through" in outcome.stderr


@pytest.mark.parametrize("agent", agent_names())
def test_a_program_that_is_gone(agent):
    outcome = run(agent, "sh", "/nonexistent/python")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "/nonexistent/python" in outcome.stderr


@pytest.mark.parametrize("agent", agent_names())
def test_an_answer_is_passed_on_as_it_is(agent, tmp_path):
    """Without an end of line where there is nothing: some agents take that for a text."""
    for said in ("", '{"said": "a %s \\\\ $HOME"}'):
        write_script(tmp_path / "program", f"#!/bin/sh\nprintf %s '{said}'\n")
        outcome = run(agent, "sh", tmp_path / "program")
        assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, said, "")
