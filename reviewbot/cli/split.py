"""Split a change that is too large into parts within the budget: what goes first, what needs what, what is independent.

Nothing is changed, and nothing is asked of a network. Every part, applied after those before it, parses and defines
what it uses, as far as a parser for its language is at hand (pip install 'reviewbot[split]').

examples:
  reviewbot split                            what a push of this branch would ask to merge
  reviewbot split main..feature --budget 200
  reviewbot split --format json --output plan.json

exit status: 0 every part is within the budget, 1 a part is over it or there is no good split, 2 could not decide.
"""

from __future__ import annotations

import argparse
import gc

from reviewbot.cli.output import style_of_stdout, write_output
from reviewbot.cli.progress import shown_progress
from reviewbot.cli.selectors import add_selectors, selection_of
from reviewbot.errors import EXIT_BLOCKED, EXIT_OK, UsageError
from reviewbot.model.split_plan import SplitPlan
from reviewbot.render import Style
from reviewbot.render.split import load_split_renderer, split_format_names
from reviewbot.sources.local import open_change

SUMMARY = "split a change that is too large into parts"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_selectors(parser)
    group = parser.add_argument_group("how to split and show")
    group.add_argument(
        "--budget", type=int, metavar="N", help="counted lines a part may have (the tightest max-diff-lines, else 300)"
    )
    group.add_argument("--policy", metavar="FILE", help="a policy that holds beside the one at base")
    group.add_argument("--author", metavar="NAME", help="who made the change; unknown, every author's budgets apply")
    group.add_argument("--format", choices=split_format_names(), default="terminal", help="(terminal)")
    group.add_argument("--output", metavar="FILE", help="where it is written (standard output)")


def run(arguments: argparse.Namespace) -> int:
    gc.disable()  # a plan makes no circles, and looking for them takes a third of the time
    if arguments.budget is not None and arguments.budget < 1:
        raise UsageError("--budget must be at least 1 line", where=f"--budget {arguments.budget}")
    if arguments.patch:
        raise UsageError(
            "a patch does not hold the files that a split needs", help="give BASE..HEAD, --staged or --worktree"
        )
    plan = _planned(arguments)
    style = Style() if arguments.output else style_of_stdout()
    write_output(load_split_renderer(arguments.format)(plan, style), arguments.output)
    return EXIT_BLOCKED if plan.no_split or any(part.over_budget for part in plan.parts) else EXIT_OK


def _planned(arguments: argparse.Namespace) -> SplitPlan:
    with (
        shown_progress() as progress,
        open_change(arguments.repo, selection_of(arguments), on_read=progress.advance) as found,
    ):
        from reviewbot.judgement import governing  # git measures meanwhile
        from reviewbot.proposal import propose

        judging = governing(found, floor=arguments.policy, author=arguments.author, budgets_only=True)
        return propose(found, judging.policy, judging.facts, arguments.budget)
