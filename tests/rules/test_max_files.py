from __future__ import annotations

import pytest

from reviewbot.model.rule import Spent
from reviewbot.rules.max_files import Options, check
from tests.builders import a_file, a_scope

TWO = Options(limit=2)


@pytest.mark.parametrize(
    ("files", "used"),
    [
        pytest.param([], 0, id="nothing changed"),
        pytest.param([a_file("a"), a_file("b")], 2, id="exactly at the limit"),
        pytest.param([a_file("a", old_path="x"), a_file("b", old_path="y")], 2, id="a rename is one file"),
    ],
)
def test_says_nothing(files, used):
    assert list(check(a_scope(*files), TWO)) == [Spent(limit=2, used=used, unit="files")]


def test_counts_files_whatever_their_lines():
    spent, found = check(a_scope(*(a_file(name, added=0) for name in "abc")), TWO)
    assert spent == Spent(limit=2, used=3, unit="files")
    assert (found.path, found.message) == (None, "3 of 2 files")
