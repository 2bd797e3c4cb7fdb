"""Look whether the service is set up right, and say what to do where it is not.

Settings, versions, who may read the secrets, the data folder, the clock; the App's key, permissions, events and webhook
at GitHub, what could not be delivered lately; and whether the check that branches require must be from this App.
Nothing is changed.

examples:
  reviewbot doctor
  reviewbot doctor --config server.toml --repositories 500
  reviewbot doctor --format json

exit status: 0 all is right, 1 something is wrong, 2 something could not be looked at.
"""

from __future__ import annotations

import argparse

from reviewbot.cli.output import style_of_stdout, write_output
from reviewbot.cli.service import add_config, load_service
from reviewbot.errors import UsageError

SUMMARY = "look whether the service is set up right"
_MOST_REPOSITORIES = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config(parser)
    parser.add_argument("--format", choices=("terminal", "json"), default="terminal", help="(terminal)")
    parser.add_argument(
        "--repositories",
        metavar="N",
        type=int,
        default=_MOST_REPOSITORIES,
        help=f"the most repositories whose required checks are looked at ({_MOST_REPOSITORIES})",
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.repositories < 0:
        raise UsageError("--repositories takes a number from 0")
    checks = load_service("doctor").examine(arguments.config, arguments.repositories)
    page = load_service("doctor.page")
    as_json = arguments.format == "json"
    write_output(page.document(checks) if as_json else page.terminal(checks, style_of_stdout()), None)
    return int(page.exit_status(checks))
