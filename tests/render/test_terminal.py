from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewbot.model.change import LineCounts
from reviewbot.model.report import BudgetUse, Severity, Verdict, Waived
from reviewbot.render import Style
from reviewbot.render.terminal import render
from reviewbot.render.text.layout import cells
from reviewbot.render.text.title import title
from tests.builders import a_file, line_counts
from tests.render.reports import LINES, REPORTS, a_finding, a_report
from tests.render.strategies import for_any_report, reports


def lines_of(report, **style):
    return render(report, Style(**style)).splitlines()


def test_a_pass_is_short():
    assert lines_of(REPORTS["pass"]) == [
        "pass: 120 of 300 lines",
        "",
        "  max-diff-lines  ████████████░░░░░░░░░░░░░░░░░░  120 of 300 lines  180 left",
        "",
        "note    policy read from the working tree",
    ]


def test_no_change_is_one_line():
    assert lines_of(REPORTS["empty"]) == ["pass: nothing changed"]


@for_any_report
def test_starts_with_the_title(report):
    assert lines_of(report, width=10_000)[0].rstrip() == title(report).rstrip()


def possible(report):
    """The report with numbers that a change can have."""
    budgets = tuple(use._replace(used=use.used % 10**7, limit=use.limit % 10**7) for use in report.budgets)
    counts = [LineCounts(file.counts.added_lines % 10**7, file.counts.removed_lines % 10**7) for file in report.files]
    files = tuple(file._replace(counts=each) for file, each in zip(report.files, counts, strict=True))
    return report._replace(budgets=budgets, files=files)


@settings(deadline=None, max_examples=40)
@given(report=reports, width=st.sampled_from([40, 41, 63, 64, 80, 120]), unicode=st.booleans())
def test_no_line_is_wider_than_the_terminal(report, width, unicode):
    wide = [line for line in lines_of(possible(report), width=width, unicode=unicode) if cells(line) > width]
    assert wide == []


@for_any_report
def test_a_terminal_without_unicode_gets_ascii(report):
    assert render(report, Style(unicode=False)).isascii()


@for_any_report
def test_colour_changes_nothing_but_colour(report):
    coloured = render(report, Style(colour=True))
    plain = re.sub(r"\x1b\[[0-9;]+m", "", coloured)
    assert [line.rstrip() for line in plain.splitlines()] == lines_of(report)
    assert "\x1b" not in plain


@for_any_report
def test_every_finding_is_told(report):
    text = render(report, Style(width=10_000))
    for finding in report.findings:
        assert finding.rule in text
        assert finding.line is None or finding.path is None or f":{finding.line}" in text


def heads(report):
    """The words at the left edge, from below the title and the budgets."""
    return [line.split(" ", 1)[0] for line in lines_of(report)[1:] if line and line[0] != " "]


def test_the_worst_come_first_and_the_waived_last():
    findings = (
        a_finding("a", severity=Severity.WARN),
        a_finding("b", waived=Waived("alice", "hotfix")),
        a_finding("c", severity=Severity.REVIEW),
        a_finding("d"),
    )
    assert heads(a_report(findings=findings)) == ["block", "review", "warn", "waived"]


def test_a_finding_says_what_where_why_and_what_to_do():
    finding = a_finding("src/a.py", line=3, help="leave it")
    assert lines_of(a_report(budgets=(), findings=(finding,)))[2:] == [
        "block   forbidden-path: must not be modified",
        "        where  src/a.py:3",
        "        why    contains secrets",
        "        help   leave it",
    ]


def test_a_waived_finding_says_by_whom_instead_of_what_to_do():
    finding = a_finding(None, reason="", waived=Waived("alice", "hotfix"))
    assert lines_of(a_report(budgets=(), findings=(finding,)))[2:] == [
        "waived  forbidden-path: must not be modified",
        "        by     alice: hotfix",
    ]


def test_findings_that_say_the_same_stand_together():
    text = "\n".join(lines_of(a_report(findings=tuple(a_finding(f"config/{number}") for number in range(14)))))
    assert text.count("must not be modified") == 1
    assert "config/9\n               … and 4 more places\n" in text


def test_very_many_findings_are_cut():
    findings = tuple(a_finding("a", message=f"number {number}") for number in range(50))
    assert lines_of(a_report(findings=findings))[-1] == "… and 10 more findings: --format json has all"


@pytest.mark.parametrize(
    ("used", "limit", "bar", "margin"),
    [
        (0, 300, "░" * 30, "300 left"),
        (1, 10_000, "█" + "░" * 29, "9,999 left"),
        (150, 300, "█" * 15 + "░" * 15, "150 left"),
        (299, 300, "█" * 29 + "░", "1 left"),
        (300, 300, "█" * 30, "0 left"),
        (301, 300, "█" * 29 + "▓", "1 over"),
        (600, 300, "█" * 15 + "▓" * 15, "300 over"),
        (10**6, 300, "█" + "▓" * 29, "999,700 over"),
        (5, 0, "▓" * 30, "5 over"),
        (0, 0, "░" * 30, "0 left"),
    ],
)
def test_a_budget_is_drawn_to_scale(used, limit, bar, margin):
    line = lines_of(a_report(budgets=(LINES._replace(used=used, limit=limit),)), width=100)[2]
    assert line.startswith(f"  max-diff-lines  {bar}  ")
    assert line.endswith(f"  {margin}")


@pytest.mark.parametrize(
    ("used", "others", "colour"),
    [
        pytest.param(239, {}, "32", id="room is green"),
        pytest.param(240, {}, "33", id="nearly used is yellow"),
        pytest.param(301, {}, "31", id="over is red"),
        pytest.param(301, {"severity": Severity.WARN}, "33", id="over, and it only warns, is yellow"),
        pytest.param(301, {"waived": Waived("alice", "")}, "33", id="over and waived is yellow"),
    ],
)
def test_the_colour_of_a_budget(used, others, colour):
    finding = a_finding(None, rule="max-diff-lines", **others)
    report = a_report(budgets=(LINES._replace(used=used),), findings=(finding,) if used > 300 else ())
    assert lines_of(report, colour=True)[2].split("█")[0].endswith(f"\x1b[{colour}m")


def test_budgets_stand_in_columns():
    budgets = (LINES, LINES._replace(instance=2, limit=1000), BudgetUse("max-files", 1, 20, 3, "files"))
    assert lines_of(a_report(budgets=budgets), width=80)[2:5] == [
        "  max-diff-lines #1  ███████████░░░░░░░░░░░░░░░░░░    120 of 300 lines  180 left",
        "  max-diff-lines #2  ███░░░░░░░░░░░░░░░░░░░░░░░░░░  120 of 1,000 lines  880 left",
        "  max-files          ████░░░░░░░░░░░░░░░░░░░░░░░░░       3 of 20 files   17 left",
    ]


def test_a_narrow_terminal_gets_two_lines_for_a_budget():
    assert lines_of(a_report(), width=40)[2:4] == [
        "  max-diff-lines: 180 left",
        "  ████████░░░░░░░░░░░░  120 of 300 lines",
    ]


def test_files_are_shown_when_it_is_no_pass_the_largest_first():
    files = [a_file(f"src/{number}.py", added=number) for number in range(1, 13)]
    assert "src/12.py" not in render(a_report(*files), Style())
    shown = lines_of(a_report(*files, verdict=Verdict.WARN))
    start = shown.index("largest files")
    assert shown[start + 1 : start + 3] == ["  +12 -0  ++++++++++  src/12.py", "  +11 -0  +++++++++   src/11.py"]
    assert shown[start + 11] == "  … and 2 more files"


def test_a_file_says_what_git_does_not_count():
    report = a_report(a_file("app.min.js", counts=line_counts(added=1, counted_added=2000)), verdict=Verdict.WARN)
    assert "  +1 -0  ++++++++++  app.min.js  (2,000 counted)" in lines_of(report)


def test_a_long_path_keeps_the_name_of_the_file():
    report = a_report(a_file("very/" * 30 + "deep/module.py"), verdict=Verdict.WARN)
    (line,) = (line for line in lines_of(report) if "module.py" in line)
    assert line.endswith("…/module.py")
    assert cells(line) == 80


def test_names_the_policy_and_what_to_read_when_something_is_open():
    assert lines_of(REPORTS["block"])[-2:] == [
        "policy  base:.reviewbot.toml (sha256 5d41402abc4b)",
        "more    reviewbot explain max-diff-lines",
    ]
