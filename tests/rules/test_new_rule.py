"""A rule is one file: dropped into the folder of rules, it is there everywhere."""

from __future__ import annotations

import sys

import pytest

from reviewbot import rules
from reviewbot.engine import evaluate, needs_of
from reviewbot.errors import PolicyError
from reviewbot.model.change import Needs
from reviewbot.model.facts import Facts
from reviewbot.model.report import BudgetUse, Verdict
from reviewbot.policy import PolicyText, load_policy, policy_schema
from reviewbot.rules import documentation, load_rule, rule_names
from tests.builders import a_change, a_file

SOURCE = '''"""A name is longer than it should be.

What it does
    Finds every changed file whose path has more than `limit` bytes.

Options
    ``limit``: bytes, required.
"""

from typing import Annotated, NamedTuple

from reviewbot.model.change import Needs
from reviewbot.model.options import Kind, Option
from reviewbot.model.rule import Found, Rule, Spent


class Options(NamedTuple):
    limit: Annotated[int, Option(Kind.INTEGER, "Bytes that a path may have.", minimum=1)]


def needs(_options):
    return Needs(commit_count=True)


def check(scope, options):
    for file in scope.files:
        if len(file.path) > options.limit:
            yield Found(path=file.path, message=f"{len(file.path)} of {options.limit} bytes")
    yield Spent(limit=options.limit, used=max((len(file.path) for file in scope.files), default=0), unit="bytes")


RULE = Rule(name="max-path-bytes", options=Options, check=check, needs=needs)
'''
MODULE = "reviewbot.rules.max_path_bytes"
POLICY = b"version = 1\n\n[rules.max-path-bytes]\nlimit = 5\nignore = ['vendor/']\n"


@pytest.fixture(autouse=True)
def dropped_in(tmp_path, monkeypatch):
    tmp_path.joinpath("max_path_bytes.py").write_text(SOURCE)
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
    yield
    sys.modules.pop(MODULE, None)
    vars(rules).pop("max_path_bytes", None)


def policy(text=POLICY):
    return load_policy([PolicyText("base:.reviewbot.toml", text)])


def test_is_found_and_documented():
    assert "max-path-bytes" in rule_names()
    assert load_rule("max-path-bytes").name == "max-path-bytes"
    assert documentation("max-path-bytes").startswith("A name is longer")


def test_may_be_written_in_a_policy_and_asks_for_what_it_needs():
    assert needs_of(policy()) == Needs(commit_count=True)


def test_its_options_are_checked():
    with pytest.raises(PolicyError, match="must be a whole number from 1"):
        policy(b"version = 1\n[rules.max-path-bytes]\nlimit = 0\n")


def test_judges_a_change():
    report = evaluate(a_change(a_file("a"), a_file("too/long"), a_file("vendor/long")), policy(), Facts())
    (finding,) = report.findings
    assert report.verdict is Verdict.BLOCK
    assert (finding.rule, finding.path, finding.message) == ("max-path-bytes", b"too/long", "8 of 5 bytes")
    assert report.budgets == (BudgetUse("max-path-bytes", 1, 5, 8, "bytes"),)


def test_is_in_the_schema():
    schema = policy_schema()
    assert "max-path-bytes" in str(schema)
    assert "Bytes that a path may have." in str(schema)


def test_leaves_nothing_behind(monkeypatch):
    monkeypatch.undo()
    assert "max-path-bytes" not in rule_names()
    with pytest.raises(KeyError):
        load_rule("max-path-bytes")
