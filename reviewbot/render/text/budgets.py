"""What is used and what is left of each budget: as bars on a page, and as one line."""

from __future__ import annotations

from reviewbot.model.report import BudgetUse, Finding, Report, Severity
from reviewbot.render import Style
from reviewbot.render.text.bar import budget_bar
from reviewbot.render.text.escape import shown
from reviewbot.render.text.findings import rule_label, several_instances, worst_first
from reviewbot.render.text.page import DIM, GREEN, RED, YELLOW, Page
from reviewbot.render.text.title import margin, share, spent

LONGEST_BAR = 30
SHORTEST_BAR = 8
NEARLY = 0.8  # of a budget
NO_BUDGETS = "no budgets: the policy has none that applies here"
ONE_FILE = "max-file-lines"  # the rule whose unit says less than it measures


def budget_page(report: Report, style: Style) -> str:
    """A bar for each budget; what to do about those that are used up; and how the change was measured."""
    page = Page(style)
    if not report.budgets:
        page.text(NO_BUDGETS)
    add_budgets(page, report, several_instances(report))
    advice = dict.fromkeys(finding.help for finding in report.findings if finding.help and finding.waived is None)
    for word, said in (("help", advice), ("note", report.notes)):
        if said:
            page.gap()
        for line in said:
            page.headed(word, shown(line), DIM)
    return page.whole()


def budget_line(report: Report, style: Style) -> str:
    """The tightest budget of each rule in one line: "128/300 lines, 4/10 files"."""
    tightest: dict[str, BudgetUse] = {}
    for budget in sorted(report.budgets, key=lambda budget: (share(budget), -budget.limit)):
        tightest[budget.rule] = budget
    page = Page(style)
    said = [
        page.paint(
            f"{budget.used}/{budget.limit} {budget.unit}{' of a file' if rule == ONE_FILE else ''}",
            budget_colour(budget, report.findings),
        )
        for rule, budget in sorted(tightest.items())
    ]
    page.line(", ".join(said) or NO_BUDGETS)
    return page.whole()


def add_budgets(page: Page, report: Report, numbered: frozenset[str]) -> None:
    """One bar for each budget, beside its name and numbers where there is room, else below them."""
    if not report.budgets:
        return
    page.gap()
    labels = [rule_label(budget.rule, budget.instance, numbered) for budget in report.budgets]
    uses = [spent(budget) for budget in report.budgets]
    margins = [margin(budget) for budget in report.budgets]
    widths = [max(map(len, texts)) for texts in (labels, uses, margins)]
    room = page.width - sum(widths) - 8
    for label, use, left, budget in zip(labels, uses, margins, report.budgets, strict=True):
        colour = budget_colour(budget, report.findings)
        if not page.wide or room < SHORTEST_BAR:
            page.line(f"  {label}: ", page.paint(left, colour))
            length = max(min(page.width - widths[1] - 4, LONGEST_BAR), 2)
            page.line("  ", drawn(page, budget, length, colour), f"  {use:>{widths[1]}}")
        else:
            bar = drawn(page, budget, min(room, LONGEST_BAR), colour)
            left = page.paint(f"{left:>{widths[2]}}", colour)
            page.line(f"  {label:<{widths[0]}}  ", bar, f"  {use:>{widths[1]}}  ", left)


def drawn(page: Page, budget: BudgetUse, length: int, colour: str) -> str:
    """The bar: what is used, then what is over the limit or left of it."""
    within, over, left = budget_bar(budget.used, budget.limit, length)
    full, beyond, free = ("█", "▓", "░") if page.style.unicode else ("#", "!", ".")
    return page.paint(full * within, colour) + page.paint(beyond * over, colour) + page.paint(free * left, DIM)


def budget_colour(budget: BudgetUse, findings: tuple[Finding, ...]) -> str:
    if budget.used <= budget.limit:
        return GREEN if share(budget) < NEARLY else YELLOW
    of_it = worst_first(each for each in findings if (each.rule, each.instance) == (budget.rule, budget.instance))
    blocks = not of_it or (of_it[0].waived is None and of_it[0].severity is Severity.BLOCK)
    return RED if blocks else YELLOW
