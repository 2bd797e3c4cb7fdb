"""What all formats of a split plan promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reviewbot.render import Style
from reviewbot.render.split import load_split_renderer, split_format_names
from tests.render.split.plans import PLANS
from tests.render.split.strategies import for_any_plan

each_format = pytest.mark.parametrize("name", split_format_names())


def test_the_files_are_the_formats():
    assert split_format_names() == ("gh-stack", "git", "json", "markdown", "terminal")


@pytest.mark.parametrize("name", ["yaml", "gh_stack", "_private", "__init__", "../split/json", ""])
def test_no_other_name_is_a_format(name):
    with pytest.raises(KeyError):
        load_split_renderer(name)


@each_format
def test_format_has_its_own_tests(name):
    assert Path(__file__).with_name(f"test_{name.replace('-', '_')}.py").exists()


@each_format
@for_any_plan
def test_any_plan_becomes_text_that_can_be_written_and_seen(name, plan):
    text = load_split_renderer(name)(plan, Style())
    assert text.encode("utf-8").endswith(b"\n")
    assert text == load_split_renderer(name)(plan, Style()), "equal inputs give equal bytes"
    plain = text.replace("\n", "").replace("\t", "") if name == "git" else text.replace("\n", "")
    assert [character for character in plain if not character.isprintable()] == []


@each_format
@for_any_plan
def test_a_build_log_finds_no_command(name, plan):
    for line in load_split_renderer(name)(plan, Style(width=40)).splitlines():
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##\w*\[", line)


@each_format
@pytest.mark.parametrize("style", [Style(width=1), Style(width=10**6), Style(colour=True, unicode=False)], ids=str)
def test_every_style_will_do(name, style):
    assert load_split_renderer(name)(PLANS["hostile"], style)
