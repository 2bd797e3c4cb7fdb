"""The one line that says it all: the first line of every surface, and the title of the check run."""

from __future__ import annotations

from reviewbot.model.report import BudgetUse, Finding, Report
from reviewbot.render.text.escape import shown
from reviewbot.render.text.findings import RANK, place
from reviewbot.render.text.layout import shorten, shorten_path

LONGEST_PLACE = 60  # characters; two of them and the words between stay under GitHub's 255 of a check run's title
LONGEST_MESSAGE = 80


def title(report: Report) -> str:
    """The verdict, what weighs most, and how much more there is: one line without a line end, safe to show.

    For example "block: 432 of 300 lines, config/ touched, 2 more findings".
    """
    open_findings = [finding for finding in report.findings if finding.waived is None]
    parts = [*(found(report, open_findings) if open_findings else measured(report))]
    waived = len(report.findings) - len(open_findings)
    if waived:
        parts.append(f"{counted(waived, 'finding')} waived")
    return f"{report.verdict.value}: {', '.join(parts)}"


def measured(report: Report) -> list[str]:
    """What to say when nothing is found: the tightest budget, or how much changed."""
    if not report.files:
        return ["nothing changed"]
    if report.budgets:
        return [spent(max(report.budgets, key=share))]
    return [counted(len(report.files), "file"), counted(report.totals.changed_lines, "changed line")]


def found(report: Report, findings: list[Finding]) -> list[str]:
    """The worst finding; after a budget also the worst of another kind; then the number of the others.

    What matches one pattern is said once, however many files it is.
    """
    over = {(budget.rule, budget.instance): budget for budget in report.budgets if budget.used > budget.limit}

    def weight(finding: Finding) -> tuple[int, float]:
        budget = over.get((finding.rule, finding.instance))
        return RANK[finding.severity], -share(budget) if budget else 0

    by_weight = sorted(findings, key=weight)
    said = by_weight[:1]
    if (said[0].rule, said[0].instance) in over:
        said += [finding for finding in by_weight if (finding.rule, finding.instance) not in over][:1]
    parts = [described(finding, over.get((finding.rule, finding.instance))) for finding in said]
    more = sum(not any(_says(one, each) for one in said) for each in findings)
    return [*parts, counted(more, "more finding")] if more else parts


def _says(one: Finding, other: Finding) -> bool:
    """Whether naming one of them is naming both."""
    same = (one.rule, one.instance, one.pattern) == (other.rule, other.instance, other.pattern)
    return one is other or (bool(one.pattern) and same)


def described(finding: Finding, budget: BudgetUse | None) -> str:
    if finding.pattern:
        return f"{shorten_path(shown(finding.pattern), LONGEST_PLACE)} touched"
    if finding.path is not None:
        return f"{finding.rule} {shorten_path(place(finding), LONGEST_PLACE)}"
    return spent(budget) if budget else f"{finding.rule}: {shorten(shown(finding.message), LONGEST_MESSAGE)}"


def share(budget: BudgetUse) -> float:
    """How many times the budget is used: 1.0 is all of it."""
    if budget.limit:
        return budget.used / budget.limit
    return float("inf") if budget.used else 0.0


def spent(budget: BudgetUse) -> str:
    return f"{budget.used:,} of {budget.limit:,} {budget.unit}"


def margin(budget: BudgetUse) -> str:
    """How far the use is from the limit: "132 over" or "17 left"."""
    difference = budget.limit - budget.used
    return f"{difference:,} left" if difference >= 0 else f"{-difference:,} over"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it must be."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
