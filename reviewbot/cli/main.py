"""Entry point: finds the subcommand, runs it, and turns every error into a message and an exit status."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from reviewbot import __version__
from reviewbot.cli.parser import Parser
from reviewbot.cli.streams import lost_output, prepare_streams, say
from reviewbot.cli.subcommands import is_subcommand, load_subcommand, subcommand_names
from reviewbot.errors import EXIT_ERROR, EXIT_OK, ReviewbotError, UsageError
from reviewbot.sources.interruption import EXIT_SIGNAL, end_cleanly_on_signals

_EPILOG = """\
first steps:
  reviewbot lint-diff                  judge what a push of this branch would ask to merge
  reviewbot lint-diff --staged         judge what a commit would hold
  reviewbot policy init                write a commented policy to start from
  reviewbot explain max-diff-lines     what a rule does, why, and what it takes

exit status: 0 nothing blocks, 1 a finding blocks, 2 could not decide or wrong usage.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `reviewbot ARGV` and return its exit status. Raises SystemExit only when a signal ends it."""
    try:
        prepare_streams()
        end_cleanly_on_signals()
        status = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except ReviewbotError as error:
        say(f"error: {error}")
        return EXIT_ERROR
    except KeyboardInterrupt:
        say("interrupted: nothing was decided and nothing is left behind")
        return EXIT_SIGNAL + signal.SIGINT
    except Exception as error:  # the last resort: a fault of ours must not pass, nor look like a verdict
        say(f"error: {lost_output() or _fault(error)}")  # what was not delivered is not decided
        return EXIT_ERROR
    return status


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    if name in ("", "-h", "--help", "help"):
        overview_parser().print_help()
        return 0
    if name in ("-V", "--version"):
        print(f"reviewbot {__version__}")
        return 0
    if not is_subcommand(name):
        raise _unknown(name)
    module = load_subcommand(name)
    parser = Parser(prog=f"reviewbot {name}", description=module.__doc__)
    module.add_arguments(parser)
    try:
        parsed = parser.parse_args(arguments[1:])
    except SystemExit as end:  # argparse has printed --help; what it printed must still be delivered
        return int(end.code or EXIT_OK)
    return int(module.run(parsed))


def overview_parser() -> Parser:
    """A parser of the whole command, with every subcommand: for `--help` and for shell completion."""
    parser = Parser(
        prog="reviewbot",
        description="Keeps changes small and in bounds: one policy file, the same verdict everywhere.",
        epilog=_EPILOG,
    )
    parser.add_argument("-V", "--version", action="version", version=f"reviewbot {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for name in subcommand_names():
        module = load_subcommand(name)
        module.add_arguments(commands.add_parser(name, help=module.SUMMARY, description=module.__doc__))
    return parser


def _unknown(name: str) -> UsageError:
    from difflib import get_close_matches  # only for who mistyped

    near = get_close_matches(name, subcommand_names(), n=1)
    hint = f"did you mean `reviewbot {near[0]}`?" if near else "`reviewbot --help` lists the commands"
    return UsageError(f"there is no command {name!a}", help=hint)


def _fault(error: Exception) -> str:
    if os.environ.get("REVIEWBOT_TRACEBACK"):
        from traceback import print_exc

        print_exc()
    return (
        f"a fault of reviewbot itself: {type(error).__name__}: {str(error)!a:.200}\n"
        "  help: please report it, with the traceback that REVIEWBOT_TRACEBACK=1 shows"
    )
