"""Split a change that is too large into parts within the budget: what goes first, what needs what, what is independent.

Every part, applied after those before it, parses and defines what it uses, as far as a parser for its language is at
hand (pip install 'reviewbot[split]'). Nothing is changed but by --apply, and nothing is asked of a network.

examples:
  reviewbot split                            what a push of this branch would ask to merge
  reviewbot split main..feature --budget 200
  reviewbot split --apply split              make the branches split/1-..., split/2-..., and keep what was there
  reviewbot split --format json --output plan.json; reviewbot split --plan plan.json --apply split
  reviewbot split --interactive              move files and hunks between parts first

exit status: 0 every part is within the budget, 1 a part is over it or there is no good split, 2 could not decide.
"""

from __future__ import annotations

import argparse
import gc

from reviewbot.cli.output import style_of_stdout, write_output
from reviewbot.cli.progress import Progress, shown_progress
from reviewbot.cli.selectors import add_selectors, selection_of
from reviewbot.cli.streams import say
from reviewbot.errors import EXIT_BLOCKED, EXIT_OK, UsageError
from reviewbot.model.split_plan import SplitPlan
from reviewbot.render import Style
from reviewbot.render.split import load_split_renderer, split_format_names
from reviewbot.sources.local import LocalChange, open_change

TYPE_CHECKING = False  # for annotations only
if TYPE_CHECKING:
    from reviewbot.proposal import Proposal

SUMMARY = "split a change that is too large into parts"
MOST_PLAN_BYTES = 256 << 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_selectors(parser)
    group = parser.add_argument_group("how to split and show")
    group.add_argument(
        "--budget", type=int, metavar="N", help="counted lines a part may have (the tightest max-diff-lines, else 300)"
    )
    group.add_argument("--plan", metavar="FILE", help="a plan that was saved as JSON, and perhaps edited")
    group.add_argument("--interactive", action="store_true", help="change the plan in a conversation first")
    group.add_argument("--policy", metavar="FILE", help="a policy that holds beside the one at base")
    group.add_argument("--author", metavar="NAME", help="who made the change; unknown, every author's budgets apply")
    group.add_argument("--format", choices=split_format_names(), default="terminal", help="(terminal)")
    group.add_argument("--output", metavar="FILE", help="where it is written (standard output)")
    making = parser.add_argument_group("how to make branches")
    making.add_argument("--apply", metavar="PREFIX", help="make the branches PREFIX/1-..., on base or on one another")
    making.add_argument("--dry-run", action="store_true", help="show which branches --apply would make")


def run(arguments: argparse.Namespace) -> int:
    _check(arguments)
    gc.disable()  # a plan makes no circles, and looking for them takes a third of the time
    try:
        return _run(arguments)
    finally:
        gc.enable()


def _run(arguments: argparse.Namespace) -> int:
    progress = Progress()
    with open_change(arguments.repo, selection_of(arguments), on_read=progress.advance) as found:
        with shown_progress(progress):
            proposal = _proposal(arguments, found)
        if arguments.interactive:
            from reviewbot.cli.split_conversation import converse  # only who wants to talk waits for it

            proposal = converse(proposal)
        if arguments.apply is not None:
            from reviewbot.branches import apply  # GitPython

            plan = apply(found, proposal, arguments.apply, dry_run=arguments.dry_run)
        else:
            plan = proposal.plan
        if arguments.format == "git":
            from reviewbot.split.patches import with_patches

            plan = with_patches(plan, proposal.texts)
    style = Style() if arguments.output else style_of_stdout()
    write_output(load_split_renderer(arguments.format)(plan, style), arguments.output)
    if arguments.apply is not None or arguments.format == "terminal":
        say(_done(arguments, plan))
    return exit_status(plan)


def _done(arguments: argparse.Namespace, plan: SplitPlan) -> str:
    """What was done, or can be done next, for a person."""
    if arguments.apply is None:
        return "next: --apply PREFIX makes branches of the parts; with --dry-run it shows which"
    branches = f"{len(plan.branches)} branches {arguments.apply}/..."
    if arguments.dry_run:
        return f"dry run: --apply would make {branches}; nothing was changed"
    return (
        f"made {branches}; together they give head's tree, and refs/reviewbot/backup/{arguments.apply} keeps head\n"
        f"next: git push origin 'refs/heads/{arguments.apply}/*'"
    )


def exit_status(plan: SplitPlan) -> int:
    return EXIT_BLOCKED if plan.no_split or any(part.over_budget for part in plan.parts) else EXIT_OK


def _check(arguments: argparse.Namespace) -> None:
    """Raise UsageError for options that do not go together."""
    if arguments.budget is not None and arguments.budget < 1:
        raise UsageError("--budget must be at least 1 line", where=f"--budget {arguments.budget}")
    if arguments.dry_run and arguments.apply is None:
        raise UsageError("--dry-run says what --apply would do", help="give --apply PREFIX too")
    if arguments.patch:
        raise UsageError(
            "a patch does not hold the files that a split needs", help="give BASE..HEAD, --staged or --worktree"
        )


def _proposal(arguments: argparse.Namespace, found: LocalChange) -> Proposal:
    from reviewbot.judgement import governing  # git measures meanwhile
    from reviewbot.proposal import propose, propose_edited

    judging = governing(found, floor=arguments.policy, author=arguments.author, budgets_only=True)
    if arguments.plan:
        text = _read(arguments.plan)
        return propose_edited(found, judging.policy, judging.facts, text, arguments.budget)
    return propose(found, judging.policy, judging.facts, arguments.budget)


def _read(name: str) -> str:
    try:
        with open(name, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read(MOST_PLAN_BYTES + 1)
    except OSError as error:
        raise UsageError(f"the plan cannot be read: {error.strerror}", where=ascii(name)[1:-1]) from None
    if len(text) > MOST_PLAN_BYTES:
        raise UsageError(f"the plan is larger than {MOST_PLAN_BYTES >> 20} MiB", where=ascii(name)[1:-1])
    return text
