"""What a person sees: the verdict, the budgets as bars, what was found and what to do about it, the largest files."""

from __future__ import annotations

from reviewbot.model.change import ChangedFile
from reviewbot.model.report import Report, Severity, Verdict
from reviewbot.render import Style
from reviewbot.render.text.bar import line_bar
from reviewbot.render.text.budgets import add_budgets
from reviewbot.render.text.escape import shown, shown_path
from reviewbot.render.text.files import by_size, remarks
from reviewbot.render.text.findings import Group, grouped, place, rule_label, several_instances, waived_by, worst_first
from reviewbot.render.text.page import BOLD, CYAN, DIM, GREEN, RED, YELLOW, Page
from reviewbot.render.text.title import counted, title

LINE_BAR = 10
MOST_GROUPS = 40
MOST_PLACES = 10
MOST_FILES = 10

SEVERITY_COLOUR = {Severity.BLOCK: RED, Severity.REVIEW: YELLOW, Severity.WARN: CYAN}
VERDICT_COLOUR = {Verdict.PASS: GREEN, Verdict.WARN: CYAN, Verdict.REVIEW: YELLOW, Verdict.BLOCK: RED}


def render(report: Report, style: Style) -> str:
    page = Page(style)
    page.text(title(report), leading=report.verdict.value, codes=(BOLD, VERDICT_COLOUR[report.verdict]))
    numbered = several_instances(report)
    add_budgets(page, report, numbered)
    add_findings(page, report, numbered)
    if report.verdict is not Verdict.PASS:
        add_files(page, report.files)
    if report.notes:
        page.gap()
    for note in report.notes:
        page.headed("note", shown(note), DIM)
    if report.split_plan is not None:
        from reviewbot.render.text.short_plan import add_plan  # only a change over its budget has one

        add_plan(page, report.split_plan)
    if report.verdict is not Verdict.PASS:
        add_end(page, report)
    return page.whole()


def add_findings(page: Page, report: Report, numbered: frozenset[str]) -> None:
    groups = grouped(report.findings)
    for group in groups[:MOST_GROUPS]:
        page.gap()
        add_group(page, group, numbered)
    if len(groups) > MOST_GROUPS:
        page.gap()
        rest = sum(len(group.places) for group in groups[MOST_GROUPS:])
        page.text(f"… and {counted(rest, 'more finding')}: --format json has all")


def add_group(page: Page, group: Group, numbered: frozenset[str]) -> None:
    """What is wrong, where, why the policy minds, what to do."""
    finding = group.first
    word, colour = finding.severity.value, SEVERITY_COLOUR[finding.severity]
    if finding.waived is not None:
        word, colour = "waived", DIM
    label = rule_label(finding.rule, finding.instance, numbered)
    page.headed(word, f"{label}: {shown(finding.message)}", BOLD, colour)
    if finding.path is not None:
        page.places([place(each) for each in group.places[:MOST_PLACES]])
        if len(group.places) > MOST_PLACES:
            page.labelled("", f"… and {counted(len(group.places) - MOST_PLACES, 'more place')}")
    if finding.reason:
        page.labelled("why", shown(finding.reason))
    if finding.waived is not None:
        page.labelled("by", waived_by(finding))
    elif finding.help:
        page.labelled("help", shown(finding.help))


def add_files(page: Page, files: tuple[ChangedFile, ...]) -> None:
    """The largest files, with their added and removed lines as `git diff --stat` draws them."""
    if not files:
        return
    page.gap()
    page.line(page.paint("largest files" if len(files) > MOST_FILES else "files", BOLD))
    largest = by_size(files)[:MOST_FILES]
    most = largest[0].counts.counted_lines
    pluses = [f"+{file.counts.added_lines:,}" for file in largest]
    minuses = [f"-{file.counts.removed_lines:,}" for file in largest]
    widths = [max(map(len, texts)) for texts in (pluses, minuses)]
    for plus, minus, file in zip(pluses, minuses, largest, strict=True):
        line = f"  {page.paint(f'{plus:>{widths[0]}}', GREEN)} {page.paint(f'{minus:>{widths[1]}}', RED)}"
        room = page.width - sum(widths) - 5
        if page.wide:
            added, removed = line_bar(file.counts.counted_added, file.counts.counted_removed, most, LINE_BAR)
            line += f"  {page.paint('+' * added, GREEN)}{page.paint('-' * removed, RED)}"
            line += " " * (LINE_BAR - added - removed)
            room -= LINE_BAR + 2
        page.line(line, "  ", page.path_with(shown_path(file.path), ", ".join(remarks(file)), room))
    if len(files) > MOST_FILES:
        page.line(page.plain(f"  … and {counted(len(files) - MOST_FILES, 'more file')}"))


def add_end(page: Page, report: Report) -> None:
    """Which policy said so, and where to read on."""
    page.gap()
    for policy in report.policies:
        page.headed("policy", f"{shown(policy.source)} (sha256 {policy.sha256[:12]})", DIM)
    rules = [finding.rule for finding in worst_first(report.findings) if finding.waived is None]
    if rules:
        page.headed("more", f"reviewbot explain {rules[0]}", DIM)
