"""Print the companions of what changed, to run only the tests that a change concerns.

Companions are what `missing-companion` of the policy says belongs to a file, such as its tests: of every changed file
those that head holds, and the changed files that are companions themselves. One a line, or with -0 each ended by a NUL
byte; sorted, relative to the top of the repository, where the command is best run.

examples:
  reviewbot companions                       of what a push of this branch would ask to merge
  reviewbot companions main..feature
  pytest $(reviewbot companions --staged)    where at least one test is sure to be printed: pytest alone runs all
  reviewbot companions -0 --staged | xargs -0 --no-run-if-empty pytest
                                             right for every name, and nothing runs when nothing is printed

the policy says what belongs together:
  [[rules.missing-companion]]
  when = "src/{dir}/{stem}.py"
  needs = ["tests/{dir}/test_{stem}.py"]

exit status: 0 also when there are none, 2 could not tell. Nothing is judged here; that is for lint-diff.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from reviewbot.cli.progress import shown_progress
from reviewbot.cli.selectors import add_selectors, selection_of
from reviewbot.cli.streams import say
from reviewbot.errors import EXIT_OK, UsageError
from reviewbot.sources.local import open_change_of
from reviewbot.sources.repository import Repository, find_repository

SUMMARY = "print the companions (tests) of what changed"

_NO_INSTANCE = (
    "note: the policy has no missing-companion, so nothing has companions; write one like"
    ' [[rules.missing-companion]] when = "src/{dir}/{stem}.py" needs = ["tests/{dir}/test_{stem}.py"]'
    " (reviewbot explain missing-companion)"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-0", "--null", action="store_true", help="end each path with a NUL byte, for xargs -0")
    add_selectors(parser)
    group = parser.add_argument_group("what belongs together")
    group.add_argument("--policy", metavar="FILE", help="a policy that holds beside the one at base")
    group.add_argument("--author", metavar="NAME", help="who made the change; unknown, every author's rules apply")


def run(arguments: argparse.Namespace) -> int:
    selection = selection_of(arguments)
    if arguments.patch:
        raise UsageError(
            "a patch does not tell which files head holds, and so no companions",
            help="name what changed in the repository: BASE..HEAD, --staged or --worktree",
        )
    repository = _repository(arguments)
    with shown_progress() as progress, open_change_of(repository, selection, on_read=progress.advance) as found:
        # git measures from here on; what is needed to read the policy is loaded meanwhile.
        module = import_module("reviewbot.companions")
        companions = module.companions_local(found, floor=arguments.policy, author=arguments.author)
    if companions is None:
        say(_NO_INSTANCE)
    else:
        sys.stdout.buffer.write(_written(companions, null=arguments.null))
    return EXIT_OK


def _repository(arguments: argparse.Namespace) -> Repository:
    """With the index that git names to a hook: `git commit -a` and `git commit PATH` make the commit of another one."""
    index = os.environ.get("GIT_INDEX_FILE") if arguments.staged and arguments.repo == "." else None
    return find_repository(arguments.repo)._replace(index_file=os.path.abspath(index) if index else None)


def _written(paths: tuple[bytes, ...], *, null: bool) -> bytes:
    """A path that begins with a hyphen is written with `./` before it, so that no program takes it for an option."""
    if not null and any(b"\n" in path for path in paths):
        raise UsageError("the name of a companion holds a line end", help="print them with -0, for xargs -0")
    end = b"\0" if null else b"\n"
    return b"".join((b"./" if path.startswith(b"-") else b"") + path + end for path in paths)
