"""What every format promises. A new one is held to it by being there."""

from __future__ import annotations

import pytest

from reviewbot.contract import format_names, load_format
from tests.contract.rich_policy import EMPTY, HOSTILE, POLICIES, RICH

each_format = pytest.mark.parametrize("name", format_names())


def test_the_formats_are_those_of_the_agents():
    assert format_names() == ("agents-md", "claude", "claude-settings", "codex-rules", "gemini")


@pytest.mark.parametrize("name", ["", "text", "__init__", "agents_md", "nope"])
def test_is_no_format(name):
    with pytest.raises(KeyError):
        load_format(name)


@each_format
@pytest.mark.parametrize("policy", POLICIES)
def test_a_new_file_is_the_contract_and_nothing_else(name, policy):
    contract = load_format(name)
    text = contract.render(POLICIES[policy])
    assert contract.merged(POLICIES[policy], "") == text
    assert text.endswith("\n")


@each_format
@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_merged_is_current(name, policy):
    contract = load_format(name)
    once = contract.merged(POLICIES[policy], contract.render(RICH))
    assert contract.merged(POLICIES[policy], once) == once


@each_format
def test_hostile_words_show_nothing_that_a_terminal_or_a_reader_would_act_on(name):
    text = load_format(name).render(HOSTILE)
    assert text.replace("\n", "").isprintable()
    assert text.encode()


@each_format
def test_names_no_file_of_this_machine(name):
    """Two people who generate it get equal bytes, wherever their policy was read from."""
    elsewhere = RICH._replace(
        instances=tuple(instance._replace(source="floor:/home/ann/policy.toml") for instance in RICH.instances)
    )
    assert load_format(name).render(elsewhere) == load_format(name).render(RICH)


@each_format
def test_where_it_stands_is_below_the_top(name):
    path = load_format(name).path
    assert not path.startswith("/")
    assert ".." not in path.split("/")


@pytest.mark.parametrize("name", ["agents-md", "claude", "gemini"])
@pytest.mark.parametrize("policy", [RICH, EMPTY], ids=["rich", "empty"])
def test_markdown_is_short(name, policy):
    assert load_format(name).render(policy).count("\n") <= 70
