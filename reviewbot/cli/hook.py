"""Judge where git asks: at commit, at push, and on the server before a push is taken.

TYPE is pre-commit (what a commit would hold), pre-push (what would be pushed), pre-receive or update (on a server).
An existing hook is kept and runs first. On a server whatever cannot be judged, or not in time, is refused.

examples:
  reviewbot hook install pre-commit
  reviewbot hook install pre-push
  reviewbot hook install pre-receive --repo /srv/git/shop.git --config /etc/reviewbot/hooks.toml
  reviewbot hook install pre-receive --print > custom_hooks/pre-receive.d/reviewbot    where a server wants it elsewhere
  reviewbot hook uninstall pre-commit

exit status of run: 0 go on (findings for review or as warnings are shown), 1 refused, 2 could not decide.
"""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from typing import Any

from reviewbot.cli.output import style_of_stdout
from reviewbot.cli.parser import Parser
from reviewbot.errors import EXIT_OK, UsageError
from reviewbot.hooks import TYPES, Call

SUMMARY = "judge at commit, at push, and on the git server"


class _Parser(Parser):
    """What stands behind `--` is what git gave the hook, whatever it looks like.

    Left alone, argparse has found the last of the arguments when an option stands before the `--`, and refuses it.
    """

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        words = list(args or ())
        end = words.index("--") if "--" in words else len(words)
        parsed, unknown = super().parse_known_args(words[:end], namespace)
        if end < len(words):
            parsed.arguments = [*parsed.arguments, *words[end + 1 :]]
        return parsed, unknown


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(
        title="actions", metavar="ACTION", dest="action", required=True, parser_class=_Parser
    )

    install = actions.add_parser("install", help="put a hook into a repository", allow_abbrev=False)
    _add_type_and_repo(install)
    install.add_argument("--print", action="store_true", help="print the hook instead, for a place of its own")
    _add_settings(install)

    uninstall = actions.add_parser("uninstall", help="take it out again, as if it had never been", allow_abbrev=False)
    _add_type_and_repo(uninstall)

    run = actions.add_parser("run", help="what the hook does; git calls it", allow_abbrev=False)
    _add_type_and_repo(run)
    run.add_argument("arguments", nargs="*", metavar="ARGUMENT", help="what git gave the hook; behind -- in a script")
    _add_settings(run)
    run.add_argument("--format", choices=("text", "json"), default="text", help="how the answer is written (text)")


def _add_type_and_repo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("type", choices=TYPES, metavar="TYPE", help=", ".join(TYPES))
    parser.add_argument("--repo", metavar="DIR", default=".", help="the repository, or a folder in it (this folder)")


def _add_settings(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--policy", metavar="FILE", help="a policy that holds beside the one at base")
    parser.add_argument("--author", metavar="NAME", help="who made the change; unknown, every author's rules apply")
    parser.add_argument("--host", metavar="NAME", help="the kind of server (found out by the environment)")
    parser.add_argument("--config", metavar="FILE", help="the server's configuration (see config/hooks.toml)")


def run(arguments: argparse.Namespace) -> int:
    if arguments.action == "run":
        return _run(arguments)
    installation = import_module("reviewbot.hooks.installation")  # loads GitPython, which no hook waits for
    if arguments.action == "uninstall":
        done = installation.uninstall(arguments.type, arguments.repo)
    elif arguments.print:
        done = [installation.script(arguments.type, _settings(arguments), chained=False).rstrip("\n")]
    else:
        done = installation.install(arguments.type, arguments.repo, _settings(arguments))
    print("\n".join(done))
    return EXIT_OK


def _settings(arguments: argparse.Namespace) -> list[str]:
    """The options for `hook run`, which will be called from another folder. Raises UsageError for a file not there."""
    settings = []
    if arguments.type in ("pre-commit", "pre-push") and (arguments.host or arguments.config):
        raise UsageError(f"--host and --config are about a server, and {arguments.type} runs where people work")
    if arguments.host:
        import_module("reviewbot.hooks.hosts").load_host(arguments.host)  # a hook for no host would refuse everything
    for option, value in (("--author", arguments.author), ("--host", arguments.host)):
        settings += [option, value] if value else []
    for option, value in (("--policy", arguments.policy), ("--config", arguments.config)):
        if value and not os.path.isfile(value):
            from reviewbot.render.text.escape import shown  # only for who mistyped

            raise UsageError(f"the file of {option} is not there", where=shown(value))
        settings += [option, os.path.abspath(value)] if value else []
    return settings


def _run(arguments: argparse.Namespace) -> int:
    call = Call(
        arguments=tuple(arguments.arguments),
        environ=os.environ,
        repo=arguments.repo,
        floor=arguments.policy,
        author=arguments.author,
        host=arguments.host,
        configuration=arguments.config,
        format=arguments.format,
        style=style_of_stdout(),
    )
    hook = import_module(f"reviewbot.hooks.{arguments.type.replace('-', '_')}")
    return int(hook.run(call))
