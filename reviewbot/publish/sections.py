"""The parts of which a check run's summary and a review are made, as Markdown.

All text from outside goes through `reviewbot.render.markdown`, in which it is prose or a code span.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewbot.model.report import Finding, Report, Severity
from reviewbot.model.split_plan import SplitPlan
from reviewbot.publish.limits import Section
from reviewbot.render import markdown
from reviewbot.render.split.markdown import short_plan
from reviewbot.render.text.findings import worst_first
from reviewbot.render.text.markup import code
from reviewbot.render.text.split import summary

MOST_WAIVES = 5


def sections(report: Report) -> Iterator[Section]:
    """All that a report says, the most important first."""
    yield from _each("budgets", markdown.budgets(report))
    yield from _each("findings", markdown.findings(report))
    yield from _each("what to do", what_to_do(report))
    if report.split_plan is not None:
        yield Section("the split plan", plan(report.split_plan))
    yield from _each("notes", markdown.notes(report))
    yield from _each("policies", markdown.policies(report))
    yield from _each("files", ["\n\n".join(markdown.files(report))] if report.files else [])


def plan(split_plan: SplitPlan) -> str:
    """The short form of a split plan: how many parts, and a table of them."""
    return "\n\n".join([f"#### {markdown.words(summary(split_plan))}", *short_plan(split_plan)])


def what_to_do(report: Report) -> list[str]:
    """The ways on from here, [] where nothing is open."""
    found = [finding for finding in worst_first(report.findings) if finding.waived is None]
    if not found:
        return []
    steps = ["push a change that holds to the policy: every push is judged anew"]
    if any(finding.severity is Severity.REVIEW for finding in found):
        steps.append("ask those whom a finding names for an approval of this head")
    steps += [_waive(rule) for rule in _blocking(found)[:MOST_WAIVES]]
    steps.append(
        "comment `/reviewbot explain` for what each rule is about, `/reviewbot recheck` to have all read again"
    )
    return ["\n".join(["What to do:", "", *(f"- {step}" for step in steps)])]


def _blocking(found: list[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.rule for finding in found if finding.severity is not Severity.WARN))


def _waive(rule: str) -> str:
    command = code(f"/reviewbot waive {rule} REASON")
    return f"whoever may waive the rule, and made no commit of the change, can comment {command}"


def _each(name: str, blocks: list[str]) -> Iterator[Section]:
    return (Section(name, block) for block in blocks)
