from __future__ import annotations

import pytest

from reviewbot.model.change import Needs, Unpaired
from reviewbot.model.rule import NotJudged, Spent
from reviewbot.rules.max_file_lines import Options, check, needs
from tests.builders import a_file, a_scope, line_counts

TEN = Options(limit=10)


@pytest.mark.parametrize(
    ("files", "options", "used"),
    [
        pytest.param([], TEN, 0, id="nothing changed"),
        pytest.param([a_file("a", added=10), a_file("b", added=9)], TEN, 10, id="each within, together not"),
        pytest.param([a_file(added=2, removed=90)], Options(limit=10, count="added"), 2, id="removed lines are free"),
    ],
)
def test_says_nothing(files, options, used):
    assert list(check(a_scope(*files), options)) == [Spent(limit=10, used=used, unit="lines")]


def test_finds_each_file_that_is_over():
    scope = a_scope(a_file("a", added=8, removed=3), a_file("b", added=10), a_file("c", added=12))
    first, second, spent = check(scope, TEN)
    assert (first.path, first.message) == (b"a", "11 of 10 lines in one file")
    assert second.path == b"c"
    assert spent == Spent(limit=10, used=12, unit="lines")


def test_a_limit_of_zero_allows_files_without_lines_only():
    assert len(list(check(a_scope(a_file(added=0), a_file("b")), Options(limit=0)))) == 2


def test_a_rename_in_full_counts_both_sides():
    file = a_file(old_path="old.py", unpaired=Unpaired(line_counts(added=20, removed=20)))
    found, _spent = check(a_scope(file), Options(limit=10, renames="full"))
    assert found.message == "40 of 10 lines in one file"


def test_what_is_not_known_does_not_hide_what_is():
    scope = a_scope(a_file("a", old_path="old.py"), a_file("b", added=11))
    found, not_judged = check(scope, Options(limit=10, renames="full"))
    assert found.path == b"b"
    assert isinstance(not_judged, NotJudged)


def test_reads_no_more_than_its_options_ask():
    assert needs(TEN) == Needs()
    assert needs(Options(limit=10, renames="full")) == Needs(unpaired_renames=True)
