"""Tell a coding agent the policy in advance: what it may touch, how large a change may grow, and what to do then.

The text is made of the policy that a change would be judged by, so it says what holds, and says it anew when that
changes. In AGENTS.md, CLAUDE.md and GEMINI.md it stands between two markers and leaves the rest of the file alone.

examples:
  reviewbot contract                         print it, as AGENTS.md would hold it
  reviewbot contract --write                 put it into AGENTS.md at the top of the repository
  reviewbot contract --format claude --format claude-settings --write
  reviewbot contract --check                 is what was written still what the policy says? (a pre-commit hook)
  reviewbot contract --base HEAD --write     by the policy of this commit, where the policy itself is changed

exit status: 0 written, or current; 1 missing or stale (--check); 2 it could not be made or told.
"""

from __future__ import annotations

import argparse
import os

from reviewbot.cli.output import write_output
from reviewbot.cli.policy import add_policy_selectors, effective_policy
from reviewbot.cli.replacing import read_text, replace_text
from reviewbot.cli.streams import say
from reviewbot.contract import ContractError, Format, format_names, load_format
from reviewbot.errors import EXIT_BLOCKED, EXIT_OK, UsageError
from reviewbot.model.policy import Policy
from reviewbot.render.text.escape import shown
from reviewbot.sources.repository import find_repository

SUMMARY = "tell a coding agent the policy in advance"
DEFAULT = "agents-md"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=format_names(), action="append", help=f"for which agent; may be repeated ({DEFAULT})"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--write", action="store_true", help="put it into its file at the top of the repository")
    what.add_argument(
        "--check", action="store_true", help="is it there and current? Without --format, of every file that has one"
    )
    what.add_argument("--output", metavar="FILE", help="where it is printed (standard output)")
    add_policy_selectors(parser)


def run(arguments: argparse.Namespace) -> int:
    policy, notes = effective_policy(arguments)
    if arguments.check:
        return _check(arguments, policy)
    names = arguments.format or [DEFAULT]
    for note in notes:
        say(f"note: {shown(note)}")
    if arguments.write:
        return _write(arguments, policy, names)
    if len(names) > 1:
        raise UsageError("several formats cannot be printed at once", help="name one, or put all in place with --write")
    write_output(load_format(names[0]).render(policy), arguments.output)
    return EXIT_OK


def _write(arguments: argparse.Namespace, policy: Policy, names: list[str]) -> int:
    top = _top(arguments)
    wanted = [(file, *_texts(top, file, policy)) for file in map(load_format, names)]
    for file, present, merged in wanted:  # all could be made, so none is written in vain
        if merged != present:
            replace_text(f"{top}/{file.path}", merged)
        print(f"{file.path}: {'current' if merged == present else 'written'}")
    return EXIT_OK


def _check(arguments: argparse.Namespace, policy: Policy) -> int:
    top = _top(arguments)
    names = arguments.format or [name for name in format_names() if _has_contract(top, load_format(name))]
    if not names:
        say("no file holds a contract\n  help: reviewbot contract --write")
        return EXIT_BLOCKED
    wanted = {name: (file, *_texts(top, file, policy)) for name, file in ((name, load_format(name)) for name in names)}
    stale = [name for name, (_, present, merged) in wanted.items() if merged != present]
    for name in stale:
        file, present, _merged = wanted[name]
        problem = "is not there" if present is None else "is not what the policy says"
        say(f"{file.path}: the contract {problem}\n  help: reviewbot contract --format {name} --write")
    return EXIT_BLOCKED if stale else EXIT_OK


def _top(arguments: argparse.Namespace) -> str:
    top = find_repository(arguments.repo).work_tree
    if top is None:
        raise UsageError("a bare repository has no files to put a contract into", where=shown(arguments.repo))
    return top


def _has_contract(top: str, file: Format) -> bool:
    if not os.path.lexists(f"{top}/{file.path}"):
        return False
    present = read_text(top, file.path)
    return present is not None and file.holds(present)


def _texts(top: str, file: Format, policy: Policy) -> tuple[str | None, str]:
    """(what the file holds, what it must hold)."""
    present = read_text(top, file.path)
    try:
        return present, file.merged(policy, present or "")
    except ContractError as error:
        raise UsageError(
            f"no contract can be put here: {error}",
            where=file.path,
            help="mend the file, or take it away and try again",
        ) from None
