"""Split a change that is too large into parts within the budget: what goes first, what needs what, what is independent.

Every part, applied after those before it, parses and defines what it uses, as far as a parser for its language is at
hand (pip install 'reviewbot[split]'). Nothing is changed but by --apply, and nothing is asked of a network.

examples:
  reviewbot split                            what a push of this branch would ask to merge
  reviewbot split main..feature --budget 200
  reviewbot split --apply split              make the branches split/1-..., split/2-..., and keep what was there
  reviewbot split --format json --output plan.json; reviewbot split --plan plan.json --apply split
  reviewbot split --interactive              move files and hunks between parts first
  reviewbot split main..feature --plan plan.json --apply split --landed 1 --onto main
                                             part 1 has landed, with edits perhaps: make the others anew on main

exit status: 0 every part that is still to come is within the budget, 1 one is over it or there is no good split,
2 could not decide.
"""

from __future__ import annotations

import argparse
import gc
import sys

from reviewbot.cli.output import check_output, style_of_stdout, write_output
from reviewbot.cli.progress import Progress, shown_progress
from reviewbot.cli.selectors import add_selectors, selection_of
from reviewbot.cli.split_outcome import nothing_to_make, outcome
from reviewbot.cli.streams import say
from reviewbot.errors import EXIT_BLOCKED, EXIT_OK, UsageError
from reviewbot.model.split_plan import SplitPlan
from reviewbot.model.stacks import DEFAULT_PREFIX
from reviewbot.render import Style
from reviewbot.render.split import load_split_renderer, split_format_names
from reviewbot.sources.local import LocalChange, open_change

TYPE_CHECKING = False  # for annotations only
if TYPE_CHECKING:
    from reviewbot.branches import Landing
    from reviewbot.proposal import Proposal
    from reviewbot.sources.ends import Ends

SUMMARY = "split a change that is too large into parts"
MOST_PLAN_BYTES = 256 << 20
MOST_DIGITS = 7  # of a part's number
_COMMANDS = ("gh-stack", "git")  # formats that somebody runs to make the branches


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
    making.add_argument(
        "--landed",
        metavar="PARTS",
        help="the parts that landed, as 1,2, auto for those that are seen there, or none: make the others anew on them",
    )
    making.add_argument("--onto", metavar="REV", help="where the parts have landed (the tip of base)")


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

            proposal = converse(proposal, is_given=arguments.plan is not None)
        plan = _with_branches(arguments, found, proposal)
    style = (Style() if arguments.output else style_of_stdout())._replace(options=_options_of_plan(arguments))
    write_output(load_split_renderer(arguments.format)(plan, style), arguments.output)
    try:
        sys.stdout.flush()  # a terminal shows what was done, and what is next, below the plan
    finally:
        if arguments.apply is not None or arguments.format == "terminal":
            _say_outcome(arguments, found.ends, plan)
    return exit_status(plan)


def _say_outcome(arguments: argparse.Namespace, ends: Ends, plan: SplitPlan) -> None:
    for note in ends.notes:
        say(f"note: {note}")
    is_merge = ends.head is not None and ends.new != ends.head  # of a trial, where there are several merge-bases
    tree = "what merging head into base gives" if is_merge else "head's tree"
    done = outcome(plan, arguments.apply, dry_run=arguments.dry_run, tree=tree)
    if done:
        say(done)


def _options_of_plan(arguments: argparse.Namespace) -> tuple[str, ...]:
    """What was said of how to split, to make the same plan once more."""
    given = ((name, getattr(arguments, name)) for name in ("budget", "plan", "policy", "author"))
    return tuple(f"--{name}={value}" for name, value in given if value is not None)


def _with_branches(arguments: argparse.Namespace, found: LocalChange, proposal: Proposal) -> SplitPlan:
    """The plan with its branches, where they are to be made or to be told of."""
    plan = proposal.plan
    if arguments.apply is not None:
        if nothing_to_make(plan):
            return plan
        check_output(arguments.output)  # branches that nobody is told of would be in the way
        plan = _applied(arguments, found, proposal)
    elif arguments.format in _COMMANDS and not nothing_to_make(plan) and plan.base and plan.head:
        from reviewbot.branches import drafted

        plan = drafted(found, proposal, DEFAULT_PREFIX)
    if arguments.format == "git":
        from reviewbot.split.patches import with_patches

        plan = with_patches(plan, proposal.texts)
    return plan


def _applied(arguments: argparse.Namespace, found: LocalChange, proposal: Proposal) -> SplitPlan:
    from reviewbot.branches import apply, carry  # GitPython

    landing = _landing(arguments)
    if landing is None:
        return apply(found, proposal, arguments.apply, dry_run=arguments.dry_run)
    return carry(found, proposal, arguments.apply, landing, dry_run=arguments.dry_run)


def _landing(arguments: argparse.Namespace) -> Landing | None:
    """What is said of parts that landed, None when nothing is."""
    from reviewbot.branches import Landing

    if arguments.landed is None and arguments.onto is None:
        return None
    said = "auto" if arguments.landed is None else arguments.landed
    if said in ("auto", "none"):
        return Landing(arguments.onto, None if said == "auto" else ())
    numbers = [word.strip() for word in said.split(",")]
    if not all(word.isascii() and word.isdecimal() and len(word) < MOST_DIGITS for word in numbers):
        raise UsageError(
            "--landed takes numbers of parts, none or auto", where=f"--landed {said!a:.60}", help="as in --landed 1,2"
        )
    return Landing(arguments.onto, tuple(map(int, numbers)))


def exit_status(plan: SplitPlan) -> int:
    landed = plan.carried.landed if plan.carried else ()
    over = any(part.over_budget for part in plan.parts if part.number not in landed)
    return EXIT_BLOCKED if plan.no_split or over else EXIT_OK


def _check(arguments: argparse.Namespace) -> None:
    """Raise UsageError for options that do not go together."""
    if arguments.budget is not None and arguments.budget < 1:
        raise UsageError("--budget must be at least 1 line", where=f"--budget {arguments.budget}")
    if arguments.dry_run and arguments.apply is None:
        raise UsageError("--dry-run says what --apply would do", help="give --apply PREFIX too")
    _check_landing(arguments)
    if arguments.interactive and arguments.format != "terminal" and arguments.output in (None, "-"):
        raise UsageError(
            f"--interactive and --format {arguments.format} both want standard output", help="give --output FILE"
        )
    if arguments.interactive and arguments.format == "gh-stack" and arguments.apply is None:
        raise UsageError(
            "gh-stack's commands would make the plan as it was before the conversation",
            help="give --apply PREFIX too, or save it with --format json --output FILE and give it as --plan FILE",
        )
    if arguments.patch is not None:
        raise UsageError(
            "a patch does not hold the files that a split needs", help="give BASE..HEAD, --staged or --worktree"
        )


def _check_landing(arguments: argparse.Namespace) -> None:
    given = "--landed" if arguments.landed is not None else "--onto" if arguments.onto is not None else ""
    if given and arguments.apply is None:
        raise UsageError(
            f"{given} says which branches --apply makes", help="give --apply PREFIX too, or --dry-run with it"
        )
    if given and arguments.format == "git":
        raise UsageError(
            "plain git commands cannot carry parts onto what landed: that takes a merge, which may conflict",
            help="leave --format git out: --apply makes these branches itself, and --dry-run shows them first",
        )


def _proposal(arguments: argparse.Namespace, found: LocalChange) -> Proposal:
    from reviewbot.judgement import governing  # git measures meanwhile
    from reviewbot.proposal import propose, propose_edited

    judging = governing(found, floor=arguments.policy, author=arguments.author, budgets_only=True)
    if arguments.plan is not None:
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
