"""The same change with the same facts is the same report at the webhook and on the command line.

What the hooks of a git server say of these changes is held to the command line in `tests.end_to_end.test_parity`.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.end_to_end.test_parity import CHANGES, STANDING

UNKNOWN = "; who has approved is not known here"  # only the service knows of approvals


def of_the_command_line(world, head):
    command = [sys.executable, "-m", "reviewbot", "lint-diff", "--repo", str(world.git.path), "--base", "main"]
    options = ["--head", head, "--author", "alice", "--format", "json"]
    told = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    return json.loads(told.stdout.replace(UNKNOWN, ""))


def without_proposal(report):
    """The same without what is said of a policy that the change itself brings, which the command line does not say."""
    return {**report, "notes": [note for note in report["notes"] if "policy that this change brings" not in note]}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_report_is_that_of_the_command_line(world, looking, change):
    world.main = world.git.commit(STANDING, world.main, branch="main")
    number, head = world.pull(change.commits[0], on=world.main)
    for commit in change.commits[1:]:
        head = world.push(number, commit, on=head)
    looking.look(number)
    report = looking.report(number)
    assert without_proposal(report) == of_the_command_line(world, head)
    assert {finding["rule"] for finding in report["findings"]} == change.rules
