"""Budgets as a page and as one line; the bars are held by the golden files of the terminal's format."""

from __future__ import annotations

import pytest

from reviewbot.model.report import BudgetUse, Report, Severity
from reviewbot.render import Style
from reviewbot.render.text.budgets import NO_BUDGETS, budget_line, budget_page
from reviewbot.render.text.layout import cells
from tests.render.reports import LINES, over_budget

FILES = BudgetUse("max-files", 1, limit=10, used=4, unit="files")
OVER = Report(budgets=(LINES._replace(used=432), FILES), findings=(over_budget(),))


def test_nothing_but_the_bars_within_all_budgets():
    assert budget_page(Report(budgets=(LINES,)), Style()).count("\n") == 1


@pytest.mark.parametrize("write", [budget_page, budget_line])
def test_without_budgets_one_line(write):
    assert write(Report(), Style()) == f"{NO_BUDGETS}\n"


def test_says_what_to_do_once_and_how_it_was_measured():
    report = OVER._replace(findings=OVER.findings * 2, notes=("compared with main",))
    assert budget_page(report, Style()).splitlines()[2:] == [
        "",
        "help    split the change: mechanical edits first, then one subject at a time",
        "",
        "note    compared with main",
    ]


def test_a_note_can_do_no_harm():
    assert "\x1b" not in budget_page(Report(notes=("\x1b[31m::warning::",)), Style())


@pytest.mark.parametrize("width", [1, 40, 64, 200])
def test_no_line_is_wider_than_the_terminal(width):
    page = budget_page(OVER._replace(notes=("compared with " + "main" * 50,)), Style(width=width))
    assert max(cells(line) for line in page.splitlines()) <= max(width, 40)


def test_one_line_has_the_tightest_of_each_rule():
    budgets = (LINES, LINES._replace(instance=2, limit=150), FILES)
    assert budget_line(Report(budgets=budgets), Style()) == "120/150 lines, 4/10 files\n"


def test_one_line_tells_lines_of_a_file_from_lines():
    of_a_file = LINES._replace(rule="max-file-lines", limit=200, used=90)
    assert budget_line(Report(budgets=(LINES, of_a_file)), Style()) == "120/300 lines, 90/200 lines of a file\n"


@pytest.mark.parametrize(
    ("report", "colour"),
    [
        pytest.param(Report(budgets=(LINES,)), "32", id="enough is left"),
        pytest.param(Report(budgets=(LINES._replace(used=250),)), "33", id="nearly used up"),
        pytest.param(OVER._replace(budgets=OVER.budgets[:1]), "31", id="over a budget that blocks"),
        pytest.param(
            Report(budgets=(LINES._replace(used=301),), findings=(over_budget(severity=Severity.WARN),)),
            "33",
            id="over a budget that warns",
        ),
    ],
)
def test_its_colour_says_how_much_is_left(report, colour):
    assert budget_line(report, Style(colour=True)).startswith(f"\x1b[{colour}m")
