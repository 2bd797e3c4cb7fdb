from __future__ import annotations

import pytest

from reviewbot.model.report import BudgetUse, Severity, Verdict, Waived
from reviewbot.render.text.title import margin, share, title
from tests.builders import a_file
from tests.render.reports import LINES, REPORTS, a_finding, a_report, over_budget
from tests.render.strategies import for_any_report

OVER = LINES._replace(used=432)
SECRET = a_finding("config/a.yml", pattern="config/")


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        pytest.param(REPORTS["empty"], "pass: nothing changed", id="nothing changed"),
        pytest.param(REPORTS["pass"], "pass: 120 of 300 lines", id="within the budget"),
        pytest.param(
            a_report(a_file(added=1200), a_file("b"), budgets=()), "pass: 2 files, 1,201 changed lines", id="no budget"
        ),
        pytest.param(
            a_report(a_file(), budgets=(LINES, BudgetUse("max-files", 1, 10, 9, "files"))),
            "pass: 9 of 10 files",
            id="the tightest budget",
        ),
        pytest.param(
            a_report(a_file(), budgets=(OVER,), findings=(over_budget(waived=Waived("alice", "hotfix")),)),
            "pass: 432 of 300 lines, 1 finding waived",
            id="over, and waived",
        ),
    ],
)
def test_a_pass_says_how_much_is_used(report, expected):
    assert title(report) == expected


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        pytest.param((over_budget(),), "432 of 300 lines", id="a budget"),
        pytest.param((a_finding("config/a.yml", pattern=""),), "forbidden-path config/a.yml", id="a path"),
        pytest.param((over_budget()._replace(path=b"a.py"),), "max-diff-lines a.py", id="a budget of one file"),
        pytest.param((a_finding("a.py", line=3),), "forbidden-path a.py:3", id="a line"),
        pytest.param((a_finding(None, message="too old"),), "forbidden-path: too old", id="the whole change"),
        pytest.param((over_budget(), a_finding("a")), "432 of 300 lines, forbidden-path a", id="a budget and a path"),
        pytest.param((over_budget(), SECRET), "432 of 300 lines, config/ touched", id="what a path matches"),
        pytest.param(
            (SECRET, SECRET._replace(path=b"config/b")), "config/ touched", id="of one pattern all files are named"
        ),
        pytest.param(
            (over_budget(), SECRET, SECRET._replace(path=b"config/b"), SECRET._replace(pattern="migrations/")),
            "432 of 300 lines, config/ touched, 1 more finding",
            id="another pattern",
        ),
        pytest.param(
            (SECRET, SECRET._replace(instance=2)), "config/ touched, 1 more finding", id="another instance of it"
        ),
        pytest.param((SECRET._replace(pattern="a\n@b"),), "a\\n@b touched", id="a pattern that would break the line"),
        pytest.param((a_finding("a"), a_finding("b")), "forbidden-path a, 1 more finding", id="one more"),
        pytest.param(
            (over_budget(), a_finding("a"), a_finding("b"), a_finding("c")),
            "432 of 300 lines, forbidden-path a, 2 more findings",
            id="two more",
        ),
        pytest.param(
            (over_budget(severity=Severity.WARN), a_finding("a")),
            "forbidden-path a, 1 more finding",
            id="the worst first",
        ),
        pytest.param(
            (a_finding("a"), a_finding("b", waived=Waived("alice", ""))),
            "forbidden-path a, 1 finding waived",
            id="a waived one",
        ),
    ],
)
def test_what_weighs_most_is_named(findings, expected):
    assert title(a_report(budgets=(OVER,), findings=findings, verdict=Verdict.BLOCK)) == f"block: {expected}"


def test_the_worst_budget_is_named():
    tighter = OVER._replace(instance=2, limit=150)
    findings = (over_budget(), over_budget(instance=2))
    report = a_report(budgets=(OVER, tighter), findings=findings, verdict=Verdict.BLOCK)
    assert title(report) == "block: 432 of 150 lines, 1 more finding"


@for_any_report
def test_is_one_line_that_fits_a_check_run(report):
    """GitHub cuts a check run's title at 255 characters."""
    assert len(title(report)) <= 255
    assert title(report).isprintable()


@pytest.mark.parametrize(
    ("used", "expected"), [(0, "300 left"), (300, "0 left"), (301, "1 over"), (1500, "1,200 over")]
)
def test_margin(used, expected):
    assert margin(LINES._replace(used=used)) == expected


@pytest.mark.parametrize(
    ("used", "limit", "expected"), [(0, 0, 0.0), (1, 0, float("inf")), (150, 300, 0.5), (0, 300, 0)]
)
def test_share(used, limit, expected):
    assert share(LINES._replace(used=used, limit=limit)) == expected
