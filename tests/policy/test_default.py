from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewbot.policy import PolicyText, default_policy_text, load_policy
from reviewbot.policy.keys import keys_of
from reviewbot.rules import load_rule, rule_names
from tests.policy.reading import written

ROOT = Path(__file__).parents[2]
TEXT = default_policy_text().text.decode()
EXAMPLE = re.compile(r"^#(?=[\w\[])", re.MULTILINE)
BLOCKS = re.split(r"\n(?=\n)", TEXT)
WITH_EXAMPLES = [block for block in BLOCKS if EXAMPLE.search(block)]


def load_text(text: str):
    return load_policy([PolicyText("p.toml", text.encode())])


def test_holds_what_it_promises():
    assert [(each.rule, each.match) for each in written(load_policy([default_policy_text()]))] == [
        ("max-diff-lines", ()),
        ("forbidden-path", ("config/",)),
        ("forbidden-path", ("migrations/",)),
        ("symlink-target", ()),
        ("submodule-change", ()),
        ("conflict-marker", ()),
    ]


def test_its_budget_is_300_lines():
    (budget,) = (each for each in load_policy([default_policy_text()]).instances if each.rule == "max-diff-lines")
    assert budget.options.limit == 300


def test_the_one_to_copy_is_the_one_that_is_built_in():
    assert (ROOT / "config" / "reviewbot.toml").read_bytes() == default_policy_text().text


@pytest.mark.parametrize("block", WITH_EXAMPLES, ids=lambda block: block.strip().splitlines()[0][:40])
def test_each_block_of_examples_holds_when_it_is_used(block):
    load_text(TEXT.replace(block, EXAMPLE.sub("", block)))


@pytest.mark.parametrize("line", re.findall(r"^#(?=\w).*", TEXT, re.MULTILINE))
def test_each_example_of_a_key_holds_by_itself(line):
    block = next(block for block in BLOCKS if line in block)
    header = re.sub(r"^#(?=\[)", "", block, flags=re.MULTILINE)
    required = re.sub(r"^#(?=(limit|match|reviewers|when|needs|patterns) = )", "", header, flags=re.MULTILINE)
    load_text(TEXT.replace(block, required.replace(f"\n{line}", f"\n{line[1:]}")))


def test_all_examples_hold_together():
    load_text(EXAMPLE.sub("", TEXT))


@pytest.mark.parametrize("name", rule_names())
def test_every_option_of_every_rule_is_shown(name):
    blocks = [block for block in BLOCKS if re.search(rf"^#?\[\[?rules\.{name}\]", block, re.MULTILINE)]
    assert blocks
    own = [key for key, declared in keys_of(load_rule(name)).items() if declared.own]
    assert [key for key in own if not re.search(rf"^#?{key} = ", "\n".join(blocks), re.MULTILINE)] == []


@pytest.mark.parametrize("key", keys_of(load_rule("max-diff-lines")))
def test_every_key_that_all_rules_have_is_shown_with_the_first_rule(key):
    (block,) = (block for block in BLOCKS if "\nlimit = 300\n" in block)
    assert re.search(rf"^#?{key} = ", block, re.MULTILINE)
