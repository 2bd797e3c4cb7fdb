from __future__ import annotations

import shlex
import subprocess

from hypothesis import given, settings

from reviewbot.render import Style
from reviewbot.render.split.gh_stack import render, stacks
from tests.render.split.plans import BASE, HEAD, PLANS, a_part, a_plan, once_landed, with_branches
from tests.render.split.strategies import plans


def commands(plan):
    return [shlex.split(line) for line in render(plan, Style()).splitlines()]


def test_nothing_changed():
    assert render(PLANS["nothing-changed"], Style()) == "# nothing changed, so there is nothing to stack\n"


def test_branches_are_made_first():
    assert commands(PLANS["one-part"]) == [
        ["reviewbot", "split", f"{BASE}..{HEAD}", "--apply", "split"],
        ["gh", "stack", "init", "split/1-add-invoices"],
        ["gh", "stack", "submit"],
    ]


def test_the_branches_are_of_the_plan_that_is_shown():
    text = render(PLANS["one-part"], Style(options=("--budget=50", "--plan=my plan.json")))
    assert shlex.split(text.splitlines()[0])[3:] == ["--budget=50", "--plan=my plan.json", "--apply", "split"]


def test_branches_that_are_there_are_stacked():
    plan = with_branches(a_plan(a_part(1), a_part(2, needs=(1,)), a_part(3)), "bills")
    assert commands(plan) == [
        ["gh", "stack", "init", "bills/1-add-invoices", "bills/2-add-invoices"],
        ["gh", "stack", "submit"],
        ["gh", "stack", "init", "bills/3-add-invoices"],
        ["gh", "stack", "submit"],
    ]


def test_a_second_branch_on_the_same_one_is_a_stack_of_its_own():
    assert stacks((None, 1, 1, 3, 2)) == [[1, 2, 5], [3, 4]]
    plan = with_branches(a_plan(a_part(1), a_part(2, needs=(1,)), a_part(3, needs=(1,))), "p")
    assert commands(plan)[2] == ["gh", "stack", "init", "--base", "p/1-add-invoices", "p/3-add-invoices"]


def test_what_is_not_committed_has_no_range_to_name():
    text = render(PLANS["not-committed"], Style())
    assert text.startswith("# what is split is not committed")
    assert text.count("\n") == 1


@settings(deadline=None, max_examples=30)
@given(plan=plans())
def test_a_shell_reads_nothing_but_names(plan):
    """`set -f` and a function for each command: what the shell makes of the words is shown, one a line."""
    text = render(plan, Style())
    shown = 'show() { printf "%s\\n" "$@"; }; gh() { show gh "$@"; }; reviewbot() { show reviewbot "$@"; }\n'
    outcome = subprocess.run(["sh", "-f"], input=shown + text, capture_output=True, text=True, check=True)
    words = [word for line in commands(plan) for word in line] if not text.startswith("#") else []
    assert outcome.stdout.split("\n")[:-1] == words
    assert outcome.stderr == ""
    for branch in plan.branches:
        assert branch.name in words


def test_only_what_has_not_landed_is_stacked():
    plan = with_branches(a_plan(*(a_part(number, needs=(number - 1,) * (number > 1)) for number in range(1, 4))), "p")
    assert commands(once_landed(plan, 1)) == [
        ["gh", "stack", "init", "p/2-add-invoices", "p/3-add-invoices"],
        ["gh", "stack", "submit"],
    ]
    assert render(PLANS["all-landed"], Style()) == "# every part has landed, so there is nothing to stack\n"
