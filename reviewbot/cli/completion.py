"""Print a completion script for your shell.

examples:
  reviewbot completion bash > /etc/bash_completion.d/reviewbot
  reviewbot completion zsh > "${fpath[1]}/_reviewbot"
  reviewbot completion fish > ~/.config/fish/completions/reviewbot.fish
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from reviewbot.errors import EXIT_OK

SUMMARY = "print a completion script for your shell"
SHELLS = ("bash", "fish", "tcsh", "zsh")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS)


def run(arguments: argparse.Namespace) -> int:
    import shtab

    from reviewbot.cli.main import overview_parser

    parser = overview_parser()
    _complete_names(parser, {"FILE": shtab.FILE, "DIR": shtab.DIRECTORY})
    print(shtab.complete(parser, shell=arguments.shell))
    return EXIT_OK


def _complete_names(parser: argparse.ArgumentParser, kinds: Mapping[str, object]) -> None:
    """Tell shtab which arguments are files or folders, by what they are called; bash completes nothing by itself."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for subparser in action.choices.values():
                _complete_names(subparser, kinds)
        elif action.metavar in kinds:
            action.complete = kinds[str(action.metavar)]  # type: ignore[attr-defined]
