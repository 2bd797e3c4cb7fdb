"""What is answered to `explain`, `help` and the buttons: about the rules, never about what an author wrote."""

from __future__ import annotations

from collections.abc import Sequence

from reviewbot.model.report import Report
from reviewbot.policy.wording import did_you_mean
from reviewbot.publish.sections import plan
from reviewbot.render.markdown import words
from reviewbot.render.text.markup import code
from reviewbot.rules import documentation, rule_names
from reviewbot.server.people.answers import Answer
from reviewbot.server.people.waivers import Said

HELP = "\n".join(
    [
        "What I understand, each on a line of its own:",
        "",
        "- `/reviewbot waive RULE REASON`: make an exception from a rule for this head, if you may",
        "- `/reviewbot unwaive RULE`: take it back",
        "- `/reviewbot recheck`: read everything again",
        "- `/reviewbot explain RULE`: what a rule is about; without RULE those that found something",
        "- `/reviewbot split`: smaller parts that this change divides into",
    ]
)


def answers_to(said: Sequence[Said], report: Report) -> tuple[Answer, ...]:
    """The answers to everything but waivers."""
    found = []
    for each in said:
        command = each.command
        if command.mistake and command.verb != "waive":
            found.append(Answer(each.key, f"{words(command.mistake)}.\n\n{HELP}"))
        elif command.verb == "help":
            found.append(Answer(each.key, HELP))
        elif command.verb == "explain":
            found.append(Answer(each.key, explained([command.subject] if command.subject else _found(report))))
        elif command.verb == "split":
            found.append(Answer(each.key, split(report)))
    return tuple(found)


def answers_to_button(pressed: str | None, report: Report) -> tuple[Answer, ...]:
    """The answer to a button of the check run, once for each head."""
    head = report.head or ""
    if pressed == "explain":
        return (Answer(f"explain-{head}", explained(_found(report))),)
    return (Answer(f"split-{head}", split(report)),) if pressed == "split" else ()


def explained(rules: Sequence[str]) -> str:
    """What rules do, and why."""
    return "\n\n".join(_explained(rule) for rule in rules) or "No rule found anything."


def split(report: Report) -> str:
    """The plan that divides the change."""
    if report.split_plan is None:
        return "The change is within its line budget, or too large for a plan here: `reviewbot split` makes one."
    commands = "`git fetch && reviewbot split --apply PREFIX` makes branches of these parts."
    return f"{plan(report.split_plan)}\n\n{commands}"


def _found(report: Report) -> list[str]:
    return list(dict.fromkeys(finding.rule for finding in report.findings))


def _explained(rule: str) -> str:
    if rule not in rule_names():
        return f"{words(did_you_mean(rule, rule_names(), 'the rules are'))}"
    summary, *sections = documentation(rule).split("\n\n")
    lines = [f"**{code(rule)}**: {words(' '.join(summary.split()))}"]
    for section in sections:
        heading, _, body = section.partition("\n")
        if heading in ("What it does", "Why", "Instead"):
            lines.append(f"*{heading}*: {words(' '.join(body.split()))}")
    return "\n\n".join(lines)
