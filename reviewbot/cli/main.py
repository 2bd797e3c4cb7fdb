"""Entry point: finds the subcommand, runs it, and turns every error into a message and an exit status."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from reviewbot import __version__
from reviewbot.cli.subcommands import load_subcommand, subcommand_names
from reviewbot.errors import EXIT_ERROR, ReviewbotError, UsageError

EXIT_INTERRUPTED = 130  # 128 + SIGINT, as shells have it: https://tldp.org/LDP/abs/html/exitcodes.html
EXIT_TERMINATED = 143

_EPILOG = """\
first steps:
  reviewbot lint-diff                  judge what a push of this branch would ask to merge
  reviewbot lint-diff --staged         judge what a commit would hold
  reviewbot policy init                write a commented policy to start from
  reviewbot explain max-diff-lines     what a rule does, why, and what it takes

exit status: 0 nothing blocks, 1 a finding blocks, 2 could not decide or wrong usage.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `reviewbot ARGV` and return its exit status. Nothing but usage errors of argparse raises SystemExit."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        signal.signal(signal.SIGTERM, _terminate)
        status = _run(arguments)
        sys.stdout.flush()
    except ReviewbotError as error:
        _say(f"error: {error}")
        return EXIT_ERROR
    except KeyboardInterrupt:
        _say("interrupted: nothing was decided and nothing is left behind")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # What was not delivered is not decided. Python flushes again at exit, which must not fail a second time.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _say("error: standard output was closed before the whole report was written")
        return EXIT_ERROR
    except Exception as error:  # the last resort: a fault of ours must not pass, nor look like a verdict
        if os.environ.get("REVIEWBOT_TRACEBACK"):
            from traceback import print_exc

            print_exc()
        _say(
            f"error: a fault of reviewbot itself: {type(error).__name__}: {str(error)!a:.200}\n"
            "  help: please report it, with the traceback that REVIEWBOT_TRACEBACK=1 shows"
        )
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
    if name not in subcommand_names():
        raise _unknown(name)
    module = load_subcommand(name)
    parser = argparse.ArgumentParser(
        prog=f"reviewbot {name}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(arguments[1:])))


def overview_parser() -> argparse.ArgumentParser:
    """A parser of the whole command, with every subcommand: for `--help` and for shell completion."""
    parser = argparse.ArgumentParser(
        prog="reviewbot",
        description="Keeps changes small and in bounds: one policy file, the same verdict everywhere.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
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


def _say(text: str) -> None:
    """To standard error, which may be closed too."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        return


def _terminate(_number: int, _frame: object) -> None:
    raise SystemExit(EXIT_TERMINATED)  # so that everything that is open is closed and removed on the way out
