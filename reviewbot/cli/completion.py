"""Print a completion script for your shell.

examples:
  reviewbot completion bash > /etc/bash_completion.d/reviewbot
  reviewbot completion zsh > "${fpath[1]}/_reviewbot"
"""

from __future__ import annotations

import argparse

from reviewbot.errors import EXIT_OK

SUMMARY = "print a completion script for your shell"
SHELLS = ("bash", "fish", "tcsh", "zsh")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS)


def run(arguments: argparse.Namespace) -> int:
    import shtab

    from reviewbot.cli.main import overview_parser

    print(shtab.complete(overview_parser(), shell=arguments.shell))
    return EXIT_OK
