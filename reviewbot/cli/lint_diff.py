"""Judge a change by the policy: how large it is, which paths it touches, what it adds.

The policy is .reviewbot.toml at the tip of base, so a change is never judged by a policy that it brings itself.

examples:
  reviewbot lint-diff                        what a push of this branch would ask to merge
  reviewbot lint-diff main..feature          a branch
  reviewbot lint-diff --staged               what a commit would hold
  git diff main... | reviewbot lint-diff --patch -
  reviewbot lint-diff --format sarif --output report.sarif

exit status: 0 nothing blocks (findings for review or as warnings are shown), 1 a finding blocks, 2 could not decide.
"""

from __future__ import annotations

import argparse
from importlib import import_module

from reviewbot.cli.output import style_of_stdout, write_output
from reviewbot.cli.progress import Progress, shown_progress
from reviewbot.cli.selectors import add_selectors, selection_of
from reviewbot.errors import EXIT_BLOCKED, EXIT_OK
from reviewbot.model.report import Report, Verdict
from reviewbot.render import Style, format_names, load_renderer
from reviewbot.sources.ends import Selection
from reviewbot.sources.local import open_change

SUMMARY = "judge a change: its size, its paths, its content"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_selectors(parser)
    group = parser.add_argument_group("how to judge and report")
    group.add_argument("--policy", metavar="FILE", help="a policy that holds beside the one at base")
    group.add_argument(
        "--author",
        metavar="NAME",
        help="who made the change (else REVIEWBOT_AUTHOR); unknown, every author's rules apply",
    )
    group.add_argument(
        "--format", choices=format_names(), default="terminal", help="how the report is written (terminal)"
    )
    group.add_argument("--output", metavar="FILE", help="where it is written (standard output)")


def run(arguments: argparse.Namespace) -> int:
    selection = selection_of(arguments)
    with shown_progress() as progress:
        report = _judge_patch(arguments) if arguments.patch else _judge_local(arguments, selection, progress)
    style = Style() if arguments.output else style_of_stdout()  # a file is no terminal
    text = load_renderer(arguments.format)(report, style)
    write_output(text, arguments.output)
    return EXIT_BLOCKED if report.verdict is Verdict.BLOCK else EXIT_OK


def _judge_local(arguments: argparse.Namespace, selection: Selection, progress: Progress) -> Report:
    with open_change(arguments.repo, selection, on_read=progress.advance) as found:
        # git measures from here on; what is needed to judge is loaded meanwhile.
        judgement = import_module("reviewbot.judgement")
        judging = judgement.governing(found, floor=arguments.policy, author=arguments.author)
        report: Report = judgement.judge(found, judging)
        if any(budget.used > budget.limit for budget in report.budgets):
            from reviewbot.proposal import with_plan  # only a change that is too large waits for it

            report = with_plan(found, report, judging.policy, judging.facts)
        return report


def _judge_patch(arguments: argparse.Namespace) -> Report:
    judgement = import_module("reviewbot.judgement")
    report: Report = judgement.judge_patch(
        arguments.patch, arguments.repo, floor=arguments.policy, author=arguments.author
    )
    return report
