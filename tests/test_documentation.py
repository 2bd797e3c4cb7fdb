"""The README says what is: its commands parse, its policy is valid, its tables are what the code has."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from reviewbot.cli.main import main, overview_parser
from reviewbot.cli.subcommands import subcommand_names
from reviewbot.policy import PolicyText, load_policy
from reviewbot.render import format_names
from reviewbot.rules import documentation, load_rule, rule_names
from tests import demo

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
TOKENS = MarkdownIt("commonmark").parse(README)
FENCES = [(token.info, token.content) for token in TOKENS if token.type == "fence"]
TARGETS = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))


def fences(language):
    return [content for info, content in FENCES if info == language]


def spans():
    """What stands between single backticks."""
    children = [child for token in TOKENS for child in token.children or ()]
    return [child.content for child in children if child.type == "code_inline"]


def command_lines():
    """Every `reviewbot ...` that a reader could type."""
    lines = [line for content in fences("sh") for line in content.splitlines()]
    lines += [line[2:] for content in fences("console") for line in content.splitlines() if line.startswith("$ ")]
    return [line for line in lines if line.startswith("reviewbot ")]


def test_two_commands_do_everything_first():
    first = fences("sh")[0].splitlines()
    assert [line.partition("#")[0].strip() for line in first] == ["make demo", "make test"]


def test_every_target_of_make_exists():
    named = {span.split()[1] for span in spans() if span.startswith("make ")}
    assert named <= TARGETS
    assert {"demo", "test"} <= TARGETS


def test_there_are_commands():
    assert len(command_lines()) >= 3


@pytest.mark.parametrize("line", command_lines())
def test_every_command_parses(line):
    assert overview_parser().parse_args(shlex.split(line, comments=True)[1:])


def test_every_command_is_named():
    named = " ".join([*spans(), *command_lines()])
    assert [name for name in subcommand_names() if f"reviewbot {name}" not in named] == []


def test_every_format_is_named():
    (line,) = [line for line in README.splitlines() if line.startswith("Formats (`--format`): ")]
    listed = line.removeprefix("Formats (`--format`): ").partition(".")[0]
    assert sorted(listed.split(", ")) == list(format_names())


def test_the_table_of_rules_is_the_rules_own():
    table = README.partition("\n<!-- rules: ")[2].partition("-->\n\n")[2].partition("\n<!-- /rules -->")[0]
    rows = [f"| `{name}` | {documentation(name).splitlines()[0]} |" for name in rule_names()]
    assert table.splitlines() == ["| rule | finds |", "| --- | --- |", *rows]


def test_the_rules_that_are_always_on_are_named():
    always_on = " and ".join(f"`{name}`" for name in rule_names() if load_rule(name).always_on)
    assert f"{always_on} are always on." in README


@pytest.mark.parametrize("policy", fences("toml"))
def test_every_policy_is_valid(policy):
    assert load_policy([PolicyText("README.md", policy.encode())]).instances


def test_every_link_leads_somewhere():
    children = [child for token in TOKENS for child in token.children or ()]
    links = [child.attrGet("href") for child in children if child.type == "link_open"]
    assert [link for link in links if "://" not in link and not (PROJECT / link).exists()] == []


def test_every_dependency_is_in_the_table_with_its_reason():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    extras = [each for group in project["optional-dependencies"].values() for each in group]
    table = README.partition("\n## Dependencies")[2].partition("\n## ")[0]
    names = {re.split(r"[<>=\[ ;]", each)[0] for each in [*project["dependencies"], *extras]}
    assert sorted(name for name in names if name.lower() not in table.lower()) == []


def test_what_the_first_page_shows_is_what_a_user_sees(tmp_path, monkeypatch, capsys):
    """The console block is the demo's own output, up to where it is cut."""
    command, *lines = fences("console")[0].splitlines()
    demo.make_repository(tmp_path / "shop")
    monkeypatch.chdir(tmp_path / "shop")
    monkeypatch.setenv("COLUMNS", "100")
    main(shlex.split(command)[2:])
    shown = capsys.readouterr().out
    assert lines[-1] == "…"
    assert shown.startswith("\n".join(lines[:-1]) + "\n")
