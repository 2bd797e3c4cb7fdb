"""What is answered to `explain`, `help`, `split` and the check run's buttons, and to what is no command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewbot.explanation import add_path, add_rule
from reviewbot.model.policy import Policy
from reviewbot.model.report import Report
from reviewbot.policy.wording import did_you_mean, quoted
from reviewbot.render import Style
from reviewbot.render.split.markdown import render
from reviewbot.render.text.markup import code, longest_run
from reviewbot.render.text.page import Page
from reviewbot.rules import documentation, load_rule, rule_names
from reviewbot.server.people.answers import Answer, sentence
from reviewbot.server.people.said import Said

HELP = """\
Each on a line of its own, in a new comment:

- `/reviewbot waive RULE REASON`: an exception for this head, by who may waive the rule and made none of the change
- `/reviewbot unwaive RULE`: the exception is taken back
- `/reviewbot recheck`: everything is read again; the check says what came of it
- `/reviewbot explain RULE`: what a rule is about, with all its keys; without RULE, those that found something
- `/reviewbot explain PATH`: what the policy says of a path
- `/reviewbot split`: the smaller parts that this change divides into
- `/reviewbot help`: this"""
_STYLE = Style(width=90)


def answers_to(said: Sequence[Said], policy: Policy, report: Report | None) -> tuple[Answer, ...]:
    """The answers to all but waivers. report: None where reviewbot could not decide."""
    found = ((each, _answered(each, policy, report)) for each in said)
    return tuple(each.answer(text) for each, text in found if text)


def answers_to_button(button: str, head_sha: str, policy: Policy, report: Report | None) -> tuple[Answer, ...]:
    """The answer to a button of the check run, once for each head."""
    if button == "explain":
        return (Answer(f"explain-{head_sha}", rules_in_short(_found(report) or _of(policy))),)
    return (Answer(f"split-{head_sha}", split(report)),) if button == "split" else ()


def _answered(said: Said, policy: Policy, report: Report | None) -> str:
    command = said.command
    if command.mistake:
        text = f"**Not understood**: {sentence(command.mistake)}"
        return text if command.verb else f"{text}\n\n{HELP}"
    if command.verb == "help":
        return HELP
    if command.verb == "explain":
        return explained(command.subject, policy) if command.subject else rules_in_short(_found(report) or _of(policy))
    return split(report) if command.verb == "split" else ""


def explained(subject: str, policy: Policy) -> str:
    """What `reviewbot explain` prints of a rule or a path."""
    page = Page(_STYLE)
    if subject.lower() in rule_names():
        add_rule(page, load_rule(subject.lower()))
        return _block(page)
    if not ("/" in subject or "." in subject):
        near = did_you_mean(subject, rule_names(), "the rules are")
        return f"There is no rule {sentence(quoted(subject))}; {sentence(near)} Write ./NAME for a path."
    path = subject.removeprefix("./").lstrip("/")
    if not path or "\0" in path or ".." in path.split("/"):
        return f"This is no path in a repository: {sentence(quoted(subject))}."
    name = f"{path}any-file" if path.endswith("/") else path
    add_path(page, name.encode("utf-8", "replace"), policy)
    return _block(page)


def _block(page: Page) -> str:
    """A block of code that nothing in it can end."""
    fence = "`" * max(longest_run(page.whole()) + 1, 3)
    return f"{fence}text\n{page.whole()}{fence}"


def rules_in_short(rules: Iterable[str]) -> str:
    """What each rule finds, in a sentence."""
    lines = [f"- {code(rule)}: {sentence(_first_paragraph(rule))}" for rule in rules]
    return "\n".join([*lines, "", "More of each: `/reviewbot explain RULE`"]) if lines else "The policy has no rules."


def _first_paragraph(rule: str) -> str:
    return " ".join(documentation(rule).partition("\n\n")[0].replace("``", "`").split())


def split(report: Report | None) -> str:
    """The plan that divides the change, in full."""
    if report is None or report.split_plan is None:
        return (
            "There is no plan: the change is within the budgets of the policy, or too large to plan for here. "
            "`reviewbot split` makes one where the repository is checked out."
        )
    last = "`git fetch` and `reviewbot split --apply PREFIX` make a branch of each part."
    return f"{render(report.split_plan, _STYLE)}\n{last}"


def _found(report: Report | None) -> list[str]:
    return list(dict.fromkeys(finding.rule for finding in report.findings)) if report else []


def _of(policy: Policy) -> list[str]:
    return list(dict.fromkeys(instance.rule for instance in policy.instances))
