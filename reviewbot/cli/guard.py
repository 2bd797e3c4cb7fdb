"""Hold a coding agent to the policy before it writes or runs anything.

Without an action this is the agent's hook: it reads the agent's question on standard input and answers in its protocol.
An edit is judged by its path, what it adds, and the budget that the working change would then have; a command by the
rule forbidden-command. Whatever cannot be decided is denied.

examples:
  reviewbot guard install --agent claude           in this repository; --user for all of yours
  reviewbot guard uninstall --agent claude
  REVIEWBOT_GUARD_LOG=~/guard.jsonl claude         keeps a log
  reviewbot guard log ~/guard.jsonl                shows it
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from reviewbot.errors import EXIT_OK, UsageError
from reviewbot.guard.agents import Reply, agent_names, load_agent

SUMMARY = "hold a coding agent to the policy before it writes"
ACTIONS = ("install", "uninstall", "log")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=ACTIONS, metavar="ACTION", help=", ".join(ACTIONS))
    parser.add_argument("file", nargs="?", metavar="FILE", help="of log: the file that REVIEWBOT_GUARD_LOG names")
    parser.add_argument("--agent", metavar="NAME", choices=agent_names(), help=", ".join(agent_names()))
    parser.add_argument("--user", action="store_true", help="in the agent's settings for all repositories of yours")
    parser.add_argument("--repo", metavar="DIR", default=".", help="the repository to install it in (this folder)")
    parser.add_argument("--policy", metavar="FILE", help="a policy that holds beside the one at base")
    parser.add_argument(
        "--author", metavar="NAME", help="for whom the agent works; unknown, every author's rules apply"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.action == "log":
        return _log(arguments)
    if arguments.file is not None:
        named = f"--agent {arguments.file}" if arguments.file in agent_names() else "--agent NAME"
        raise UsageError(f"{arguments.action} takes no FILE", help=f"reviewbot guard {arguments.action} {named}")
    if arguments.agent is None:
        raise UsageError("which agent?", help=f"--agent {'|'.join(agent_names())}")
    if arguments.action is None:
        return _answer(arguments)
    installation = import_module("reviewbot.guard.installation")
    if arguments.action == "uninstall":
        done = installation.uninstall(arguments.agent, arguments.repo, user=arguments.user)
    else:
        if arguments.policy and not os.path.isfile(arguments.policy):
            raise UsageError("the file of --policy is not there", help="every edit would be denied")
        options = ["--policy", os.path.abspath(arguments.policy)] if arguments.policy else []
        options += ["--author", arguments.author] if arguments.author else []
        done = installation.install(arguments.agent, arguments.repo, user=arguments.user, options=options)
        done += load_agent(arguments.agent).settings.notes
    print("\n".join(done))
    return EXIT_OK


def _answer(arguments: argparse.Namespace) -> int:
    if sys.stdin.isatty():
        raise UsageError(
            "the agent's question is read from standard input, and this is a terminal",
            help=f"reviewbot guard install --agent {arguments.agent} lets the agent ask",
        )
    running = import_module("reviewbot.guard.running")
    try:
        reply = running.answer(
            sys.stdin.buffer.read,
            arguments.agent,
            floor=arguments.policy,
            author=arguments.author,
        )
    except (KeyboardInterrupt, SystemExit):
        reply = running.denied_for_a_signal(arguments.agent)
    return _delivered(reply)


def _delivered(reply: Reply) -> int:
    sys.stdout.write(f"{reply.stdout}\n" if reply.stdout else "")
    sys.stdout.flush()
    if reply.stderr:
        print(reply.stderr, file=sys.stderr, flush=True)
    return reply.status


def _log(arguments: argparse.Namespace) -> int:
    log = import_module("reviewbot.guard.log")
    name = arguments.file or os.environ.get(log.VARIABLE)
    if not name:
        raise UsageError("no log is kept", help=f"name the file, or set {log.VARIABLE} for the agent")
    from reviewbot.render.text.escape import shown

    for entry in log.read_log(name):
        what = "; ".join([*entry["paths"], *entry["commands"]]) or "nothing that is judged"
        print(shown(f"{entry['time']} {entry['answer']:<5} {entry['agent']} {entry.get('tool')}: {what}"))
        for line in entry["why"].splitlines()[1:2]:
            print(f"    {shown(line)}")
    return EXIT_OK
