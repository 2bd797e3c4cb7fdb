from __future__ import annotations

import pytest

from reviewbot.model.change import Needs
from reviewbot.model.rule import NotJudged, Spent
from reviewbot.rules.max_commits import Options, check, needs
from tests.builders import a_change, a_scope

TWO = Options(limit=2)


@pytest.mark.parametrize("commits", [0, 2])
def test_says_nothing(commits):
    scope = a_scope(change=a_change(commits=commits))
    assert list(check(scope, TWO)) == [Spent(limit=2, used=commits, unit="commits")]


def test_counts_commits():
    spent, found = check(a_scope(change=a_change(commits=3)), TWO)
    assert spent == Spent(limit=2, used=3, unit="commits")
    assert (found.path, found.message) == (None, "3 of 2 commits")


def test_is_not_judged_without_history():
    (statement,) = check(a_scope(), TWO)
    assert isinstance(statement, NotJudged)


def test_asks_for_the_number_of_commits():
    assert needs(TWO) == Needs(commit_count=True)
