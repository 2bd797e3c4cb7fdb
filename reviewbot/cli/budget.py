"""Show what is left of each budget of the policy: how much this change may still hold.

Without selectors it measures the working change: from where HEAD left the remote's default branch (or --base) to the
working tree, untracked files included, so committing a part of it does not refill a budget.

examples:
  reviewbot budget                           a bar for each budget
  reviewbot budget --watch                   drawn again as files change, until Ctrl-C
  reviewbot budget --short                   one line: 128/300 lines, 4/10 files
  PS1='$(reviewbot budget --short 2> /dev/null) \\$ '
  reviewbot budget --staged --format json

exit status: 0 within every budget that blocks, 1 over one of them, 2 could not decide, 130 a watch was ended.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from types import ModuleType
from typing import cast

from reviewbot.cli.output import style_of_stdout, write_output
from reviewbot.cli.progress import Progress, shown_progress
from reviewbot.cli.selectors import add_selectors, selection_of
from reviewbot.errors import EXIT_BLOCKED, EXIT_OK, UsageError
from reviewbot.model.report import Report, Verdict
from reviewbot.render import Style
from reviewbot.sources.ends import Selection, working_change
from reviewbot.sources.local import open_change

SUMMARY = "show what is left of each budget"
SCHEMA = "reviewbot-budget/1"

_WORKING_CHANGE = "from where HEAD left the remote's default branch, or --base, to the working tree"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_selectors(parser, _WORKING_CHANGE)
    group = parser.add_argument_group("how to measure and show")
    group.add_argument("--policy", metavar="FILE", help="a policy that holds beside the one at base")
    group.add_argument("--author", metavar="NAME", help="who made the change; unknown, every author's budgets apply")
    group.add_argument("--watch", action="store_true", help="show it again as files change, until Ctrl-C")
    form = group.add_mutually_exclusive_group()
    form.add_argument("--format", choices=("terminal", "json"), default="terminal", help="(terminal)")
    form.add_argument("--short", action="store_true", help="one line, for a prompt")


def run(arguments: argparse.Namespace) -> int:
    selection = budget_selection(arguments)
    if arguments.watch:
        from reviewbot.cli.watching import watch  # only who watches waits for it

        if arguments.patch:
            raise UsageError("a patch does not change, so there is nothing to watch", help="leave out --watch")
        arguments.short = arguments.short or not sys.stdout.isatty()
        return watch(lambda style: written(arguments, measured(arguments, selection), style))
    with shown_progress() as progress:
        report = measured(arguments, selection, progress)
    write_output(written(arguments, report, style_of_stdout()), None)
    return EXIT_BLOCKED if report.verdict is Verdict.BLOCK else EXIT_OK


def budget_selection(arguments: argparse.Namespace) -> Selection:
    """What the arguments select; the working change where they name no end of it."""
    selection = selection_of(arguments)
    if selection.head or selection.snapshot or arguments.patch:
        return selection
    return working_change(selection.base)


def measured(arguments: argparse.Namespace, selection: Selection, progress: Progress | None = None) -> Report:
    """The report by the policy's budgets alone."""
    asked = {"floor": arguments.policy, "author": arguments.author, "budgets_only": True}
    if arguments.patch:
        return cast("Report", _judgement().judge_patch(arguments.patch, arguments.repo, **asked))
    on_read = progress.advance if progress else None
    with open_change(arguments.repo, selection, on_read=on_read, meanwhile=_judgement) as found:
        return cast("Report", _judgement().judge_local(found, **asked))


def _judgement() -> ModuleType:
    """What reads and judges a measurement; it takes a while to load, so that is done while git looks at the files."""
    import_module("reviewbot.sources.measure")
    return import_module("reviewbot.judgement")


def written(arguments: argparse.Namespace, report: Report, style: Style) -> str:
    """The report as it was asked for."""
    if arguments.format == "json":
        from reviewbot.render.text.document import json_text

        return json_text(document(report))
    from reviewbot.render.text.budgets import budget_line, budget_page

    return budget_line(report, style) if arguments.short else budget_page(report, style)


def document(report: Report) -> dict[str, object]:
    """The report as JSON has it, without its files, and with what is left of each budget; negative when over."""
    from reviewbot.render import json

    whole = json.document(report)
    kept = {name: value for name, value in whole.items() if name not in ("schema", "files", "split_plan")}
    budgets = [{**each, "left": each["limit"] - each["used"]} for each in whole["budgets"]]
    return {"schema": SCHEMA, **kept, "budgets": budgets}
