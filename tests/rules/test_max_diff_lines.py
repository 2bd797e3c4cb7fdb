from __future__ import annotations

import pytest

from reviewbot.model.change import Needs, Unpaired
from reviewbot.model.rule import Found, NotJudged, Spent
from reviewbot.rules.max_diff_lines import Options, check, needs
from tests.builders import a_file, a_scope, line_counts

TEN = Options(limit=10)


@pytest.mark.parametrize(
    ("files", "options"),
    [
        pytest.param([], TEN, id="nothing changed"),
        pytest.param([a_file(added=10)], TEN, id="exactly at the budget"),
        pytest.param([a_file(added=10, removed=90)], Options(limit=10, count="added"), id="removed lines are free"),
        pytest.param([a_file(added=11, generated=True)], Options(limit=10, ignore_generated=True), id="generated"),
    ],
)
def test_says_nothing(files, options):
    assert [type(statement) for statement in check(a_scope(*files), options)] == [Spent]


def test_adds_up_added_and_removed_lines_of_all_files():
    spent, found = check(a_scope(a_file("a", added=8, removed=1), a_file("b", added=2)), TEN)
    assert spent == Spent(limit=10, used=11, unit="lines")
    assert isinstance(found, Found)
    assert found.message == "11 of 10 lines"
    assert found.path is None


def test_counts_long_lines_by_their_charge():
    spent, _found = check(a_scope(a_file(counts=line_counts(added=1, counted_added=2000))), TEN)
    assert spent == Spent(limit=10, used=2000, unit="lines")


def test_a_rename_in_full_counts_both_sides():
    file = a_file(old_path="old.py", added=1, unpaired=Unpaired(line_counts(added=20, removed=20)))
    spent, _found = check(a_scope(file), Options(limit=10, renames="full"))
    assert spent == Spent(limit=10, used=40, unit="lines")


def test_a_rename_in_full_is_not_judged_without_the_whole_file():
    (statement,) = check(a_scope(a_file(old_path="old.py")), Options(renames="full"))
    assert isinstance(statement, NotJudged)


def test_reads_no_more_than_its_options_ask():
    assert needs(Options()) == Needs()
    assert needs(Options(renames="full", ignore_generated=True)) == Needs(unpaired_renames=True, generated=True)
