from __future__ import annotations

import pytest

from reviewbot import cli
from reviewbot.cli.main import main
from reviewbot.cli.subcommands import is_subcommand, load_subcommand, subcommand_names

NEW = '''"""Greets.

examples:
  reviewbot say-hello
"""

SUMMARY = "greets"


def add_arguments(parser):
    parser.add_argument("--name", default="you")


def run(arguments):
    print(f"hello {arguments.name}")
    return 0
'''


@pytest.mark.parametrize("name", subcommand_names())
def test_each_is_whole(name):
    module = load_subcommand(name)
    assert module.__doc__
    assert "\n" not in module.SUMMARY
    assert callable(module.add_arguments)
    assert callable(module.run)


def test_what_they_share_is_no_subcommand():
    assert {"companions", "lint-diff", "explain", "policy", "completion"} <= set(subcommand_names())
    assert {"main", "output", "parser", "streams", "subcommands", "__init__"} & set(subcommand_names()) == set()


@pytest.mark.parametrize(
    "name", ["", "main", "lint_diff", "lint-diff.py", "../cli/lint-diff", "/etc/passwd", "\0", "--"]
)
def test_is_none(name):
    assert not is_subcommand(name)


def test_a_new_one_is_one_file(tmp_path, monkeypatch, capsys):
    (tmp_path / "say_hello.py").write_text(NEW)
    monkeypatch.setattr(cli, "__path__", [*cli.__path__, str(tmp_path)])
    assert main(["say-hello", "--name", "there"]) == 0
    assert capsys.readouterr().out == "hello there\n"
    assert main(["--help"]) == 0
    assert "\n    say-hello    greets\n" in capsys.readouterr().out
