"""Markdown for a comment on a pull request, a job's summary or a check run.

Text from outside is prose or a code span, see `reviewbot.render.text.markup`.
"""

from __future__ import annotations

from reviewbot.model.change import ChangedFile
from reviewbot.model.report import Report
from reviewbot.render import Style
from reviewbot.render.text.escape import shown, shown_path
from reviewbot.render.text.files import by_size, remarks
from reviewbot.render.text.findings import (
    Group,
    grouped,
    place,
    rule_label,
    several_instances,
    waived_by,
)
from reviewbot.render.text.layout import shorten, shorten_path
from reviewbot.render.text.markup import code, prose
from reviewbot.render.text.title import counted, margin, title

# GitHub refuses a comment of more than 65,536 characters. These keep the longest report below it.
MOST_BUDGETS = 40
MOST_GROUPS = 25
MOST_PLACES = 5
MOST_FILES = 40
MOST_NOTES = 20
MOST_POLICIES = 10
LONGEST_PATH = 120
LONGEST_TEXT = 240


def render(report: Report, _style: Style) -> str:
    blocks = [f"### {prose(title(report))}", *budgets(report), *findings(report), *files(report)]
    return "\n\n".join([*blocks, *notes(report), *policies(report)]) + "\n"


def budgets(report: Report) -> list[str]:
    if not report.budgets:
        return []
    numbered = several_instances(report)
    rows = ["| budget | used | limit | |", "| --- | ---: | ---: | --- |"]
    for budget in report.budgets[:MOST_BUDGETS]:
        label = prose(rule_label(budget.rule, budget.instance, numbered))
        bold = "**" if budget.used > budget.limit else ""
        used = f"{budget.used:,} {budget.unit}"
        rows.append(f"| {label} | {used} | {budget.limit:,} | {bold}{margin(budget)}{bold} |")
    if len(report.budgets) > MOST_BUDGETS:
        rows.append(f"| … and {counted(len(report.budgets) - MOST_BUDGETS, 'more budget')} | | | |")
    return ["\n".join(rows)]


def findings(report: Report) -> list[str]:
    groups = grouped(report.findings)
    numbered = several_instances(report)
    lines = [line for group in groups[:MOST_GROUPS] for line in group_lines(group, numbered)]
    lines += more(sum(len(group.places) for group in groups[MOST_GROUPS:]), "finding")
    return ["\n".join(lines)] if lines else []


def group_lines(group: Group, numbered: frozenset[str]) -> list[str]:
    """One item of the list of findings: what, where, why, what to do."""
    finding = group.first
    severity = finding.severity.value if finding.waived is None else "waived"
    label = prose(rule_label(finding.rule, finding.instance, numbered))
    lines = [f"- **{severity}** {label}: {words(finding.message)}"]
    if finding.path is not None:
        lines += [f"  - {code(shorten_path(place(each), LONGEST_PATH))}" for each in group.places[:MOST_PLACES]]
        lines += [f"  {line}" for line in more(len(group.places) - MOST_PLACES, "place")]
    if finding.reason:
        lines.append(f"  - Why: {words(finding.reason)}")
    if finding.help and finding.waived is None:
        lines.append(f"  - Help: {words(finding.help)}")
    if finding.waived is not None:
        lines.append(f"  - Waived by {words(waived_by(finding))}")
    return lines


def files(report: Report) -> list[str]:
    """The files, the largest first, folded away: as a code block, which no row can end, for all start with a number."""
    if not report.files:
        return []
    rows = [file_row(file) for file in by_size(report.files)[:MOST_FILES]]
    if len(report.files) > MOST_FILES:
        rows.append(f"… and {counted(len(report.files) - MOST_FILES, 'more file')}")
    summary = (
        f"{counted(len(report.files), 'file')}, "
        f"{report.totals.added_lines:,} added and {report.totals.removed_lines:,} removed lines"
    )
    return [f"<details><summary>{summary}</summary>", "\n".join(["```text", *rows, "```"]), "</details>"]


def notes(report: Report) -> list[str]:
    if not report.notes:
        return []
    items = [f"- {words(note)}" for note in report.notes[:MOST_NOTES]]
    return ["\n".join(["Notes:", "", *items, *more(len(report.notes) - MOST_NOTES, "note")])]


def policies(report: Report) -> list[str]:
    if not report.policies:
        return []
    items = [f"- {words(each.source)}, sha256 {code(each.sha256[:12])}" for each in report.policies]
    return ["\n".join(["Policy:", "", *items[:MOST_POLICIES], *more(len(items) - MOST_POLICIES, "policy file")])]


def file_row(file: ChangedFile) -> str:
    plus, minus = f"+{file.counts.added_lines:,}", f"-{file.counts.removed_lines:,}"
    notes = shorten(", ".join(remarks(file)), LONGEST_PATH)
    return f"{plus:>8} {minus:>8}  {shorten_path(shown_path(file.path), LONGEST_PATH)}" + (
        f"  ({notes})" if notes else ""
    )


def more(number: int, noun: str) -> list[str]:
    """The last item of a list that leaves so many out; [] when it leaves none out."""
    return [f"- … and {counted(number, f'more {noun}')}"] if number > 0 else []


def words(text: str) -> str:
    """Any text as one line of prose, cut where it goes on for too long."""
    return prose(shorten(shown(text), LONGEST_TEXT))
